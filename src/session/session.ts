import type { DriverConnection } from '../driver/port.js';
import { QueryCancelledError, SessionClosedError, SessionCloseError, SessionExpiredError } from '../errors.js';
import { checkDuration } from '../query/action-options.js';
import type { Binds } from '../query/binds.js';
import { type AnyRow, DataFrame } from '../query/data-frame.js';
import { Statements } from '../query/statements.js';
import { type OpenedSession, openSession } from './open-session.js';
import { SessionBuilder } from './session-builder.js';

/** What {@link Session.close} takes. */
export interface CloseOptions {
  /**
   * The longest the close may take, in milliseconds, whatever the server does.
   *
   * @defaultValue `10_000`
   */
  readonly timeoutMs?: number | undefined;
}

const CLOSE_TIMEOUT_MS = 10_000;

/** The part of a close's time that cancelling may use up; the rest is for deleting the session. */
const CANCEL_SHARE = 0.75;

/**
 * One session on a Snowflake server, after Snowpark's `Session`.
 *
 * Many statements may run on it at once. Close it when done: with {@link Session.close}, or `await using`.
 */
export class Session implements AsyncDisposable {
  readonly #connection: DriverConnection;
  readonly #dispose: () => Promise<void>;
  readonly #statements: Statements;
  #closed: Promise<void> | undefined;

  private constructor({ connection, settings, dispose }: OpenedSession) {
    this.#connection = connection;
    this.#dispose = dispose;
    this.#statements = new Statements(connection, { timeoutMs: settings.timeouts.networkMs });
  }

  /** A fresh builder, each time it is read. */
  static get builder(): SessionBuilder {
    return new SessionBuilder(async (layers, options) => new Session(await openSession(layers, options)));
  }

  /** True from the first call of {@link Session.close} on: no statement is taken any more. */
  get isClosed(): boolean {
    return this.#closed !== undefined;
  }

  /**
   * Prepares a statement; nothing is sent before an action such as `collect()`.
   *
   * @param text - One SQL statement.
   * @param binds - A value for each `?`, or rows for a bulk statement from `bindRows`.
   */
  sql<Row = AnyRow>(text: string, binds: Binds = []): DataFrame<Row> {
    return new DataFrame<Row>(this.#statements, text, binds);
  }

  /**
   * Ends the session. New statements are refused at once; running ones are cancelled on the server and what waits for
   * them rejects with `QueryCancelledError`; then the server session is deleted and all sockets are freed.
   *
   * Further calls, at the same time or later, share the first one's outcome.
   *
   * @throws SessionCloseError when the server did not confirm within the time; everything on this side is freed.
   */
  async close({ timeoutMs }: CloseOptions = {}): Promise<void> {
    const limit = checkDuration('timeoutMs', timeoutMs) ?? CLOSE_TIMEOUT_MS;
    this.#closed ??= this.#close(limit);
    return this.#closed;
  }

  /** {@link Session.close}. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #close(timeoutMs: number): Promise<void> {
    const started = performance.now();
    this.#statements.refuse(() => new SessionClosedError('The session is closed.', { hint: 'Create a new one.' }));
    await this.#statements.stopAll(
      (queryId) => new QueryCancelledError('The statement was cancelled because the session was closed.', { queryId }),
      AbortSignal.timeout(timeoutMs * CANCEL_SHARE),
    );
    const left = Math.max(timeoutMs - (performance.now() - started), 1);
    const errors = [await failureOf(this.#connection.close(left)), await failureOf(this.#dispose())].filter(
      (error) => error !== undefined && !(error instanceof SessionExpiredError),
    );
    if (errors.length > 0) {
      throw new SessionCloseError('The server did not confirm that the session was deleted.', errors);
    }
  }
}

async function failureOf(work: Promise<void>): Promise<unknown> {
  return work.then(
    () => undefined,
    (error: unknown) => error,
  );
}
