import { type ActionOptions, timeLeft } from './action-options.js';
import { AsyncJob } from './async-job.js';
import type { AnyRow } from './collect-options.js';
import { type ColumnSchema, Description } from './describe.js';
import { type ExplainOptions, explainStatement } from './explain.js';
import { FrameSource } from './frame-source.js';
import { displayName, quoteName } from './identifiers.js';
import { RowActions } from './row-actions.js';
import { createView, type ViewOptions } from './views.js';

export type { AnyRow, CollectOptions } from './collect-options.js';

/**
 * A statement that has not been sent. Each action sends it anew.
 *
 * Lazy and immutable, after Snowpark's DataFrame; not a promise, so that `await session.sql(…)` by mistake does nothing
 * but give it back.
 */
export class DataFrame<Row = AnyRow> extends RowActions<Row> {
  /** @internal A bundle gives the class another name. */
  static override readonly name = 'DataFrame';
  readonly #description: Description;

  /** @internal */
  constructor(source: FrameSource) {
    super(source);
    this.#description = new Description(source);
  }

  /** The statements an action sends, and what follows them. Nothing is sent for it. */
  get queries(): {
    /** The statements, in the order in which they are sent. */
    readonly queries: readonly string[];
    /** What is sent after them; empty today, kept for Snowpark's shape. */
    readonly postActions: readonly string[];
  } {
    return { queries: [this.source.sqlText], postActions: [] };
  }

  /**
   * The columns of the result: names, SQL types, and whether they may be NULL. The server is asked, but runs nothing;
   * what it says is kept for 15 seconds, or until the session runs anything but a query.
   *
   * @throws SnowparkError as `collect`.
   */
  async schema(options: ActionOptions = {}): Promise<readonly ColumnSchema[]> {
    return this.#description.columns(options);
  }

  /**
   * The names of the columns as SQL writes them: `A`, and `"a b"` where quotes are needed. See {@link DataFrame.schema}.
   *
   * @throws SnowparkError as `collect`.
   */
  async columns(options: ActionOptions = {}): Promise<string[]> {
    const columns = await this.schema(options);
    return columns.map(({ name }) => displayName(name));
  }

  /**
   * Prints how the server would run the statement. Its binds count, unlike in Snowpark.
   *
   * @throws SnowparkError as `collect`; SqlError when the server cannot explain such a statement.
   */
  async explain(options: ExplainOptions = {}): Promise<void> {
    await explainStatement(this.source, options);
  }

  /**
   * Sends the statement and does not wait for its end.
   *
   * The session must stay open while it runs, or be closed with `cancelRunning: false`.
   *
   * @throws SnowparkError as `collect`, when the server does not take the statement.
   */
  async collectNowait(options: ActionOptions = {}): Promise<AsyncJob<Row>> {
    return AsyncJob.start<Row>(this.source, options, (source) => new DataFrame(source));
  }

  /**
   * Makes a view of the query, in place of one that has the name.
   *
   * @throws SqlError `ARGUMENT_INVALID` when the statement is no query or has binds, which a view cannot hold.
   */
  async createOrReplaceView(name: string, options: ViewOptions = {}): Promise<void> {
    await createView(this.source, 'view', name, options);
  }

  /** {@link DataFrame.createOrReplaceView}, for this session only. */
  async createOrReplaceTempView(name: string, options: ViewOptions = {}): Promise<void> {
    await createView(this.source, 'temporary view', name, options);
  }

  /**
   * Runs the statement once and keeps its rows in a temporary table, in the session's current schema. The frame over it
   * gives the same rows each time.
   *
   * @throws SnowparkError as `collect`; SqlError when the session has no current schema.
   */
  async cacheResult(options: ActionOptions = {}): Promise<CachedResult<Row>> {
    const started = performance.now();
    const table = quoteName(`SNOWPARK_TEMP_TABLE_${crypto.randomUUID().replaceAll('-', '').toUpperCase()}`);
    const query = await this.source.toQuery(options);
    const created = query.derive((sqlText) => `create temporary table ${table} as\n${sqlText}`);
    const names = await created.run(timeLeft(options, started), async (result) => result.names);
    const path = [names.database, names.schema].flatMap((name) => (name === undefined ? [] : [quoteName(name)]));
    return new CachedResult<Row>(this.source, [...path, table].join('.'));
  }
}

/** A frame over rows that were kept in a temporary table by `cacheResult`. */
export class CachedResult<Row = AnyRow> extends DataFrame<Row> implements AsyncDisposable {
  /** The table's full name. */
  readonly tableName: string;

  /** @internal */
  constructor({ statements }: FrameSource, tableName: string) {
    super(new FrameSource(statements, `select * from ${tableName}`));
    this.tableName = tableName;
  }

  /** Drops the table; the end of the session would do it too. */
  async dropTable(options: ActionOptions = {}): Promise<void> {
    const source = new FrameSource(this.source.statements, `drop table if exists ${this.tableName}`);
    await source.run(options, async () => undefined);
  }

  /** {@link CachedResult.dropTable}, for `await using`. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.dropTable();
  }
}
