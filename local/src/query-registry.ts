import type { PastQuery, SqlEngine, StatementControl, StatementResult } from './statement.js';
import { countBinds, shareBinds } from './bind-shares.js';
import { readKeptResult } from './kept-result.js';
import { keepSql } from './kept-text.js';
import { Query, queryTimedOut, type QueryState } from './query.js';
import type { QueryRunner, Task } from './query-runner.js';
import { severalResult } from './several-result.js';
import { resultNotFound, type ResultStore } from './result-store.js';
import { checkStatementCount, desiredStatementCount, queryTag, timeoutSeconds } from './statement-parameters.js';
import type { WireSession } from './wire-session.js';

/** A statement as the driver asks for it. */
export interface QuerySubmission {
  readonly requestId: string;
  readonly isAsync: boolean;
  readonly statement: Task['statement'];
}

/** What is told of a statement that ran or runs. */
export interface QueryRecord {
  readonly queryId: string;
  readonly sessionId: string;
  /** The first 100,000 characters. */
  readonly sql: string;
  readonly state: QueryState;
  /** Six digits; only of a statement that failed. */
  readonly errorCode?: string;
  readonly startedAt: Date;
  /** Undefined while it has not ended. */
  readonly endedAt?: Date;
}

const KEPT_QUERIES = 10_000;
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Every statement the engine was asked for: the latest 10,000, and those that still run. */
export class QueryRegistry implements StatementControl {
  readonly #engine: Pick<SqlEngine, 'splitStatements'>;
  readonly #runner: QueryRunner;
  readonly #results: ResultStore;
  readonly #queries = new Map<string, Query>();
  readonly #byRequest = new Map<string, Query>();

  constructor(engine: Pick<SqlEngine, 'splitStatements'>, runner: QueryRunner, results: ResultStore) {
    this.#engine = engine;
    this.#runner = runner;
    this.#results = results;
  }

  /** Registers a statement and starts it; a request that was already sent gets the statement it started. */
  submit(session: WireSession, submission: QuerySubmission): Query {
    const known = this.findByRequest(session.sessionId, submission.requestId);
    if (known !== undefined) {
      return known;
    }
    const query = this.#register(session, submission);
    try {
      this.#start(session, query, submission);
    } catch (error) {
      this.#runner.refuse(query, error);
    }
    return query;
  }

  /** Undefined when there never was such a statement, or it is forgotten. */
  find(queryId: string): Query | undefined {
    return this.#queries.get(queryId);
  }

  /** The statement a request of this session started. */
  findByRequest(sessionId: string, requestId: string): Query | undefined {
    return this.#byRequest.get(requestKey(sessionId, requestId));
  }

