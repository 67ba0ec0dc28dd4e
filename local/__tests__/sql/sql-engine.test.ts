import { expect, test } from '@jest/globals';
import { openSqlEngine } from '../../src/sql-engine.js';
import { SnowflakeError } from '../../src/errors.js';
import type { Cell, SqlSession } from '../../src/statement.js';

const control = {
  cancelQuery: () => false,
  cancelAllQueries: () => 0,
  resultOf: () => Promise.reject(new SnowflakeError('000709', '02000', 'Statement not found')),
  queryIdsOf: () => [],
};

async function run(session: SqlSession, sql: string): Promise<Cell[][]> {
  const result = await session.execute({
    sql,
    queryId: 'q',
    binds: {},
    describeOnly: false,
    parameters: {},
    signal: new AbortController().signal,
  });
  const rows: Cell[][] = [];
  for await (const batch of result.rows) {
    rows.push(...batch.map((row) => [...row]));
  }
  return rows;
}

test('answers a select and splits a text', async () => {
  const engine = await openSqlEngine();
  const session = await engine.createSession({
    sessionId: '1',
    account: 'A',
    user: 'U',
    role: 'R',
    warehouse: undefined,
    database: 'db1',
    schema: undefined,
    parameters: {},
    control,
  });
  expect(await run(session, "select 1 as a, 'x' as b, true, null")).toEqual([['1', 'x', '1', null]]);
  expect(session.currentDatabase).toBe('DB1');
  expect(
    engine.splitStatements("select ';' ; -- a;b\nselect $$;$$; ;begin let x int := 1; return x; end; select 2"),
  ).toEqual(["select ';'", '-- a;b\nselect $$;$$', 'begin let x int := 1; return x; end', 'select 2']);
  await session.close();
  await engine.close();
});
