import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Connection, RowStatement } from 'snowflake-sdk';
import { LocalSnowflake } from 'snowpark-session-local';
import { connect, destroy, ENDLESS, rejection, run } from './driver.js';
import { logIn, query, send } from './raw.js';

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

async function submit(sql: string): Promise<string> {
  const { statement } = await run(connection, sql, { asyncExec: true });
  return statement.getQueryId();
}

function collect(statement: RowStatement): Promise<unknown[]> {
  return statement.streamRows().toArray();
}

test('an asynchronous statement answers with its id, and its result later', async () => {
  const queryId = await submit('select 6 as six');
  const statement = await connection.getResultsFromQueryId({ queryId, sqlText: '' });
  expect(await collect(statement)).toEqual([{ SIX: 6 }]);
  expect(await connection.getQueryStatus(queryId)).toBe('SUCCESS');
});

test('an asynchronous statement is answered before it ends, and its state can be watched', async () => {
  const queryId = await submit(ENDLESS);
  expect(['QUEUED', 'RUNNING']).toContain(await connection.getQueryStatus(queryId));
  const { token } = await logIn(engine);
  expect(await send(engine, `/queries/${queryId}/abort-request`, { token })).toMatchObject({ success: true });
  await expect(connection.getResultsFromQueryId({ queryId, sqlText: '' })).rejects.toThrow('SQL execution canceled');
  expect(await connection.getQueryStatus(queryId)).toBe('FAILED_WITH_ERROR');
});

test('whoever asks too early for an asynchronous result is told each time that it runs on', async () => {
  await using hasty = await LocalSnowflake.start({ longPollMs: 10 });
  const { token } = await logIn(hasty);
  const { data } = await query(hasty, token, ENDLESS, { asyncExec: true });
  const result = `/queries/${String(data['queryId'])}/result`;
  expect(await send(hasty, result, { method: 'GET', token })).toMatchObject({ success: true, code: '333334' });
  const waiting = await query(hasty, token, ENDLESS);
  expect(await send(hasty, String(waiting.data['getResultUrl']), { method: 'GET', token })).toMatchObject({
    code: '333333',
  });
});

test('the failure of an asynchronous statement is told by the monitoring and with its result', async () => {
  const queryId = await submit('select * from nowhere_to_be_found');
  await expect(connection.getResultsFromQueryId({ queryId, sqlText: '' })).rejects.toThrow(/nowhere_to_be_found/i);
  const { token } = await logIn(engine);
  const result = await send(engine, `/queries/${queryId}/result`, { method: 'GET', token });
  expect(result).toMatchObject({ success: false, data: { queryId, errorCode: result.code } });
});

test('nothing is known of a statement that never was', async () => {
  const unknown = '01b00000-0000-0000-0000-000000000000';
  expect(await connection.getQueryStatus(unknown)).toBe('NO_QUERY_DATA');
  const { token } = await logIn(engine);
  const result = await send(engine, `/queries/${unknown}/result`, { method: 'GET', token });
  expect(result).toMatchObject({ success: false, code: '000709', data: { sqlState: '02000' } });
});

test('several statements in one text give their results one after the other', async () => {
  const values: unknown[] = [];
  await new Promise<void>((resolve, reject) => {
    connection.execute({
      sqlText: "select 1; select 'a;b'; select 3",
      parameters: { MULTI_STATEMENT_COUNT: 3 },
      rowMode: 'array',
      complete: (error, statement, rows) => {
        if (error) {
          reject(error);
          return;
        }
        values.push(rows?.[0]?.[0]);
        if ('hasNext' in statement && statement.hasNext()) {
          statement.NextResult();
        } else {
          resolve();
        }
      },
    });
  });
  expect(values).toEqual([1, 'a;b', 3]);
  expect(engine.queries.slice(-4).map(({ sql }) => sql)).toEqual([
    "select 1; select 'a;b'; select 3",
    'select 1',
    "select 'a;b'",
    'select 3',
  ]);
});

