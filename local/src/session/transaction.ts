import type { DuckDBConnection, DuckDBType, DuckDBValue } from '@duckdb/node-api';
import { transactionBroken } from '../duckdb-errors.js';
import type { LockRequest, TableLocks } from './table-locks.js';

/** One change of data, as DuckDB was told it. */
export interface Change {
  readonly sql: string;
  readonly values: readonly DuckDBValue[];
  readonly types: readonly DuckDBType[];
  readonly rows: number;
}

/** Changes that would not come out the same a second time. */
const UNREPEATABLE = /\b(?:nextval|now|random|uuid)\(/;

/**
 * The transaction of one session.
 *
 * Snowflake undoes only the statement that fails. DuckDB undoes the whole transaction when a statement in it fails while
 * running, and then answers COMMIT as if all were well. So the changes made before are made once more in a new
 * transaction; when they cannot be repeated exactly, the transaction is broken and its COMMIT fails.
 *
 * Snowflake's statements see what others have committed until then; DuckDB's transaction sees what was there when it
 * began. So a transaction that has changed nothing yet begins anew when others have committed.
 */
export class Transaction {
  readonly #connection: DuckDBConnection;
  readonly #locks: TableLocks;
  #done: Change[] = [];
  #state: 'none' | 'open' | 'broken' = 'none';
  /** The commits of all sessions that this transaction sees. */
  #seen = 0;

  constructor(connection: DuckDBConnection, locks: TableLocks) {
    this.#connection = connection;
    this.#locks = locks;
  }

  get isOpen(): boolean {
    return this.#state !== 'none';
  }

  /** Starts a transaction; one that is open already stays as it is. */
  async begin(): Promise<void> {
    if (this.#state === 'none') {
      this.#seen = this.#locks.commits;
      await this.#connection.run('BEGIN TRANSACTION');
      this.#state = 'open';
      this.#done = [];
    }
  }

  /** Sees what others have committed since, unless work of its own would be lost. */
  async refresh(): Promise<void> {
    if (this.#state === 'open' && this.#done.length === 0 && this.#seen !== this.#locks.commits) {
      this.#seen = this.#locks.commits;
      await this.#connection.run('ROLLBACK');
      await this.#connection.run('BEGIN TRANSACTION');
    }
  }

  /**
   * Takes a table for itself until it ends, and then sees what the one before has made of it.
   *
   * @throws SnowflakeError 000625 when the table is not to be had
   */
  async lock(table: string, name: string, request: LockRequest): Promise<void> {
    const waited = await this.#locks.acquire(table, name, this, request);
    if (waited && this.#done.length > 0 && this.#state === 'open') {
      this.#seen = this.#locks.commits;
      this.#state = (await this.#repeat()) ? 'open' : 'broken';
    } else {
      await this.refresh();
    }
  }

  /** Lets go of the tables it has taken without having begun. */
  unlock(): void {
    this.#locks.release(this);
  }

  /** @throws SnowflakeError 000603 when an error has undone the work that was to be kept. */
  async commit(): Promise<void> {
    const state = this.#state;
    if (state === 'none') {
      return;
    }
    this.#state = 'none';
    try {
      if (state === 'broken') {
        await this.#connection.run('ROLLBACK');
        throw transactionBroken();
      }
      await this.#connection.run('COMMIT');
      this.#locks.committed();
    } finally {
      this.unlock();
    }
  }

  async rollback(): Promise<void> {
    if (this.#state !== 'none') {
      this.#state = 'none';
      try {
        await this.#connection.run('ROLLBACK');
      } finally {
        this.unlock();
      }
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
