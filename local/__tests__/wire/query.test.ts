import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Connection } from 'snowflake-sdk';
import { LocalSnowflake } from 'snowpark-session-local';
import { connect, destroy, rejection, run } from './driver.js';
import { logIn, query } from './raw.js';

let engine: LocalSnowflake;
let connection: Connection;

beforeAll(async () => {
  engine = await LocalSnowflake.start();
  connection = await connect(engine);
});

afterAll(async () => {
  await destroy(connection);
  await engine.close();
});

test('the real driver asks its first question', async () => {
  const { rows, statement } = await run(connection, 'select 1');
  expect(rows).toEqual([[1]]);
  expect(statement.getNumRows()).toBe(1);
  expect(statement.getQueryId()).toMatch(/^01b[0-9a-f]{5}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
});

test('a statement that outlasts the long poll is asked for again, and answered', async () => {
  const impatient = await LocalSnowflake.start({ longPollMs: 50 });
  const asking = await connect(impatient);
  const slow = 'with recursive t(n) as (select 1 union all select n + 1 from t where n < 30000) select count(*) from t';
  const { rows, statement } = await run(asking, slow);
  expect(rows).toEqual([[30000]]);
  const polls = impatient.requests.filter(
    ({ kind, queryId }) => kind === 'result' && queryId === statement.getQueryId(),
  );
  expect(polls.length).toBeGreaterThan(0);
  await destroy(asking);
  await impatient.close();
});

test('a statement the server refuses tells code, SQL state and query id', async () => {
  const error = await rejection(run(connection, 'select * from nowhere_to_be_found'));
  expect(error).toMatchObject({ code: expect.stringMatching(/^\d{6}$/), sqlState: expect.stringMatching(/^\w{5}$/) });
  const record = engine.queries.at(-1);
  expect(record).toMatchObject({ state: 'FAILED_WITH_ERROR', errorCode: error.code });
  expect(error.data).toMatchObject({
    errorCode: error.code,
    queryId: record?.queryId,
    internalError: expect.any(Boolean),
  });
});

test('a text without a statement is refused', async () => {
  expect(await rejection(run(connection, ' -- nothing'))).toMatchObject({ code: '000900', sqlState: '42601' });
});

test('binds travel', async () => {
  const { rows } = await run(connection, 'select ?, ?', { binds: ['text', null] });
  expect(rows).toEqual([['text', null]]);
});

test('a request sent twice runs once', async () => {
  const { token } = await logIn(engine);
  const requestId = crypto.randomUUID();
  const before = engine.queries.length;
  const [first, second] = await Promise.all([
    query(engine, token, 'select 41 + 1', { requestId }),
    query(engine, token, 'select 41 + 1', { requestId }),
  ]);
  const late = await query(engine, token, 'select 41 + 1', { requestId });
  expect(engine.queries.length).toBe(before + 1);
  expect(first).toMatchObject({ success: true, data: { rowset: [['42']] } });
  expect([second, late]).toEqual([first, first]);
});

test('an answer carries all the driver reads', async () => {
  const { token } = await logIn(engine);
  const { data } = await query(engine, token, "select 'x' as a", { bindings: {} });
  expect(data).toMatchObject({
    finalDatabaseName: 'LOCAL',
    finalSchemaName: 'PUBLIC',
    finalWarehouseName: null,
    finalRoleName: 'ACCOUNTADMIN',
    statementTypeId: 0x1000,
    queryResultFormat: 'json',
    returned: 1,
    total: 1,
    version: 1,
    numberOfBinds: 0,
    sqlState: null,
    rowtype: [{ name: 'A', type: 'text' }],
    rowset: [['x']],
  });
  expect(data['parameters']).toEqual(expect.arrayContaining([{ name: 'BINARY_OUTPUT_FORMAT', value: 'HEX' }]));
  expect(data).not.toHaveProperty('chunks');
});

test('what ran is written down', async () => {
  const { statement } = await run(connection, 'select 7');
  const record = engine.queries.find(({ queryId }) => queryId === statement.getQueryId());
  expect(record).toMatchObject({
    sql: 'select 7',
    state: 'SUCCESS',
    startedAt: expect.any(Date),
    endedAt: expect.any(Date),
  });
  const request = engine.requests.find(({ kind, sql }) => kind === 'query' && sql === 'select 7');
  expect(request).toMatchObject({ queryId: record?.queryId, requestId: statement.getRequestId() });
});

test('of a very long text the logs keep the beginning, and the statement runs whole', async () => {
  const long = `select '${'x'.repeat(150_000)}' as a`;
  const { rows, statement } = await run(connection, long);
  expect(rows).toEqual([['x'.repeat(150_000)]]);
  const request = engine.requests.findLast(({ kind }) => kind === 'query');
  expect(request).toMatchObject({ sql: long.slice(0, 100_000), queryId: statement.getQueryId() });
  expect(engine.queries.at(-1)?.sql).toBe(long.slice(0, 100_000));
});
