import type { ConnectionSettings } from '../config/settings.js';
import type { Diagnostics } from '../diagnostics/diagnostics.js';
import type { DriverConnection } from '../driver/port.js';
import { QueryCancelledError, SessionClosedError, SessionCloseError, SessionExpiredError } from '../errors.js';
import { checkDuration, timeLeft } from '../query/action-options.js';
import { Statements } from '../query/statements.js';
import { TraceTag } from '../query/trace-tag.js';
import { cancelAllQueries } from './cancel-all.js';
import { keepAlive } from './keep-alive.js';
import { limited } from './limited.js';
import type { OpenedSession } from './open-session.js';
import { readQueryTag } from './query-tag.js';
import { within } from './within.js';

/** Where a session stands. From `expired` too it goes through `closing` to `closed`. */
export type SessionState = 'open' | 'closing' | 'closed' | 'expired';

/** What {@link Session.close} takes. */
export interface CloseOptions {
  /**
   * With `false` nothing is cancelled on the server: what this process waits for may end within the time, asynchronous
   * jobs live on, and the server session is left to lapse by itself.
   *
   * @defaultValue `true`
   */
  readonly cancelRunning?: boolean | undefined;
  /**
   * The longest the close may take, in milliseconds, whatever the server does.
   *
   * @defaultValue `10_000`
   */
  readonly timeoutMs?: number | undefined;
}

/** What {@link Session.isAlive} takes. */
export interface AliveOptions {
  /**
   * How long the server may take to answer, in milliseconds.
   *
   * @defaultValue `5_000`
   */
  readonly timeoutMs?: number | undefined;
}

/** What {@link Session.cancelAll} takes. */
export interface CancelAllOptions {
  /**
   * The longest it may take, in milliseconds.
   *
   * @defaultValue `60_000`
   */
  readonly timeoutMs?: number | undefined;
  /** Stops the waiting; what was already asked of the server stays asked. */
  readonly signal?: AbortSignal | undefined;
}

const CLOSE_TIMEOUT_MS = 10_000;
const ALIVE_TIMEOUT_MS = 5_000;
const CANCEL_ALL_TIMEOUT_MS = 60_000;

/** Between two beats of `client_session_keep_alive`, unless told otherwise. */
const HEARTBEAT_SECONDS = 3_600;

/** The part of a time that cancelling what is known may use up; the rest is for what the server is asked after it. */
const CANCEL_SHARE = 0.75;

/** One session on a server from its login to its end: what runs on it, whether it lives, and how it is closed. */
export class ServerSession {
  readonly connection: DriverConnection;
  readonly settings: ConnectionSettings;
  readonly statements: Statements;
  readonly #diagnostics: Diagnostics;
  readonly #traceTag: TraceTag | undefined;
  readonly #dispose: () => Promise<void>;
  /** The session this one was lent from. */
  readonly #owner: ServerSession | undefined;
  #expiry: (() => SessionExpiredError) | undefined;
  #state: SessionState = 'open';
  #closed: Promise<void> | undefined;
  #heartbeat: Promise<boolean> | undefined;
  #stopKeepAlive = (): void => undefined;

  constructor({ connection, settings, diagnostics, dispose }: OpenedSession, owner?: ServerSession) {
    this.connection = connection;
    this.settings = settings;
    this.#diagnostics = diagnostics;
    this.#dispose = dispose;
    this.#owner = owner;
    this.#traceTag = owner === undefined ? this.#makeTraceTag() : owner.#traceTag;
    this.statements = new Statements(connection, {
      timeoutMs: settings.timeouts.networkMs,
      onExpired: (error) => this.#expire(error),
      // With a history of its own, which is told of its own statements only.
      diagnostics: diagnostics.fork(),
      traceTag: this.#traceTag,
    });
    if (settings.values.client_session_keep_alive === true && owner === undefined) {
      const seconds = settings.values.client_session_keep_alive_heartbeat_frequency ?? HEARTBEAT_SECONDS;
      this.#stopKeepAlive = keepAlive(() => this.isAlive(), seconds);
    }
  }

  get state(): SessionState {
    return this.#state;
  }

