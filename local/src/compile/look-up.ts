/** Thrown by the compiler when it cannot go on without an answer of the database. */
export class PendingLookUp extends Error {
  override readonly name = 'PendingLookUp';
  /** DuckDB's text of the question. */
  readonly sql: string;

  constructor(sql: string) {
    super('an answer of the database is needed to compile the statement');
    this.sql = sql;
  }
}
