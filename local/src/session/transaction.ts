import type { DuckDBConnection } from '@duckdb/node-api';
import { transactionBroken } from '../duckdb-errors.js';

/**
 * The transaction of one session.
 *
 * DuckDB undoes a whole transaction when a statement in it fails while running, and then answers COMMIT as if all were
 * well. This remembers that it happened, so that the COMMIT fails instead.
 */
export class Transaction {
  readonly #connection: DuckDBConnection;
  #state: 'none' | 'open' | 'broken' = 'none';

  constructor(connection: DuckDBConnection) {
    this.#connection = connection;
  }

  get isOpen(): boolean {
    return this.#state !== 'none';
  }

  /** Starts a transaction; one that is open already stays as it is. */
  async begin(): Promise<void> {
    if (this.#state === 'none') {
      await this.#connection.run('BEGIN TRANSACTION');
      this.#state = 'open';
    }
  }

  /** @throws SnowflakeError 000603 when an error has undone the work that was to be kept. */
  async commit(): Promise<void> {
    const state = this.#state;
    if (state === 'none') {
      return;
    }
    this.#state = 'none';
    if (state === 'broken') {
      await this.#connection.run('ROLLBACK');
      throw transactionBroken();
    }
    await this.#connection.run('COMMIT');
  }

  async rollback(): Promise<void> {
    if (this.#state !== 'none') {
      this.#state = 'none';
      await this.#connection.run('ROLLBACK');
    }
  }

  /** Refuses to go on in a transaction whose work is gone. */
  refuseBroken(): void {
    if (this.#state === 'broken') {
      throw transactionBroken();
    }
  }

  /** Looks, after a statement has failed, whether the transaction went with it. */
  async inspect(): Promise<void> {
    if (this.#state !== 'open') {
      return;
    }
    try {
      await this.#connection.run('SELECT 1');
    } catch {
      this.#state = 'broken';
    }
  }
}
