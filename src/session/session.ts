import type { OptionLayer } from '../config/options.js';
import { activeSession, addActiveSession, findOrCreate, removeActiveSession } from './active-session.js';
import { writeAppName } from './app-name.js';
import {
  type AliveOptions,
  type CancelAllOptions,
  type CloseOptions,
  ServerSession,
  type SessionState,
} from './server-session.js';
import { SessionBuilder, type SessionWish } from './session-builder.js';
import { SessionSettings } from './session-settings.js';

/**
 * One session on a Snowflake server, after Snowpark's `Session`.
 *
 * Many statements may run on it at once. Close it when done: with {@link Session.close}, or `await using`.
 */
export class Session extends SessionSettings implements AsyncDisposable {
  /** @internal A bundle gives the class another name. */
  static override readonly name = 'Session';
  readonly #server: ServerSession;

  private constructor(server: ServerSession) {
    super(server.statements);
    this.#server = server;
  }

  /** A fresh builder, each time it is read. */
  static get builder(): SessionBuilder {
    return new SessionBuilder({
      create: (layers, options) => Session.#create(layers, options),
      getOrCreate: (layers, options) => Session.#getOrCreate(layers, options),
    });
  }

  /**
   * The open session of this process, when there is exactly one; undefined when there is none.
   *
   * Only sessions that a builder made count, and only while they are open: closed and expired ones are forgotten.
   *
   * @throws SnowparkError `SEVERAL_SESSIONS` when there are several.
   */
  static getActiveSession(): Session | undefined {
    return activeSession();
  }

  /** @internal */
  static over(server: ServerSession): Session {
    return new Session(server);
  }

  /**
   * Where the session stands: `open`; `expired` once the server has said that it no longer knows it; `closing` and
   * `closed` from the first call of {@link Session.close} on.
   */
  get state(): SessionState {
    return this.#server.state;
  }

  /** True from the first call of {@link Session.close} on: no statement is taken any more. */
  get isClosed(): boolean {
    return this.state === 'closing' || this.state === 'closed';
  }

  /**
   * Asks the server whether it still knows the session. It needs no warehouse, and keeps the session from lapsing.
   *
   * Never throws and never opens anything: a closed or expired session, a server that cannot be reached and one that does
   * not answer in time all give `false`.
   */
  async isAlive(options: AliveOptions = {}): Promise<boolean> {
    return this.#server.isAlive(options);
  }

  /**
   * Cancels everything that runs in the session on the server, asynchronous jobs too. What waits for it here rejects with
   * `QueryCancelledError`. The session stays open for further statements.
   *
   * @throws QueryTimeoutError when the server did not confirm within the time.
   */
  async cancelAll(options: CancelAllOptions = {}): Promise<void> {
    await this.#server.cancelAll(options);
  }

  /**
   * Ends the session. New statements are refused at once; running ones are cancelled on the server, again and again until
   * it has settled them, and what waits for them rejects with `QueryCancelledError`; then the server session is deleted
   * and all sockets are freed.
   *
   * Further calls, at the same time or later, share the first one's outcome. A session that has expired is only freed.
   *
   * @throws SessionCloseError when the server did not confirm within the time; everything on this side is freed.
   */
  async close(options: CloseOptions = {}): Promise<void> {
    const closing = this.#server.close(options);
    // What was refused for its options has not begun.
    if (this.isClosed) {
      removeActiveSession(this);
    }
    await closing;
  }

  /** {@link Session.close}. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  static async #create(layers: readonly OptionLayer[], { signal, app }: SessionWish): Promise<Session> {
    // Loaded now, so that importing this package stays cheap for those who open no session.
    const { openSession } = await import('./open-session.js');
    const session = new Session(new ServerSession(await openSession(layers, { signal })));
    if (app !== undefined) {
      try {
        await writeAppName(session, app, { signal });
      } catch (error) {
        // Nobody gets to see this session; why it could not be named is what counts.
        await session.close().catch(() => undefined);
        throw error;
      }
    }
    addActiveSession(session);
    return session;
  }

  static async #getOrCreate(layers: readonly OptionLayer[], options: SessionWish): Promise<Session> {
    const { session, wasOpen } = await findOrCreate(() => Session.#create(layers, options));
    const { differingOptions } = await import('./option-differences.js');
    const differing = wasOpen ? differingOptions(layers, session.#server.settings) : [];
    if (differing.length > 0) {
      const { sessionLogger } = await import('../diagnostics/session-logger.js');
      sessionLogger(session.#server.settings.values).warn(
        `getOrCreate() found an open session, which does not change: ${differing.join(', ')} had no effect.`,
      );
    }
    return session;
  }
}
