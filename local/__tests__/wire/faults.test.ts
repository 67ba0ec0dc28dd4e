import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { Connection } from 'snowflake-sdk';
import { LocalSnowflake } from 'snowpark-session-local';
import { connect, destroy, manyRows, rejection, run } from './driver.js';
import { logIn, query } from './raw.js';

let engine: LocalSnowflake;
let connection: Connection;

beforeAll(async () => {
  engine = await LocalSnowflake.start({ chunkRows: 1000 });
});

beforeEach(async () => {
  connection = await connect(engine, { sfRetryMaxLoginRetries: 1 });
});

afterEach(async () => {
  engine.faults.clear();
  await destroy(connection);
});

afterAll(() => engine.close());

function requestsFor(sql: string): number {
  return engine.requests.filter((request) => request.sql === sql).length;
}

function queriesFor(sql: string): number {
  return engine.queries.filter((record) => record.sql === sql).length;
}

test('a query whose answer is lost is sent again and runs once', async () => {
  engine.faults.add({ on: 'query', respond: 'reset', when: 'after' });
  expect(await run(connection, 'select 21')).toMatchObject({ rows: [[21]] });
  expect([requestsFor('select 21'), queriesFor('select 21')]).toEqual([2, 1]);
});

test('a query that never arrived is sent again', async () => {
  engine.faults.add({ on: 'query', respond: { status: 503 } });
  expect(await run(connection, 'select 22')).toMatchObject({ rows: [[22]] });
  expect([requestsFor('select 22'), queriesFor('select 22')]).toEqual([2, 1]);
});

test('a fault strikes as often as it was told, and no other kind', async () => {
  const { token } = await logIn(engine);
  engine.faults.add({
    on: 'query',
    times: 2,
    respond: { status: 418, body: '{"teapot":1}', contentType: 'text/plain' },
  });
  engine.faults.add({ on: 'heartbeat', respond: 'reset' });
  const statuses = [];
  for (let at = 0; at < 3; at += 1) {
    statuses.push((await query(engine, token, 'select 1')).status);
  }
  expect(statuses).toEqual([418, 418, 200]);
});

test('a late answer comes late', async () => {
  engine.faults.add({ on: 'query', respond: { delayMs: 120 } });
  const sentAt = performance.now();
  expect(await run(connection, 'select 23')).toMatchObject({ rows: [[23]] });
  expect(performance.now() - sentAt).toBeGreaterThan(100);
});

test('a login can fail, and a page that is not JSON can stand in the way', async () => {
  engine.faults.add({ on: 'login', respond: { status: 200, body: '<html>', contentType: 'text/html' } });
  await expect(connect(engine)).rejects.toBeDefined();
  engine.faults.add({ on: 'login', respond: { status: 400, body: 'no' } });
  expect(await rejection(connect(engine))).toMatchObject({ code: 401002 });
});

test('an answer that never comes ends when the engine closes', async () => {
  const own = await LocalSnowflake.start();
  own.faults.add({ on: 'heartbeat', respond: 'hang' });
  const { token } = await logIn(own);
  const headers = { authorization: `Snowflake Token="${token}"` };
  const hanging = fetch(`${own.url}/session/heartbeat`, { method: 'POST', headers });
  const failed = expect(hanging).rejects.toThrow();
  await new Promise((resolve) => setTimeout(resolve, 50));
  await own.close();
  await failed;
});

test('a chunk that fails is asked for again', async () => {
  engine.faults.add({ on: 'chunk', respond: { status: 503 } });
  const { rows, statement } = await run(connection, manyRows(3000));
  expect(rows).toHaveLength(3000);
  const chunks = engine.requests.filter(({ kind, queryId }) => kind === 'chunk' && queryId === statement.getQueryId());
  expect(chunks).toHaveLength(3);
});

test('an answer that breaks off is asked for again, and nothing runs twice', async () => {
  engine.faults.add({ on: 'query', respond: 'truncate' });
  expect(await run(connection, 'select 24')).toMatchObject({ rows: [[24]] });
  expect([requestsFor('select 24'), queriesFor('select 24')]).toEqual([2, 1]);
});

test('faults that cannot be are refused', () => {
  // @ts-expect-error: no such kind of request
  expect(() => engine.faults.add({ on: 'lunch', respond: 'reset' })).toThrow('on must be one of login, ');
  expect(() => engine.faults.add({ on: 'query', times: 0, respond: 'reset' })).toThrow('times must be');
});
