import { AsyncJob } from '../query/async-job.js';
import type { AnyRow } from '../query/collect-options.js';
import { DataFrame } from '../query/data-frame.js';
import { FrameSource } from '../query/frame-source.js';
import { checkName } from '../query/identifiers.js';
import { checkSqlText, type StatementBinds } from '../query/statement-text.js';
import type { Statements } from '../query/statements.js';

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
  sql<Row = AnyRow>(text: string, binds: StatementBinds = []): DataFrame<Row> {
    return new DataFrame<Row>(new FrameSource(this.statements, checkSqlText(text), binds));
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
}
