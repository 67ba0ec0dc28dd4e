import { AsyncJob } from '../query/async-job.js';
import type { AnyRow } from '../query/collect-options.js';
import type { BindValue } from '../query/binds.js';
import { DataFrame } from '../query/data-frame.js';
import { FrameSource } from '../query/frame-source.js';
import { checkName } from '../query/identifiers.js';
import { type LocalRow, type LocalSchema, localRowsQuery } from '../query/local-rows.js';
import { SeveralStatements } from '../query/several-statements.js';
import { checkSqlText, copyBinds, type StatementBinds } from '../query/statement-text.js';
import type { Statements } from '../query/statements.js';
import { type CallOptions, callProcedure } from './call-procedure.js';
import { QueryHistory, type QueryHistoryOptions } from './query-history.js';
import { SessionFiles } from './session-files.js';

/** What a session does with statements; {@link Session} adds its own life. */
export abstract class SqlSession {
  /** @internal */
  protected readonly statements: Statements;

  /** @internal */
  constructor(statements: Statements) {
    this.statements = statements;
  }

  /**
   * Prepares a statement; nothing is sent before an action such as `collect()`.
   *
   * @typeParam Row - What a row looks like. It is taken at its word: to have rows checked, use `collect({ schema })`.
   * @param text - One SQL statement.
   * @param binds - A value for each `?`, an object with a value for each `:name`, or rows from `bindRows`.
   * @throws SqlError `ARGUMENT_INVALID` when there is no text.
   */
  sql<Row = AnyRow>(text: string, binds?: StatementBinds): DataFrame<Row>;
  /**
   * Prepares a text of several statements, whose results come in order.
   *
   * @param options - `multiStatement` is how many there are, so that none can be slipped in; 0 allows any number.
   */
  sql<Row = AnyRow>(text: string, binds: StatementBinds, options: SeveralOptions): SeveralStatements<Row>;
  sql<Row = AnyRow>(
    text: string,
    binds: StatementBinds = [],
    options?: SeveralOptions,
  ): DataFrame<Row> | SeveralStatements<Row> {
    const source = new FrameSource(this.statements, checkSqlText(text), copyBinds(binds), Boolean(options));
    return options ? new SeveralStatements<Row>(source, options.multiStatement) : new DataFrame<Row>(source);
  }

  /**
   * All rows of a table or view.
   *
   * @param name - As in SQL: `pets`, `"My Pets"`, `db.schema.pets`.
   * @throws SqlError `ARGUMENT_INVALID` when it is no name.
   */
  table<Row = AnyRow>(name: string): DataFrame<Row> {
    return this.sql<Row>(`select * from ${checkName('table: name', name)}`);
  }

  /**
   * A frame over rows of this process. Nothing is made on the server; each action sends the rows with its statement.
   *
   * Types come from the values: whole numbers and `bigint` give NUMBER, other numbers FLOAT, `Date` TIMESTAMP_NTZ in UTC,
   * bytes BINARY, objects and arrays VARIANT; missing and `undefined` is NULL. Names fold to upper case, as in SQL,
   * unless they are in double quotes or no plain names.
   *
   * @param rows - Objects, or arrays in the order of the schema; together at most 16 MB of text.
   * @param schema - The columns' names, or their SQL types by name: `{ ID: 'NUMBER(10,0)', PRICE: 'NUMBER(10,2)' }`.
   * @throws SqlError `ARGUMENT_INVALID` or `BIND_INVALID` that names the row or column.
   */
  createDataFrame<Row = AnyRow>(rows: readonly LocalRow[], schema?: LocalSchema): DataFrame<Row> {
    const { sqlText, json } = localRowsQuery(rows, schema);
    return new DataFrame<Row>(new FrameSource(this.statements, sqlText, [json]));
  }

  /**
   * Takes up a statement that was started by `collectNowait`, here or elsewhere. Nothing is sent.
   *
   * @throws SqlError `ARGUMENT_INVALID` when it is no query id.
   */
  createAsyncJob<Row = AnyRow>(queryId: string): AsyncJob<Row> {
    return new AsyncJob<Row>(this.statements, queryId, (source) => new DataFrame<Row>(source));
  }

  /**
   * Calls a stored procedure, and gives its value, or the rows of one that returns a table; see {@link CallOptions}.
   *
   * @param name - As in SQL: `my_procedure`, `db.schema."my procedure"`.
   * @param args - Its arguments, sent as binds.
   * @throws SnowparkError as `DataFrame.collect`; `ARGUMENT_INVALID` when the name is none.
   */
  async call<T = unknown>(name: string, args: readonly BindValue[] = [], options: CallOptions = {}): Promise<T> {
    return (await callProcedure(this.statements, name, args, options)) as T;
  }

  /** Moves files between this machine and stages. */
  get file(): SessionFiles {
    return new SessionFiles(this.statements);
  }

  /** Records the statements the session sends from now on; close it when done. */
  queryHistory(options: QueryHistoryOptions = {}): QueryHistory {
    return new QueryHistory(this.statements, options);
  }
}

/** What `sql` takes for a text of several statements. */
export interface SeveralOptions {
  /** How many statements the text has; 0 allows any number. */
  readonly multiStatement: number;
}
