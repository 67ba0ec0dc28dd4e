import { SnowflakeError } from '../../src/errors.js';
import { openSqlEngine } from '../../src/sql-engine.js';
import type { Bind, Cell, ResultColumn, SqlEngine, SqlSession, StatementResult } from '../../src/statement.js';

/** A session on an engine of its own, with what a test wants to ask it. */
export interface TestSession {
  readonly engine: SqlEngine;
  readonly session: SqlSession;
  rows(sql: string, binds?: Readonly<Record<string, Bind>>): Promise<(readonly Cell[])[]>;
  columns(sql: string): Promise<readonly ResultColumn[]>;
  run(sql: string, options?: RunOptions): Promise<Answer>;
  fails(sql: string, binds?: Readonly<Record<string, Bind>>): Promise<SnowflakeError>;
  close(): Promise<void>;
}

export interface RunOptions {
  readonly binds?: Readonly<Record<string, Bind>>;
  readonly parameters?: Readonly<Record<string, unknown>>;
  readonly describeOnly?: boolean;
  readonly signal?: AbortSignal;
}

export interface Answer {
  readonly queryId: string;
  readonly columns: readonly ResultColumn[];
  readonly rows: (readonly Cell[])[];
  readonly statementTypeId: number;
}

let serial = 0;

/** Opens an engine and one session in DB1.PUBLIC, in UTC. */
export async function openSession(databaseDirectory?: string): Promise<TestSession> {
  const engine = await openSqlEngine(databaseDirectory === undefined ? {} : { databaseDirectory });
  const { session, ...asks } = await joinSession(engine);
  return {
    ...asks,
    engine,
    session,
    close: () => engine.close(),
  };
}

/** Opens another session on an engine. */
export async function joinSession(engine: SqlEngine, database: string | undefined = 'db1'): Promise<TestSession> {
  serial += 1;
  const kept = new Map<string, Answer>();
  const session = await engine.createSession({
    sessionId: String(serial),
    account: 'acme',
    user: 'ann',
    role: 'tester',
    warehouse: 'wh',
    database,
    schema: undefined,
    parameters: { TIMEZONE: 'UTC' },
    control: {
      cancelQuery: (id) => id === 'running',
      cancelAllQueries: () => 2,
      resultOf: async (id) => keptResult(kept.get(id)),
      history: () => [],
      queryIdsOf: () => [...kept.keys()],
    },
  });
  const run = async (
    sql: string,
    { binds = {}, parameters = {}, describeOnly = false, signal }: RunOptions = {},
  ): Promise<Answer> => {
    serial += 1;
    const queryId = `q${serial}`;
    const request = {
      sql,
      queryId,
      binds,
      describeOnly,
      parameters,
      signal: signal ?? new AbortController().signal,
    };
    const result = await session.execute(request);
    const rows: (readonly Cell[])[] = [];
    for await (const batch of result.rows) {
      rows.push(...batch);
    }
    const answer = { queryId, columns: result.columns, rows, statementTypeId: result.statementTypeId };
    kept.set(queryId, answer);
    return answer;
  };
  return {
    engine,
    session,
    run,
    rows: async (sql, binds = {}) => (await run(sql, { binds })).rows,
    columns: async (sql) => (await run(sql)).columns,
    fails: (sql, binds = {}) => failureOf(run(sql, { binds })),
    close: () => session.close(),
  };
}

async function failureOf(running: Promise<unknown>): Promise<SnowflakeError> {
  try {
    await running;
  } catch (error) {
    if (error instanceof SnowflakeError) {
      return error;
    }
    throw error;
  }
  throw new Error('the statement succeeded');
}

function keptResult(answer: Answer | undefined): StatementResult {
  if (answer === undefined) {
    throw new SnowflakeError('000709', '02000', 'Statement not found');
  }
  return { ...answer, rows: oneBatch(answer.rows) };
}

async function* oneBatch(rows: (readonly Cell[])[]): AsyncGenerator<(readonly Cell[])[]> {
  yield rows;
}
