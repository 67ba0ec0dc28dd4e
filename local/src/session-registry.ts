import type { SqlEngine, SqlSessionOptions } from './statement.js';
import { newSessionId } from './ids.js';
import type { QueryRegistry } from './query-registry.js';
import { shuttingDown } from './refusal.js';
import { TokenRegister, type TokenKind } from './token-register.js';
import type { WireSession } from './wire-session.js';

/** What a login gives, besides its session. */
export interface SessionTokens {
  readonly sessionToken: string;
  readonly masterToken: string;
}

/** Milliseconds the tokens are good for. */
export interface TokenLifetimes {
  readonly sessionTtlMs: number;
  readonly masterTtlMs: number;
}

const CLOSE_LIMIT_MS = 5000;

/** The sessions that are open. */
export class SessionRegistry {
  readonly #engine: SqlEngine;
  readonly #queries: QueryRegistry;
  readonly #lifetimes: TokenLifetimes;
  readonly #tokens = new TokenRegister<WireSession>();
  readonly #open = new Set<WireSession>();
  #closed = false;

  constructor(engine: SqlEngine, queries: QueryRegistry, lifetimes: TokenLifetimes) {
    this.#engine = engine;
    this.#queries = queries;
    this.#lifetimes = lifetimes;
  }

  /** @throws SnowflakeError when the SQL room refuses the session */
  async open(
    login: Omit<SqlSessionOptions, 'sessionId' | 'control'>,
    client: string,
  ): Promise<{ readonly session: WireSession; readonly tokens: SessionTokens }> {
    if (this.#closed) {
      throw shuttingDown();
    }
    await this.#closeLapsed();
    const sessionId = newSessionId();
    const sql = await this.#engine.createSession({ ...login, sessionId, control: this.#queries });
    const session: WireSession = { sessionId, user: login.user, account: login.account, client, sql };
    this.#open.add(session);
    return { session, tokens: this.renew(session) };
  }

  /** @throws Refusal when the token is wrong, too old, or of a session that is gone */
  find(token: string, kind: TokenKind): WireSession {
    return this.#tokens.ownerOf(token, kind);
  }

  /** Gives a session new tokens; the ones it has stay good as long as they were. */
  renew(session: WireSession): SessionTokens {
    return {
      sessionToken: this.#tokens.issue(session, 'session', this.#lifetimes.sessionTtlMs),
      masterToken: this.#tokens.issue(session, 'master', this.#lifetimes.masterTtlMs),
    };
  }

  /** Makes a session's tokens as good as new. */
  keepAlive(session: WireSession): void {
    this.#tokens.extend(session, 'session', this.#lifetimes.sessionTtlMs);
    this.#tokens.extend(session, 'master', this.#lifetimes.masterTtlMs);
  }

  /** Lets every session token expire at once, and the master tokens with them if asked to. */
  expire(master: boolean): void {
    for (const session of this.#open) {
      this.#tokens.extend(session, 'session', 0);
      if (master) {
        this.#tokens.extend(session, 'master', 0);
      }
    }
  }

  /** Ends a session: cancels what it runs and closes it. */
  async close(session: WireSession): Promise<void> {
    if (!this.#open.delete(session)) {
      return;
    }
    this.#tokens.revoke(session);
    this.#queries.cancelAllQueries(session.sessionId);
    await atMost(CLOSE_LIMIT_MS, this.#queries.settled(session.sessionId));
    await session.sql.close();
  }

  /** Ends every session and lets no other begin. */
  async closeAll(): Promise<void> {
    this.#closed = true;
    await Promise.allSettled([...this.#open].map((session) => this.close(session)));
  }

  async #closeLapsed(): Promise<void> {
    await Promise.all([...this.#tokens.lapsed()].map((session) => this.close(session)));
  }
}

/** A statement that cannot be interrupted must not hold a close for ever. */
async function atMost(ms: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([work, limit]);
  clearTimeout(timer);
}
