import genericPool, { type Pool } from 'generic-pool';

import type { ConnectionEvent, PoolCounts } from '../diagnostics/events.js';
import { AbortedError, ConnectionError, SessionClosedError, type SnowparkError } from '../errors.js';
import { onAbort } from '../on-abort.js';
import { checkDuration } from '../query/action-options.js';
import type { ServerSession } from '../session/server-session.js';
import { checkCount } from './check-count.js';
import { ConnectFailure } from './connection-slot.js';
import type { SessionSource } from './session-source.js';

/** How a pool of sessions behaves. Without `poolSize`, all share one session. */
export interface PoolOptions {
  /**
   * Sessions at most; each works for one caller at a time, so that what a statement sets in its session, and a
   * transaction, stays with its caller. They are opened when they are needed.
   *
   * @defaultValue no pool: one session for all
   */
  readonly poolSize?: number | undefined;
  /**
   * How long a caller waits for a free session, in milliseconds.
   *
   * @defaultValue `30_000`
   */
  readonly acquireTimeoutMs?: number | undefined;
  /**
   * How long a session may be idle before it is closed, in milliseconds.
   *
   * @defaultValue `600_000`
   */
  readonly idleTimeoutMs?: number | undefined;
  /**
   * A session that was idle for longer than this, in milliseconds, is asked whether it lives before it is handed out.
   *
   * @defaultValue `30_000`
   */
  readonly validateAfterIdleMs?: number | undefined;
}

/** A place in the pool: an open session, or the failure to open one. */
type Member =
  | { readonly session: ServerSession; idleSince: number; readonly error?: undefined }
  | { readonly session?: undefined; readonly error: unknown };

const ACQUIRE_TIMEOUT_MS = 30_000;
const IDLE_TIMEOUT_MS = 600_000;
const VALIDATE_AFTER_IDLE_MS = 30_000;
const VALIDATE_TIMEOUT_MS = 5_000;

/** Several sessions, each for one caller at a time. */
export class SessionPool implements SessionSource {
  readonly #open: (signal: AbortSignal) => Promise<ServerSession>;
  readonly #validateAfterMs: number;
  readonly #acquireTimeoutMs: number;
  readonly #note: (event: ConnectionEvent) => void;
  readonly #pool: Pool<Member>;
  readonly #sessions = new Set<ServerSession>();
  readonly #closing = new AbortController();
  #failure: { readonly error: unknown } | undefined;

  constructor(
    open: (signal: AbortSignal) => Promise<ServerSession>,
    size: number,
    options: PoolOptions,
    note: (event: ConnectionEvent) => void,
  ) {
    this.#open = open;
    this.#note = note;
    this.#validateAfterMs = checkDuration('validateAfterIdleMs', options.validateAfterIdleMs) ?? VALIDATE_AFTER_IDLE_MS;
    this.#acquireTimeoutMs = checkDuration('acquireTimeoutMs', options.acquireTimeoutMs) ?? ACQUIRE_TIMEOUT_MS;
    const idleTimeoutMs = checkDuration('idleTimeoutMs', options.idleTimeoutMs) ?? IDLE_TIMEOUT_MS;
    const max = checkCount('poolSize', size) ?? 1;
    this.#pool = genericPool.createPool<Member>(
      {
        create: async () => this.#create(),
        destroy: async (member) => this.#destroy(member),
        validate: async (member) => this.#validate(member),
      },
      {
        max,
        testOnBorrow: true,
        acquireTimeoutMillis: Math.ceil(this.#acquireTimeoutMs),
        idleTimeoutMillis: idleTimeoutMs,
        evictionRunIntervalMillis: Math.max(Math.min(idleTimeoutMs / 2, 30_000), 10),
        numTestsPerEvictionRun: max,
      },
    );
  }

  /** Opens the first session, so that a login that cannot succeed fails once for all. */
  async warm(signal: AbortSignal): Promise<void> {
    const stop = (): void => this.#closing.abort(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
    try {
      await this.use(async () => undefined, signal);
    } finally {
      signal.removeEventListener('abort', stop);
    }
  }

