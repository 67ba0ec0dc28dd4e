import type { DriverConnection } from '../driver/port.js';
import { quoteText } from './identifiers.js';
import { RunningStatement } from './running-statement.js';

/** The statements of one session that run on the server by themselves, and have not been seen to end. */
export class Jobs {
  readonly #connection: DriverConnection;
  readonly #queryIds = new Set<string>();

  constructor(connection: DriverConnection) {
    this.#connection = connection;
  }

  get isEmpty(): boolean {
    return this.#queryIds.size === 0;
  }

  /** Notes a job, so that it can be stopped with the session. */
  add(queryId: string): void {
    this.#queryIds.add(queryId);
  }

  /** Forgets a job that has ended. */
  remove(queryId: string): void {
    this.#queryIds.delete(queryId);
  }

  /** Cancels every job; resolves when the server has been told, or when `limit` aborts. Never rejects. */
  async cancelAll(limit: AbortSignal): Promise<void> {
    const queryIds = limit.aborted ? [] : [...this.#queryIds];
    this.#queryIds.clear();
    await Promise.all(queryIds.map(async (queryId) => this.#cancel(queryId, limit)));
  }

  async #cancel(queryId: string, limit: AbortSignal): Promise<void> {
    const sqlText = `select system$cancel_query(${quoteText(queryId)})`;
    const cancelling = new RunningStatement(this.#connection.execute({ sqlText, binds: [] }));
    const giveUp = new Promise<void>((resolve) => limit.addEventListener('abort', () => resolve(), { once: true }));
    await Promise.race([cancelling.settled, giveUp]);
  }
}
