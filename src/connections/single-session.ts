import type { ServerSession } from '../session/server-session.js';
import type { SessionSource } from './session-source.js';

/** One session that all share: a server runs many statements of a session at once. */
export class SingleSession implements SessionSource {
  readonly #session: ServerSession;

  constructor(session: ServerSession) {
    this.#session = session;
  }

  async use<Result>(work: (session: ServerSession) => Promise<Result>): Promise<Result> {
    return work(this.#session);
  }

  async lend(): Promise<ServerSession> {
    return this.#session.lend();
  }

  async isAlive(timeoutMs: number): Promise<boolean> {
    return this.#session.isAlive({ timeoutMs });
  }

  async close(): Promise<void> {
    await this.#session.close();
  }
}