test('each of several statements takes its own share of the binds', async () => {
  const { token } = await logIn(engine);
  const bindings = Object.fromEntries(['a', 'b', 'c'].map((value, at) => [at + 1, { type: 'TEXT', value }]));
  const parameters = { MULTI_STATEMENT_COUNT: 3 };
  const answer = await query(engine, token, "select ?; select '?', ?; select ?", { bindings, parameters });
  const rows = [];
  for (const queryId of String(answer.data['resultIds']).split(',')) {
    rows.push((await send(engine, `/queries/${queryId}/result`, { method: 'GET', token })).data['rowset']);
  }
  expect(rows).toEqual([[['a']], [['?', 'b']], [['c']]]);
});

test('several statements that were not announced are refused', async () => {
  expect(await rejection(run(connection, 'select 1; select 2'))).toMatchObject({
    code: '000008',
    message: 'Actual statement count 2 did not match the desired statement count 1.',
  });
  const announced = { parameters: { multi_statement_count: 3 } };
  expect(await rejection(run(connection, 'select 1; select 2', announced))).toMatchObject({ code: '000008' });
  expect(await run(connection, 'select 1;')).toMatchObject({ rows: [[1]] });
});

test('any number is allowed when the count is 0', async () => {
  const { token } = await logIn(engine);
  const parameters = { MULTI_STATEMENT_COUNT: 0 };
  const two = await query(engine, token, 'select 1; select 2', { parameters });
  expect(two.data).toMatchObject({ resultTypes: '4096,4096', statementTypeId: 0xa000 });
  expect(String(two.data['resultIds']).split(',')).toHaveLength(2);
  expect(await query(engine, token, 'select 1', { parameters })).toMatchObject({ data: { rowset: [['1']] } });
});

test.each([['many'], [-1], [1.5], [{}]])('a count of %j is refused', async (count) => {
  const { token } = await logIn(engine);
  const answer = await query(engine, token, 'select 1', { parameters: { MULTI_STATEMENT_COUNT: count } });
  expect(answer).toMatchObject({ success: false, code: '001006', data: { sqlState: '22023' } });
});

test('the first statement that fails ends the others', async () => {
  const { token } = await logIn(engine);
  const text = 'select 1; select * from nowhere_to_be_found; select 3';
  const answer = await query(engine, token, text, { parameters: { MULTI_STATEMENT_COUNT: 3 } });
  expect(answer).toMatchObject({ success: false, data: { errorCode: answer.code } });
  expect(answer.message).toMatch(/nowhere_to_be_found/i);
  expect(engine.queries.slice(-4).map(({ state }) => state)).toEqual([
    'FAILED_WITH_ERROR',
    'SUCCESS',
    'FAILED_WITH_ERROR',
    'FAILED_WITH_ERROR',
  ]);
});

test('cancelling a text of several statements ends the one that runs and those to come', async () => {
  const { token } = await logIn(engine);
  const requestId = crypto.randomUUID();
  const parameters = { MULTI_STATEMENT_COUNT: 3 };
  const running = query(engine, token, `select 1; ${ENDLESS}; select 3`, { requestId, parameters });
  while (engine.queries.at(-2)?.state !== 'RUNNING') {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  await send(engine, '/queries/v1/abort-request', { body: { requestId }, token });
  expect(await running).toMatchObject({ code: '000604' });
  expect(engine.queries.slice(-3).map(({ errorCode }) => errorCode)).toEqual([undefined, '000604', '000604']);
});

test('RESULT_SCAN tells of a text of several statements, and reads what other sessions of the user made', async () => {
  const { token } = await logIn(engine);
  const several = await query(engine, token, 'select 1; select 2', { parameters: { MULTI_STATEMENT_COUNT: 2 } });
  const [first] = String(several.data['resultIds']).split(',');
  const scan = (id: unknown): Promise<unknown> => run(connection, `select * from table(result_scan('${String(id)}'))`);
  expect(await scan(several.data['queryId'])).toMatchObject({ rows: [['Multiple statements executed successfully.']] });
  expect(await scan(first)).toMatchObject({ rows: [[1]] });
});

test('a statement is described before its binds are known', async () => {
  const { token } = await logIn(engine);
  const sql = 'select ?::int as n, ? as t from values (?, ?) limit ?';
  const described = await query(engine, token, sql, { describeOnly: true });
  expect(described.data['rowtype']).toMatchObject([
    { name: 'N', type: 'fixed' },
    { name: 'T', type: 'text' },
  ]);
  expect(await query(engine, token, sql)).toMatchObject({ code: '002049' });
});
