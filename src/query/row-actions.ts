import { Readable, type ReadableOptions } from 'node:stream';

import { SqlError } from '../errors.js';
import { type ActionOptions, timeLeft } from './action-options.js';
import { type AnyRow, checkCollectOptions, type CollectOptions } from './collect-options.js';
import { type FrameSource, SEVERAL_HINT } from './frame-source.js';
import { allRows, onlyResult, rowBatches } from './row-batches.js';
import { RowIterator } from './row-iterator.js';
import type { SchemaOutput, StandardSchema } from './row-schema.js';
import { showTable, type ShowOptions } from './show.js';

/** What an action takes that checks its rows. */
export type CheckedOptions<Schema extends StandardSchema> = CollectOptions & {
  /** The validator each row goes through. */
  readonly schema: Schema;
};

/** What an action takes that gives rows as arrays. */
export type ArrayOptions = CollectOptions & {
  /** Rows as arrays of values, in the order of the columns. */
  readonly rowMode: 'array';
};

/** What an action takes that gives rows as objects. */
export type ObjectOptions = CollectOptions & {
  /** Rows as objects, keyed by column name. */
  readonly rowMode?: 'object' | undefined;
};

/** How many rows `show` prints. */
const SHOWN_ROWS = 10;

/** The actions that give a statement's rows. Each one sends the statement anew. */
export abstract class RowActions<Row = AnyRow> {
  /** @internal */
  protected readonly source: FrameSource;

  /** @internal */
  constructor(source: FrameSource) {
    this.source = source;
  }

  /**
   * Runs the statement and returns all its rows.
   *
   * A row is an object keyed by the server's column names; NULL is `null`; every value is exact, see
   * {@link CollectOptions}. A statement that is no query returns its status row, as Snowflake does.
   *
   * @throws SqlError when the server refuses the statement; `BIND_INVALID` or `ARGUMENT_INVALID` before it is sent.
   * @throws QueryCancelledError when it was cancelled: by `close()`, from elsewhere, or by an administrator.
   * @throws QueryTimeoutError after `timeoutMs`; an error named `AbortError` or `TimeoutError` for `signal`.
   * @throws SessionClosedError when the session is closed, SessionExpiredError when the server has forgotten it.
   * @throws ConnectionError when the server cannot be reached.
   */
  async collect<Schema extends StandardSchema>(options: CheckedOptions<Schema>): Promise<SchemaOutput<Schema>[]>;
  async collect(options: ArrayOptions): Promise<unknown[][]>;
  async collect(options?: ObjectOptions): Promise<Row[]>;
  async collect(options: CollectOptions): Promise<(Row | unknown[])[]>;
  async collect(options: CollectOptions = {}): Promise<unknown[]> {
    checkCollectOptions(options);
    return this.source.run(options, async (result) => allRows(onlyResult(result, SEVERAL_HINT), options));
  }

  /**
   * Runs the statement and gives its rows one by one, as they arrive: memory stays flat however many there are.
   *
   * The statement is sent when the first row is asked for. `timeoutMs` counts until the last row was read. Leaving a
   * `for await` loop stops the statement and frees everything.
   *
   * @throws SnowparkError each `next()` as {@link RowActions.collect}.
   */
  toLocalIterator<Schema extends StandardSchema>(options: CheckedOptions<Schema>): RowIterator<SchemaOutput<Schema>>;
  toLocalIterator(options: ArrayOptions): RowIterator<unknown[]>;
  toLocalIterator(options?: ObjectOptions): RowIterator<Row>;
  toLocalIterator(options: CollectOptions): RowIterator<Row | unknown[]>;
  toLocalIterator(options: CollectOptions = {}): RowIterator<unknown> {
    checkCollectOptions(options);
    const request = this.source.request(options);
    const { statements } = this.source;
    return new RowIterator(
      (signal, onStop) =>
        statements.stream(
          request,
          { ...options, signal },
          (result) => rowBatches(onlyResult(result, SEVERAL_HINT), options),
          onStop,
        ),
      options.signal,
    );
  }

  /** {@link RowActions.toLocalIterator}. */
  [Symbol.asyncIterator](): RowIterator<Row> {
    return this.toLocalIterator();
  }

