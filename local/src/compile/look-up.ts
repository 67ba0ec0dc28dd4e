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

/** Thrown by the compiler when it cannot go on without the rows a procedure returns. */
export class PendingCall extends Error {
  override readonly name = 'PendingCall';
  /** The procedure with its arguments, as written. */
  readonly call: string;

  constructor(call: string) {
    super('a procedure has to run before the statement can be compiled');
    this.call = call;
  }
}

/** Thrown by the compiler when it cannot go on without the rows of an earlier statement. */
export class PendingResult extends Error {
  override readonly name = 'PendingResult';
  readonly queryId: string;

  constructor(queryId: string) {
    super('the rows of an earlier statement are needed to compile the statement');
    this.queryId = queryId;
  }
}
