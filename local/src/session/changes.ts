import type { DuckDBMaterializedResult, DuckDBType, DuckDBValue } from '@duckdb/node-api';
import type { Relation } from '../catalog/model.js';
import type { StatementRequest } from '../statement.js';
import type { SessionParts } from './session-parts.js';

/** Ties the changes a statement makes together: all of them happen or none. */
export class Changes {
  readonly #parts: SessionParts;

  constructor(parts: SessionParts) {
    this.#parts = parts;
  }

  /** Makes a change of data, and tells how many rows it changed. */
  async make(
    request: StatementRequest,
    sql: string,
    values: readonly DuckDBValue[] = [],
    types: readonly DuckDBType[] = [],
  ): Promise<number> {
    const { runner, transaction } = this.#parts;
    await this.#begin();
    const table = transaction.addsTo(sql);
    if (table === undefined) {
      const { rowsChanged: rows } = await runner.run(sql, request, values, types);
      transaction.remember({ sql, values, types, rows });
      return rows;
    }
    const added = await runner.run(`${sql} RETURNING *`, request, values, types);
    transaction.remember({ table, added });
    return added.rowCount;
  }

  /** Makes a change that answers with rows, such as MERGE … RETURNING. */
  async makeRows(request: StatementRequest, sql: string): Promise<DuckDBMaterializedResult> {
    const { runner, transaction } = this.#parts;
    await this.#begin();
    const result = await runner.run(sql, request);
    transaction.remember({ sql, values: [], types: [], rows: result.rowsChanged });
    return result;
  }

  /** Without AUTOCOMMIT a change begins a transaction. */
  async #begin(): Promise<void> {
    const { state, transaction } = this.#parts;
    if (state.parameters.get('AUTOCOMMIT') === false) {
      await transaction.begin();
    }
  }

  /** Runs a statement's changes, in the transaction that is open or one of their own. */
  async together<T>(request: StatementRequest, work: () => Promise<T>, locked?: Relation): Promise<T> {
    const { state, transaction } = this.#parts;
    const own = !transaction.isOpen;
    const kept = own && state.parameters.get('AUTOCOMMIT') === false;
    if (locked !== undefined) {
      await this.#lock(request, locked);
    }
    await transaction.begin(!own || kept).catch((error: unknown) => {
      transaction.unlock();
      throw error;
    });
    if (own && !kept) {
      return this.#finish(work);
    }
    const before = transaction.changes;
    try {
      return await work();
    } catch (error) {
      await transaction.undoTo(before);
      throw error;
    }
  }

  /** Runs a definition: what is open is committed first, and definitions of all sessions stand in line. */
  async define<T>(work: () => Promise<T>): Promise<T> {
    const { store, transaction, connection, control } = this.#parts;
    await control.commit();
    return store.define(async () => {
      await transaction.begin(false);
      return this.#finish(async () => {
        const done = await work();
        await store.save((sql) => connection.run(sql));
        return done;
      });
    });
  }

  async #lock(request: StatementRequest, table: Relation): Promise<void> {
    const { state, transaction } = this.#parts;
    const { queryId, signal, tell } = request;
    const timeoutSeconds = Number(state.parameters.with(request.parameters).get('LOCK_TIMEOUT'));
    tell?.('RUNNING');
    await transaction.lock(table, { queryId, signal, timeoutSeconds });
  }

  async #finish<T>(work: () => Promise<T>): Promise<T> {
    const { transaction } = this.#parts;
    try {
      const result = await work();
      await transaction.commit();
      return result;
    } catch (error) {
      await transaction.rollback();
      throw error;
    }
  }
}