  async use<Result>(
    work: (session: ServerSession) => Promise<Result>,
    signal: AbortSignal | undefined,
  ): Promise<Result> {
    const member = await this.#acquire(signal);
    if (member.session === undefined) {
      await this.#pool.destroy(member);
      throw new ConnectFailure(member.error);
    }
    try {
      return await work(member.session);
    } finally {
      member.idleSince = performance.now();
      await (member.session.state === 'open' ? this.#pool.release(member) : this.#pool.destroy(member));
    }
  }

  async lend(): Promise<ServerSession> {
    return this.#openSession();
  }

  async isAlive(timeoutMs: number): Promise<boolean> {
    const session = [...this.#sessions].find(({ state }) => state === 'open');
    return session === undefined ? false : session.isAlive({ timeoutMs });
  }

  async close(): Promise<void> {
    this.#closing.abort(new Error('the pool is closed'));
    const results = await Promise.allSettled([...this.#sessions].map((session) => session.close()));
    // Its waiters are told by their own time; what it still holds is closed already.
    void this.#pool.drain().then(() => this.#pool.clear());
    const failed = results.find((result) => result.status === 'rejected');
    if (failed !== undefined) {
      throw failed.reason;
    }
  }

  async #acquire(signal: AbortSignal | undefined): Promise<Member> {
    if (this.#pool.pending === 0) {
      this.#failure = undefined;
    }
    const hasRoom = this.#pool.available > 0 || this.#pool.spareResourceCapacity > 0;
    const acquiring = this.#pool.acquire();
    if (!hasRoom) {
      this.#note({ kind: 'pool-waiting', ...this.#counts });
    }
    try {
      return await untilAborted(acquiring, signal);
    } catch (error) {
      // Comes too late for this caller; the next one may have it.
      acquiring.then((member) => this.#pool.release(member)).catch(() => undefined);
      throw error instanceof AbortedError ? error : this.#refusal();
    }
  }

  /** Never rejects: the pool would try again and again while its callers wait. */
  async #create(): Promise<Member> {
    if (this.#failure !== undefined) {
      return { error: this.#failure.error };
    }
    try {
      const session = await this.#openSession();
      this.#note({ kind: 'pool-opened', ...this.#counts });
      return { session, idleSince: performance.now() };
    } catch (error) {
      // Everyone who waits now is told; a wrong password is not tried once for each.
      this.#failure = { error };
      return { error };
    }
  }

  async #openSession(): Promise<ServerSession> {
    const session = await this.#open(this.#closing.signal);
    for (const other of this.#sessions) {
      if (other.state === 'closed') {
        this.#sessions.delete(other);
      }
    }
    this.#sessions.add(session);
    return session;
  }

  async #destroy({ session }: Member): Promise<void> {
    if (session !== undefined) {
      this.#sessions.delete(session);
      await session.close().catch(() => undefined);
      this.#note({ kind: 'pool-closed', ...this.#counts });
    }
  }

  async #validate(member: Member): Promise<boolean> {
    if (member.session === undefined) {
      return true;
    }
    if (member.session.state !== 'open') {
      return false;
    }
    const isFresh = performance.now() - member.idleSince < this.#validateAfterMs;
    return isFresh || member.session.isAlive({ timeoutMs: VALIDATE_TIMEOUT_MS });
  }

  get #counts(): PoolCounts {
    return { open: this.#sessions.size, used: this.#pool.borrowed, waiting: this.#pool.pending };
  }

  #refusal(): SnowparkError {
    if (this.#closing.signal.aborted) {
      return new SessionClosedError('The pool of sessions was closed.');
    }
    this.#note({ kind: 'pool-exhausted', ...this.#counts });
    return new ConnectionError(
      `None of the ${this.#pool.max} sessions of the pool became free within acquireTimeoutMs of ${this.#acquireTimeoutMs}.`,
      {
        code: 'POOL_EXHAUSTED',
        retryable: true,
        hint: 'Raise poolSize or acquireTimeoutMs, or look for work that holds its session for long.',
      },
    );
  }
}

async function untilAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) {
    return work;
  }
  let stopListening: (() => void) | undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    const leave = (): void => reject(new AbortedError(signal.reason));
    stopListening = onAbort(signal, leave);
    if (signal.aborted) {
      leave();
    }
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    stopListening?.();
  }
}
