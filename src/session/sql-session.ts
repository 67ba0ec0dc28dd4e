import { AsyncJob } from '../query/async-job.js';
import type { AnyRow } from '../query/collect-options.js';
import type { BindValue } from '../query/binds.js';
import { DataFrame } from '../query/data-frame.js';
import { FrameSource } from '../query/frame-source.js';
import { checkName } from '../query/identifiers.js';
import { SeveralStatements } from '../query/several-statements.js';
import { checkSqlText, type StatementBinds } from '../query/statement-text.js';
import type { Statements } from '../query/statements.js';
import { type CallOptions, callProcedure } from './call-procedure.js';
import { QueryHistory, type QueryHistoryOptions } from './query-history.js';

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
    const source = new FrameSource(this.statements, checkSqlText(text), binds);
    return options === undefined
      ? new DataFrame<Row>(source)
      : new SeveralStatements<Row>(source, options.multiStatement);
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
