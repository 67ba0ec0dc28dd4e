import { Session } from '../session/session.js';
import type { ServerSession } from '../session/server-session.js';

/** A session handed out over a connection: it holds until the connection is reset. */
export class LentSession {
  /** What is handed out. Rejects when it could not be opened. */
  readonly session: Promise<Session>;
  readonly #opening: Promise<ServerSession>;
  #server: ServerSession | undefined;
  #hasFailed = false;

  constructor(opening: Promise<ServerSession>) {
    this.#opening = opening;
    this.session = this.#open();
    this.session.catch(() => {
      this.#hasFailed = true;
    });
  }

  /** False once it could not be opened, was closed, or has expired. */
  get isUsable(): boolean {
    return !this.#hasFailed && (this.#server === undefined || this.#server.state === 'open');
  }

  /** Refuses new statements, and says why; those under way go on. */
  retire(name: string): void {
    this.#server?.retire(
      `The connection '${name}' was reset or closed, and this session went with it.`,
      'Call session() on the connection again.',
    );
  }

  /** Lets what runs end before the limit, then closes it. Never rejects. */
  async close(limit: AbortSignal): Promise<void> {
    try {
      const server = await this.#opening;
      await server.statements.drained(limit);
      await server.close();
    } catch {
      // It could not be opened, which was told to whoever asked for it; or ended with the session beneath it.
    }
  }

  async #open(): Promise<Session> {
    this.#server = await this.#opening;
    return Session.over(this.#server);
  }
}
