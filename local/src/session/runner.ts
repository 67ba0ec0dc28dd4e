import type { DuckDBConnection, DuckDBMaterializedResult, DuckDBType, DuckDBValue } from '@duckdb/node-api';
import { cancelled, toSnowflakeError } from '../duckdb-errors.js';
import type { Transaction } from './transaction.js';

const INTERRUPT_EVERY_MS = 15;

/** Runs DuckDB statements of one session, and stops them when they are cancelled. */
export class Runner {
  readonly #connection: DuckDBConnection;
  readonly #transaction: Transaction;

  constructor(connection: DuckDBConnection, transaction: Transaction) {
    this.#connection = connection;
    this.#transaction = transaction;
  }

  /** Runs one DuckDB statement; its whole result stays in DuckDB's memory. */
  async run(
    sql: string,
    signal: AbortSignal,
    values: readonly DuckDBValue[] = [],
    types: readonly DuckDBType[] = [],
  ): Promise<DuckDBMaterializedResult> {
    this.#transaction.refuseBroken();
    if (signal.aborted) {
      throw cancelled();
    }
    const stop = this.#interruptOn(signal);
    try {
      return await (values.length === 0
        ? this.#connection.run(sql)
        : this.#connection.run(sql, [...values], [...types]));
    } catch (error) {
      await this.#transaction.inspect();
      throw signal.aborted ? cancelled() : toSnowflakeError(error);
    } finally {
      stop();
    }
  }

  /** Finds the errors of a statement without running it. */
  async check(sql: string): Promise<void> {
    try {
      const prepared = await this.#connection.prepare(sql);
      prepared.destroySync();
    } catch (error) {
      throw toSnowflakeError(error);
    }
  }

  /** An interrupt that comes before DuckDB has started is lost: it is repeated until the statement ends. */
  #interruptOn(signal: AbortSignal): () => void {
    let timer: NodeJS.Timeout | undefined;
    const interrupt = (): void => {
      this.#connection.interrupt();
      timer = setInterval(() => this.#connection.interrupt(), INTERRUPT_EVERY_MS);
    };
    signal.addEventListener('abort', interrupt, { once: true });
    return () => {
      signal.removeEventListener('abort', interrupt);
      clearInterval(timer);
    };
  }
}