  /**
   * A session of its own over the same server session: closing it stops its own statements and leaves the rest.
   *
   * @throws SessionExpiredError when this one has expired.
   */
  lend(): ServerSession {
    if (this.#expiry !== undefined) {
      throw this.#expiry();
    }
    const { connection, settings } = this;
    const lent = { connection, settings, diagnostics: this.#diagnostics, dispose: async () => undefined };
    return new ServerSession(lent, this);
  }

  /** See `Session.cancelAll`. */
  async cancelAll({ timeoutMs, signal }: CancelAllOptions = {}): Promise<void> {
    const started = performance.now();
    const limit = checkDuration('timeoutMs', timeoutMs) ?? CANCEL_ALL_TIMEOUT_MS;
    const reason = (queryId: string | undefined): QueryCancelledError =>
      new QueryCancelledError('The statement was cancelled by cancelAll().', { queryId });
    await limited({ timeoutMs: limit * CANCEL_SHARE, signal }, async (stop) => this.statements.stopAll(reason, stop));
    await cancelAllQueries(this.statements, timeLeft({ timeoutMs: limit, signal }, started));
  }

  /** Whether the server still knows the session. Never throws. */
  async isAlive({ timeoutMs }: AliveOptions = {}): Promise<boolean> {
    if (this.#state !== 'open') {
      return false;
    }
    this.#heartbeat ??= this.#beat();
    const limit = typeof timeoutMs === 'number' && timeoutMs > 0 ? timeoutMs : ALIVE_TIMEOUT_MS;
    try {
      return await within(limit, this.#heartbeat, false);
    } finally {
      // One that was not answered in time must not speak for later ones.
      this.#heartbeat = undefined;
    }
  }

  /** Refuses new statements with this message, and lets those under way go on. */
  retire(message: string, hint: string): void {
    this.statements.refuse(() => new SessionClosedError(message, { hint }));
  }

  /** See `Session.close`. Concurrent and later calls share the first one's outcome. */
  async close({ cancelRunning = true, timeoutMs }: CloseOptions = {}): Promise<void> {
    const limit = checkDuration('timeoutMs', timeoutMs) ?? CLOSE_TIMEOUT_MS;
    this.#closed ??= this.#tellClose(() => this.#close(cancelRunning, limit)).finally(() => {
      this.#state = 'closed';
    });
    return this.#closed;
  }

  #makeTraceTag(): TraceTag | undefined {
    const { tracer, trace_in_query_tag: isWanted } = this.settings.values;
    const timeoutMs = this.settings.timeouts.networkMs;
    return tracer !== undefined && isWanted === true
      ? new TraceTag(() => readQueryTag(new Statements(this.connection, { timeoutMs }), {}))
      : undefined;
  }

  /** The end of a lent session is none of the server session. */
  async #tellClose(close: () => Promise<void>): Promise<void> {
    if (this.#owner !== undefined) {
      return close();
    }
    const report = this.#diagnostics.begin({ kind: 'close' });
    try {
      await report.run(close);
      report.ended();
    } catch (error) {
      report.ended(error);
      throw error;
    }
  }

  async #close(cancelRunning: boolean, timeoutMs: number): Promise<void> {
    const started = performance.now();
    const wasExpired = this.#state === 'expired';
    this.#state = 'closing';
    this.#stopKeepAlive();
    this.retire('The session is closed.', 'Create a new one.');
    if (this.statements.running > 0 || !this.statements.jobs.isEmpty) {
      // Nothing runs on a session that is gone; who waits is told at once.
      const limit = wasExpired ? AbortSignal.abort() : AbortSignal.timeout(timeoutMs * CANCEL_SHARE);
      await this.#settle(cancelRunning, limit);
    }
    const errors: unknown[] = [];
    if (cancelRunning && !wasExpired) {
      errors.push(await failureOf(this.#cancelUnknown(timeoutMs * CANCEL_SHARE - (performance.now() - started))));
    }
    errors.push(await failureOf(this.#release(cancelRunning, timeoutMs - (performance.now() - started))));
    errors.push(await failureOf(this.#dispose()));
    const failures = errors.filter((error) => error !== undefined && !(error instanceof SessionExpiredError));
    if (failures.length > 0 && !wasExpired) {
      throw new SessionCloseError('The server did not confirm that the session was ended.', failures);
    }
  }

  /** Waits for what runs until `limit` aborts, having stopped it or not; then stops waiting. */
  async #settle(cancelRunning: boolean, limit: AbortSignal): Promise<void> {
    if (!cancelRunning) {
      await this.statements.drained(limit);
    }
    await this.statements.stopAll(
      (queryId) => new QueryCancelledError('The statement was stopped because the session was closed.', { queryId }),
      cancelRunning ? limit : AbortSignal.abort(),
    );
  }

  /** A statement whose answer was lost on the way may still run, and be paid for. */
  async #cancelUnknown(timeoutMs: number): Promise<void> {
    if (this.statements.leftWork && this.#owner === undefined && timeoutMs > 0) {
      await cancelAllQueries(new Statements(this.connection), { timeoutMs });
    }
  }

  async #release(deleteSession: boolean, timeoutMs: number): Promise<void> {
    if (this.#owner !== undefined) {
      return;
    }
    if (deleteSession) {
      await this.connection.close(Math.max(timeoutMs, 1));
    } else {
      this.connection.abandon();
    }
  }

  async #beat(): Promise<boolean> {
    try {
      await this.connection.heartbeat();
      return true;
    } catch (error) {
      if (error instanceof SessionExpiredError) {
        this.#expire(error);
      }
      return false;
    }
  }

  #expire(error: SessionExpiredError): void {
    const { message, hint, serverCode } = error;
    if (this.#state === 'open') {
      this.#state = 'expired';
      if (this.#owner === undefined) {
        this.#diagnostics.note({ kind: 'session-expired', error });
      }
      this.#stopKeepAlive();
      const said = message.endsWith(` ${hint}`) ? message.slice(0, -hint.length - 1) : message;
      const expiry = (): SessionExpiredError => new SessionExpiredError(said, { hint, serverCode });
      this.#expiry = expiry;
      this.statements.refuse(expiry);
    }
    if (this.#owner !== undefined) {
      this.#owner.#expire(error);
    }
  }
}

async function failureOf(work: Promise<void>): Promise<unknown> {
  return work.then(
    () => undefined,
    (error: unknown) => error,
  );
}
