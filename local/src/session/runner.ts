import type {
  DuckDBConnection,
  DuckDBDataChunk,
  DuckDBMaterializedResult,
  DuckDBPreparedStatement,
  DuckDBResult,
  DuckDBType,
  DuckDBValue,
} from '@duckdb/node-api';
import { cancelled, toSnowflakeError } from '../duckdb-errors.js';
import { SnowflakeError } from '../errors.js';
import type { StatementRequest } from '../statement.js';
import type { RunningSlots } from './running-slots.js';
import type { Transaction } from './transaction.js';

const INTERRUPT_EVERY_MS = 15;

/** The statement on whose behalf DuckDB works. */
export type Asker = Pick<StatementRequest, 'signal' | 'tell'>;

/** True for a DuckDB statement that moves a sequence on: run again, it would give other numbers. */
export function takesNumbers(sql: string): boolean {
  return sql.includes('nextval(');
}

/** Rows as they come out of DuckDB. */
export type RowStream = AsyncIterable<DuckDBDataChunk>;

/** Runs DuckDB statements of one session, and stops them when they are cancelled. */
export class Runner {
  readonly #connection: DuckDBConnection;
  readonly #transaction: Transaction;
  readonly #slots: RunningSlots;

  constructor(connection: DuckDBConnection, transaction: Transaction, slots: RunningSlots) {
    this.#connection = connection;
    this.#transaction = transaction;
    this.#slots = slots;
  }

  /** Runs one DuckDB statement; its whole result stays in DuckDB's memory. */
  run(
    sql: string,
    asker: Asker,
    values: readonly DuckDBValue[] = [],
    types: readonly DuckDBType[] = [],
    repeatable = false,
  ): Promise<DuckDBMaterializedResult> {
    return this.#work(asker, repeatable && !takesNumbers(sql), () =>
      values.length === 0 ? this.#connection.run(sql) : this.#connection.run(sql, [...values], [...types]),
    );
  }

  /** Runs a query whose rows are made as they are read, so that no more than a few thousand stand in memory. */
  async stream(sql: string, asker: Asker): Promise<RowStream> {
    const prepared = await this.#prepare(sql);
    try {
      return this.#chunks(await this.#work(asker, true, () => prepared.stream()), sql, asker);
    } finally {
      prepared.destroySync();
    }
  }

  async *#chunks(result: DuckDBResult, sql: string, asker: Asker): AsyncGenerator<DuckDBDataChunk> {
    let isBegun = false;
    for (;;) {
      const chunk = await this.#work(asker, false, () => result.fetchChunk());
      if (chunk === null || chunk.rowCount === 0) {
        break;
      }
      isBegun = true;
      yield chunk;
    }
    if (!result.isStreaming) {
      // DuckDB's binding ends a stream that fails as if it were whole; the error is had by running the query again.
      const again = await this.run(sql, asker);
      if (!isBegun) {
        // It was told to give way in the moment in which it began.
        yield* await again.fetchAllChunks();
        return;
      }
      throw new SnowflakeError('000603', 'XX000', 'SQL execution internal error: the rows ended before their end.');
    }
  }

  async #work<T>({ signal, tell }: Asker, repeatable: boolean, start: () => Promise<T>): Promise<T> {
    this.#transaction.refuseBroken();
    if (signal.aborted) {
      throw cancelled();
    }
    try {
      return await this.#slots.use({
        signal,
        tell,
        // Stopping a statement would undo the transaction it stands in.
        repeatable: repeatable && !this.#transaction.isOpen,
        run: async (stop) => {
          const done = this.#interruptOn(stop);
          try {
            return await start();
          } finally {
            done();
          }
        },
      });
    } catch (error) {
      await this.#transaction.inspect();
      throw signal.aborted ? cancelled() : toSnowflakeError(error);
    }
  }

  /** Finds the errors of a statement without running it. */
  async check(sql: string): Promise<void> {
    (await this.#prepare(sql)).destroySync();
  }

  async #prepare(sql: string): Promise<DuckDBPreparedStatement> {
    try {
      return await this.#connection.prepare(sql);
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
