import { randomUUID } from 'node:crypto';
import type { DuckDBConnection, DuckDBMaterializedResult, DuckDBType, DuckDBValue } from '@duckdb/node-api';
import type { Relation } from '../catalog/model.js';
import { transactionBroken } from '../duckdb-errors.js';
import type { OpenTransaction } from './open-transactions.js';
import type { ListedLock, LockRequest, TableLocks } from './table-locks.js';

/** Whose transaction it is. */
export type TransactionOwner = Pick<OpenTransaction, 'user' | 'session'>;

/** One change of data: as DuckDB was told it, or the rows it put into a table when its text would give others. */
export type Change =
  | {
      readonly sql: string;
      readonly values: readonly DuckDBValue[];
      readonly types: readonly DuckDBType[];
      readonly rows: number;
    }
  | { readonly table: string; readonly added: DuckDBMaterializedResult };

/** Changes that would not come out the same a second time; tables of a statement go with it. */
const UNREPEATABLE = /\b(?:nextval|random|uuid)\(|\btemp\.sf_/;

/** Begins and ends transactions; a definition, too, ends the one that is open. */
export interface TransactionControl {
  /** True in a procedure. */
  readonly scoped: boolean;
  begin(keeps?: boolean, name?: string): Promise<void>;
  commit(): Promise<void>;
  rollback(): Promise<void>;
}

/** A table of the engine's own, as its changes name it. */
const ADDS_TO = /^INSERT INTO sf\."((?:[^"]|"")*)"/;

/**
 * The transaction of one session.
 *
 * Snowflake undoes only the statement that fails. DuckDB undoes the whole transaction when a statement in it fails while
 * running, and then answers COMMIT as if all were well. So the changes made before are made once more in a new
 * transaction: by their text, or by the rows they added when that takes numbers from a sequence or from chance, or rows
 * from a table of the statement's own. When they cannot be repeated exactly, the transaction is broken and its COMMIT fails.
 *
 * Snowflake's statements see what others have committed until then; DuckDB's transaction sees what was there when it
 * began. So a transaction that has changed nothing yet begins anew when others have committed.
 */
export class Transaction implements TransactionControl {
  readonly scoped = false;
  readonly #connection: DuckDBConnection;
  readonly #locks: TableLocks;
  readonly owner: TransactionOwner;
  #done: Change[] = [];
  /** What puts back what DuckDB does not know of. */
  #undo: (() => void)[] = [];
  /** False when it ends with the statement that began it: what fails then is undone with it. */
  #keeps = true;
  #state: 'none' | 'open' | 'broken' = 'none';
  /** The commits of all sessions that this transaction sees. */
  #seen = 0;

  constructor(connection: DuckDBConnection, locks: TableLocks, owner: TransactionOwner) {
    this.#connection = connection;
    this.#locks = locks;
    this.owner = owner;
  }

  /** The id it has while it is open. */
  get id(): string | undefined {
    return this.#locks.transactions.of(this)?.id;
  }

  /** The open transactions of all sessions. */
  get all(): readonly OpenTransaction[] {
    return this.#locks.transactions.all();
  }

  /** The locks of all sessions. */
  get allLocks(): readonly ListedLock[] {
    return this.#locks.list();
  }

  get isOpen(): boolean {
    return this.#state !== 'none';
  }

  /**
   * Starts a transaction; one that is open already stays as it is.
   *
   * @param keeps - false when it is to end with the statement that begins it
   * @param name - what BEGIN … NAME calls it
   */
  async begin(keeps = true, name: string = randomUUID()): Promise<void> {
    if (this.#state === 'none') {
      this.#keeps = keeps;
      this.#seen = this.#locks.commits;
      await this.#connection.run('BEGIN TRANSACTION');
      this.#state = 'open';
      this.#done = [];
      this.#undo = [];
      this.#locks.transactions.add(this, { ...this.owner, name });
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
  async lock(table: Relation, request: LockRequest): Promise<void> {
    const waited = await this.#locks.acquire(table, this, request);
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
    this.#locks.transactions.remove(this);
    try {
      if (state === 'broken') {
        this.#putBack();
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
      this.#locks.transactions.remove(this);
      this.#putBack();
      try {
        await this.#connection.run('ROLLBACK');
      } finally {
        this.unlock();
      }
    }
  }

  /** Remembers how to take something back if the transaction is rolled back; nothing where none is open. */
  whenUndone(putBack: () => void): void {
    if (this.#state !== 'none') {
      this.#undo.push(putBack);
    }
  }

  #putBack(): void {
    this.#undo.toReversed().forEach((putBack) => putBack());
    this.#undo = [];
  }

  /** Refuses to go on in a transaction whose work is gone. */
  refuseBroken(): void {
    if (this.#state === 'broken') {
      throw transactionBroken();
    }
  }

  /** The table to which a change adds rows that its text would not give again; undefined when that is no matter. */
  addsTo(sql: string): string | undefined {
    return this.#state === 'open' && this.#keeps && UNREPEATABLE.test(sql)
      ? ADDS_TO.exec(sql)?.[1]?.replaceAll('""', '"')
      : undefined;
  }

  /** Remembers a change, to make it again if need be. */
  remember(change: Change): void {
    if (this.#state === 'open' && this.#keeps) {
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
    if (!this.#keeps || this.#done.some((change) => 'sql' in change && UNREPEATABLE.test(change.sql))) {
      return false;
    }
    try {
      await this.#connection.run('ROLLBACK');
      await this.#connection.run('BEGIN TRANSACTION');
      for (const change of this.#done) {
        if (!(await this.#again(change))) {
          return false;
        }
      }
      return true;
    } catch {
      return false;
    }
  }

  async #again(change: Change): Promise<boolean> {
    if ('sql' in change) {
      const { sql, values, types, rows } = change;
      return (await this.#connection.run(sql, [...values], [...types])).rowsChanged === rows;
    }
    const { table, added } = change;
    const appender = await this.#connection.createAppender(table, 'sf');
    for (let at = 0; at < added.chunkCount; at += 1) {
      appender.appendDataChunk(added.getChunk(at));
    }
    appender.closeSync();
    return true;
  }
}