  /** Oldest first. */
  list(): readonly QueryRecord[] {
    return [...this.#queries.values()].map(describe);
  }

  /** False when no such statement runs or waits. */
  cancelQuery(queryId: string): boolean {
    return this.find(queryId)?.cancel() ?? false;
  }

  /** Cancels what a session runs and what waits in it, but for the statement that asks; tells how many. */
  cancelAllQueries(sessionId: string, exceptQueryId?: string): number {
    const except = exceptQueryId === undefined ? undefined : this.find(exceptQueryId);
    const spared = [except, except?.origin.parent];
    const whole = this.#of(sessionId).filter(({ origin }) => origin.parent === undefined);
    return whole.filter((query) => !spared.includes(query) && query.cancel()).length;
  }

  /** @throws SnowflakeError 000709 when the result is of another user, or is kept no longer */
  async resultOf(queryId: string, user: string): Promise<StatementResult> {
    const query = this.find(queryId);
    if (query?.origin.user !== user) {
      throw resultNotFound(queryId);
    }
    return query.outcome?.kind === 'several' ? severalResult() : readKeptResult(this.#results.get(queryId));
  }

  /** Every statement that is remembered, oldest first; a text of several is told as its statements alone. */
  history(): readonly PastQuery[] {
    return [...this.#queries.values()].filter(({ outcome }) => outcome?.kind !== 'several').map(toPastQuery);
  }

  /** The ids of the session's statements that have ended, oldest first. */
  queryIdsOf(sessionId: string): readonly string[] {
    const ended = this.#of(sessionId).filter(({ outcome }) => outcome !== undefined && outcome.kind !== 'several');
    return ended.map(({ queryId }) => queryId);
  }

  /** Resolves when every statement of the session has ended. */
  async settled(sessionId: string): Promise<void> {
    await Promise.all(this.#of(sessionId).map((query) => query.settled));
  }

  #start(session: WireSession, query: Query, submission: QuerySubmission): void {
    const { statement } = submission;
    const statements = this.#engine.splitStatements(statement.sql);
    const scopes = { own: statement.parameters, session: session.sql.parameters() };
    checkStatementCount(statements.length, desiredStatementCount(scopes));
    limitTime(query, timeoutSeconds(scopes));
    const [only, ...more] = statements;
    if (only !== undefined && more.length === 0) {
      void this.#runner.runOne(session, { query, statement: { ...statement, sql: only } });
      return;
    }
    const shares = shareBinds(statements, statement.binds);
    const tasks = statements.map((sql, index): Task => {
      const part = { ...statement, sql, binds: shares[index] ?? {} };
      return { query: this.#register(session, { ...submission, statement: part }, query), statement: part };
    });
    void this.#runner.runSeveral(session, query, tasks);
  }

  #register({ sessionId, user, sql: room }: WireSession, submission: QuerySubmission, parent?: Query): Query {
    const { requestId, isAsync, statement } = submission;
    const { sql, binds, describeOnly } = statement;
    const bindCount = describeOnly ? countBinds(sql) : Object.keys(binds).length;
    const tag = queryTag({ own: statement.parameters, session: room.parameters() });
    const query = new Query({ sessionId, user, requestId, sql: keepSql(sql), bindCount, isAsync, tag, parent });
    this.#queries.set(query.queryId, query);
    if (parent === undefined) {
      this.#byRequest.set(requestKey(sessionId, requestId), query);
    }
    this.#forgetOldest();
    return query;
  }

  #forgetOldest(): void {
    for (const query of this.#queries.values()) {
      if (this.#queries.size <= KEPT_QUERIES) {
        return;
      }
      if (query.outcome === undefined) {
        continue;
      }
      const { sessionId, requestId, parent } = query.origin;
      this.#queries.delete(query.queryId);
      this.#results.drop(query.queryId);
      if (parent === undefined) {
        this.#byRequest.delete(requestKey(sessionId, requestId));
      }
    }
  }

  #of(sessionId: string): readonly Query[] {
    return [...this.#queries.values()].filter(({ origin }) => origin.sessionId === sessionId);
  }
}

function limitTime(query: Query, seconds: number): void {
  if (seconds === 0) {
    return;
  }
  const timer = setTimeout(() => query.cancel(queryTimedOut(seconds)), Math.min(seconds * 1000, LONGEST_TIMER_MS));
  timer.unref();
  void query.settled.then(() => clearTimeout(timer));
}

function requestKey(sessionId: string, requestId: string): string {
  return `${sessionId}/${requestId}`;
}

function toPastQuery({ queryId, origin, state, error, startedAt, endedAt, outcome }: Query): PastQuery {
  const session = outcome?.kind === 'result' ? outcome.session : undefined;
  return {
    queryId,
    sql: origin.sql,
    sessionId: origin.sessionId,
    user: origin.user,
    tag: origin.tag,
    state,
    errorCode: error?.code,
    errorMessage: error?.message,
    database: session?.database ?? null,
    schema: session?.schema ?? null,
    warehouse: session?.warehouse ?? null,
    role: session?.role ?? null,
    startedAt,
    endedAt,
  };
}

function describe({ queryId, origin, state, error, startedAt, endedAt }: Query): QueryRecord {
  return {
    queryId,
    sessionId: origin.sessionId,
    sql: origin.sql,
    state,
    ...(error === undefined ? {} : { errorCode: error.code }),
    startedAt,
    ...(endedAt === undefined ? {} : { endedAt }),
  };
}
