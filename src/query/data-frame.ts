import type { StatementRequest } from '../driver/port.js';
import { SqlError } from '../errors.js';
import type { ActionOptions } from './action-options.js';
import { type Binds, toDriverBinds } from './binds.js';
import { type OpenBatches, RowIterator } from './row-iterator.js';
import { rowBuilder, type RowOptions } from './rows.js';
import type { Statements } from './statements.js';

/** A row as an object keyed by column name, when no type is given. */
export type AnyRow = Record<string, unknown>;

/** What {@link DataFrame.collect} takes. */
export interface CollectOptions extends ActionOptions, RowOptions {}

/**
 * A statement that has not been sent. Each action sends it anew.
 *
 * Lazy and immutable, after Snowpark's DataFrame; not a promise, so that `await session.sql(…)` by mistake does nothing
 * but give it back.
 */
export class DataFrame<Row = AnyRow> {
  readonly #statements: Statements;
  readonly #sqlText: string;
  readonly #binds: Binds;

  /** @internal */
  constructor(statements: Statements, sqlText: string, binds: Binds) {
    this.#statements = statements;
    this.#sqlText = checkSqlText(sqlText);
    this.#binds = binds;
  }

  /**
   * Runs the statement and returns all its rows.
   *
   * A row is an object keyed by the server's column names; NULL is `null`; every value is exact, see
   * {@link CollectOptions}. A statement that is no query returns its status row, as Snowflake does.
   *
   * @throws SqlError when the server refuses the statement, or `BIND_INVALID` before it is sent.
   * @throws QueryCancelledError when it was cancelled: by `close()`, from elsewhere, or by an administrator.
   * @throws QueryTimeoutError after `timeoutMs`; an error named `AbortError` or `TimeoutError` for `signal`.
   * @throws SessionClosedError when the session is closed, SessionExpiredError when the server has forgotten it.
   * @throws ConnectionError when the server cannot be reached.
   */
  async collect(options: CollectOptions & { readonly rowMode: 'array' }): Promise<unknown[][]>;
  async collect(options?: CollectOptions): Promise<Row[]>;
  async collect(options: CollectOptions = {}): Promise<unknown[]> {
    return this.#statements.run(this.#request(options), options, async (result) => {
      const build = rowBuilder(result.columns, options);
      const rows: unknown[] = [];
      for await (const batch of result.batches()) {
        for (const row of batch) {
          rows.push(build(row));
        }
      }
      return rows;
    });
  }

  /**
   * Runs the statement and gives its rows one by one, as they arrive: memory stays flat however many there are.
   *
   * The statement is sent when the first row is asked for. `timeoutMs` counts until the last row was read. Leaving a
   * `for await` loop stops the statement and frees everything.
   *
   * @throws SnowparkError each `next()` as {@link DataFrame.collect}.
   */
  toLocalIterator(options: CollectOptions & { readonly rowMode: 'array' }): RowIterator<unknown[]>;
  toLocalIterator(options?: CollectOptions): RowIterator<Row>;
  toLocalIterator(options: CollectOptions = {}): RowIterator<unknown> {
    const request = this.#request(options);
    const open: OpenBatches<unknown> = (signal) =>
      this.#statements.stream(request, { ...options, signal }, async function* build(result) {
        const convert = rowBuilder(result.columns, options);
        for await (const batch of result.batches()) {
          yield batch.map(convert);
        }
      });
    return new RowIterator(open, options.signal);
  }

  /** {@link DataFrame.toLocalIterator}. */
  [Symbol.asyncIterator](): RowIterator<Row> {
    return this.toLocalIterator();
  }

  #request(options: ActionOptions): StatementRequest {
    return {
      sqlText: this.#sqlText,
      binds: toDriverBinds(this.#binds),
      parameters: options.statementParams,
    };
  }
}

export function checkSqlText(sqlText: unknown): string {
  if (typeof sqlText !== 'string' || sqlText.trim() === '') {
    throw new SqlError('sql needs the text of a statement.', { code: 'ARGUMENT_INVALID' });
  }
  return sqlText;
}
