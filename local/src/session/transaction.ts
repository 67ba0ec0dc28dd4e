import type { DuckDBConnection, DuckDBType, DuckDBValue } from '@duckdb/node-api';
import { transactionBroken } from '../duckdb-errors.js';

/** One change of data, as DuckDB was told it. */
export interface Change {
  readonly sql: string;
  readonly values: readonly DuckDBValue[];
  readonly types: readonly DuckDBType[];
  readonly rows: number;
}

/** Changes that would not come out the same a second time. */
const UNREPEATABLE = /\b(?:nextval|now|random|uuid|sf_random_text)\(/;

/**
 * The transaction of one session.
 *
 * Snowflake undoes only the statement that fails. DuckDB undoes the whole transaction when a statement in it fails while
 * running, and then answers COMMIT as if all were well. So the changes made before are made once more in a new
 * transaction; when they cannot be repeated exactly, the transaction is broken and its COMMIT fails.
 */
export class Transaction {
  readonly #connection: DuckDBConnection;
  #done: Change[] = [];
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
      this.#done = [];
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

  /** Remembers a change, to make it again if need be. */
  remember(change: Change): void {
    if (this.#state === 'open') {
      this.#done.push(change);
    }
  }

  /** How many changes have been made. */
  get changes(): number {
    return this.#done.length;
  }

  /** Undoes the changes after the first so many: those of a statement that failed half-way. */
  async undoTo(count: number): Promise<void> {
    if (this.#state !== 'none' && this.#done.length > count) {
      this.#done.length = count;
      this.#state = (await this.#repeat()) ? 'open' : 'broken';
    }
  }

  /** Looks, after a statement has failed, whether the transaction went with it, and then makes its changes again. */
  async inspect(): Promise<void> {
    if (this.#state !== 'open') {
      return;
    }
    try {
      await this.#connection.run('SELECT 1');
    } catch {
      this.#state = (await this.#repeat()) ? 'open' : 'broken';
    }
  }

  async #repeat(): Promise<boolean> {
    if (this.#done.some(({ sql }) => UNREPEATABLE.test(sql))) {
      return false;
    }
    try {
      await this.#connection.run('ROLLBACK');
      await this.#connection.run('BEGIN TRANSACTION');
      for (const { sql, values, types, rows } of this.#done) {
        const again = await this.#connection.run(sql, [...values], [...types]);
        if (again.rowsChanged !== rows) {
          return false;
        }
      }
      return true;
    } catch {
      return false;
    }
  }
}