  /**
   * The rows as a Node stream of objects, for `pipeline`. It fails with what {@link RowActions.collect} rejects with;
   * destroying it stops the statement.
   *
   * @param options - Also `highWaterMark`: how many rows may wait in the stream, 16 by default.
   */
  toReadable(options: CollectOptions & Pick<ReadableOptions, 'highWaterMark'> = {}): Readable {
    const { highWaterMark, ...rest } = options;
    return Readable.from(this.toLocalIterator(rest), {
      objectMode: true,
      ...(highWaterMark === undefined ? {} : { highWaterMark }),
    });
  }

  /**
   * The first row, or `undefined` when there is none; with a number the first rows. The server computes no more of them
   * (`LIMIT`). A negative number gives all rows, as in Snowpark.
   *
   * @throws SnowparkError as {@link RowActions.collect}; `ARGUMENT_INVALID` when `n` is no whole number.
   */
  async first<Schema extends StandardSchema>(
    n: undefined,
    options: CheckedOptions<Schema>,
  ): Promise<SchemaOutput<Schema> | undefined>;
  async first<Schema extends StandardSchema>(
    n: number,
    options: CheckedOptions<Schema>,
  ): Promise<SchemaOutput<Schema>[]>;
  async first(n: undefined, options: ArrayOptions): Promise<unknown[] | undefined>;
  async first(n: number, options: ArrayOptions): Promise<unknown[][]>;
  async first(n?: undefined, options?: ObjectOptions): Promise<Row | undefined>;
  async first(n: number, options?: ObjectOptions): Promise<Row[]>;
  async first(n: undefined, options: CollectOptions): Promise<Row | unknown[] | undefined>;
  async first(n: number, options: CollectOptions): Promise<(Row | unknown[])[]>;
  async first(n?: number, options: CollectOptions = {}): Promise<unknown> {
    checkCollectOptions(options);
    if (n !== undefined) {
      checkCount('first', n);
    }
    const started = performance.now();
    if (n !== undefined && n < 0) {
      return this.collect(options);
    }
    const query = await this.source.toQuery(options);
    const limited = query.derive((sqlText) => `select * from (\n${sqlText}\n) limit ${n ?? 1}`);
    const left = timeLeft(options, started);
    const rows = await limited.run(left, async (result) => allRows(result, options));
    return n === undefined ? rows[0] : rows;
  }

  /** {@link RowActions.first} with a number. */
  async take<Schema extends StandardSchema>(
    n: number,
    options: CheckedOptions<Schema>,
  ): Promise<SchemaOutput<Schema>[]>;
  async take(n: number, options: ArrayOptions): Promise<unknown[][]>;
  async take(n: number, options?: ObjectOptions): Promise<Row[]>;
  async take(n: number, options: CollectOptions): Promise<(Row | unknown[])[]>;
  async take(n: number, options: CollectOptions = {}): Promise<unknown[]> {
    checkCount('take', n);
    return this.first(n, options);
  }

  /**
   * How many rows the statement gives; the server counts them.
   *
   * @throws SnowparkError as {@link RowActions.collect}.
   */
  async count(options: ActionOptions = {}): Promise<number> {
    const started = performance.now();
    const query = await this.source.toQuery(options);
    const counted = query.derive((sqlText) => `select count(*) from (\n${sqlText}\n)`);
    return counted.run(timeLeft(options, started), async (result) => {
      const [row] = await allRows(result, { rowMode: 'array' });
      return Number(Array.isArray(row) ? row[0] : 0);
    });
  }

  /**
   * Prints the first rows as a table, the way Snowpark does: quoted column names, `NULL`, cells of several lines, and
   * `...` where a cell is too wide.
   *
   * @param n - How many rows; 10 by default.
   * @throws SnowparkError as {@link RowActions.collect}; `ARGUMENT_INVALID` when `n` is no whole number.
   */
  async show(n: number = SHOWN_ROWS, options: ShowOptions = {}): Promise<void> {
    checkCount('show', n);
    const { source } = this;
    const shown =
      source.isSelect && n >= 0 ? source.derive((sqlText) => `select * from (\n${sqlText}\n) limit ${n}`) : source;
    await showTable(shown, n < 0 ? Infinity : n, options);
  }
}

function checkCount(what: string, n: number): void {
  if (!Number.isSafeInteger(n)) {
    throw new SqlError(`${what}: n must be a whole number, not ${String(n)}.`, { code: 'ARGUMENT_INVALID' });
  }
}
