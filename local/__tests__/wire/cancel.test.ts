import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { LocalSnowflake } from 'snowpark-session-local';
import type { Connection } from 'snowflake-sdk';
import { cancel, connect, destroy, ENDLESS, ENDLESS_BLOCK, rejection, run, start, until } from './driver.js';
import { logIn, query, send } from './raw.js';

const CANCELLED = { code: '000604', sqlState: '57014', message: 'SQL execution canceled' };

let engine: LocalSnowflake;
let connection: Connection;

beforeAll(async () => {
  engine = await LocalSnowflake.start({ longPollMs: 3_000 });
  connection = await connect(engine);
});

afterEach(() => until(() => engine.queries.every(({ endedAt }) => endedAt !== undefined)));

afterAll(async () => {
  await destroy(connection);
  await engine.close();
});

function runs(sql: string): () => boolean {
  return () => engine.queries.some((record) => record.sql === sql && record.state === 'RUNNING');
}

test('a statement whose id the driver does not know yet is cancelled by its request', async () => {
  const running = start(connection, ENDLESS);
  const failed = rejection(running.done);
  await until(runs(ENDLESS));
  expect(running.statement.getQueryId()).toBeUndefined();
  expect(await cancel(running)).toBeUndefined();
  expect(await failed).toMatchObject(CANCELLED);
  expect(engine.requests.findLast(({ kind }) => kind === 'abort')).toMatchObject({
    path: '/queries/v1/abort-request',
    requestId: running.statement.getRequestId(),
  });
});

test('a statement that was handed over to polling is cancelled by its id', async () => {
  const running = start(connection, ENDLESS);
  const failed = rejection(running.done);
  await until(() => running.statement.getQueryId() !== undefined);
  const cancelledAt = performance.now();
  expect(await cancel(running)).toBeUndefined();
  expect(await failed).toMatchObject(CANCELLED);
  // Whoever waits for the end of the poll waits for three seconds.
  expect(performance.now() - cancelledAt).toBeLessThan(2500);
  const { queryId } = engine.requests.findLast(({ kind }) => kind === 'abort') ?? {};
  expect(queryId).toBe(running.statement.getQueryId());
});

test('a session whose statement was cancelled goes on', async () => {
  const running = start(connection, ENDLESS);
  const failed = rejection(running.done);
  await until(runs(ENDLESS));
  await cancel(running);
  await failed;
  expect(await run(connection, 'select 5')).toMatchObject({ rows: [[5]] });
});

test('a statement cancelled in the queue never runs, and ends at once', async () => {
  const running = start(connection, ENDLESS_BLOCK);
  const failed = rejection(running.done);
  await until(runs(ENDLESS_BLOCK));
  const waiting = start(connection, 'select 99');
  const neverRan = rejection(waiting.done);
  await until(() => engine.queries.at(-1)?.sql === 'select 99');
  expect(engine.queries.at(-1)?.state).toBe('QUEUED');
  await cancel(waiting);
  expect(await neverRan).toMatchObject(CANCELLED);
  expect(runs(ENDLESS_BLOCK)()).toBe(true);
  await cancel(running);
  await failed;
});

test('what is not running cannot be cancelled', async () => {
  const ended = start(connection, 'select 1');
  await ended.done;
  expect(await cancel(ended)).toMatchObject({ code: '000605' });
  const { token } = await logIn(engine);
  const body = { requestId: crypto.randomUUID() };
  expect(await send(engine, '/queries/v1/abort-request', { body, token })).toMatchObject({
    status: 200,
    code: '000605',
  });
});

test("a user's statement cannot be cancelled or read by another", async () => {
  const own = await LocalSnowflake.start({ users: { ann: 'a', bob: 'b' } });
  const ann = await logIn(own);
  const bob = await logIn(own, { LOGIN_NAME: 'bob', PASSWORD: 'b' });
  const { data } = await query(own, ann.token, 'select 1');
  const path = `/queries/${String(data['queryId'])}`;
  expect(await send(own, `${path}/result`, { method: 'GET', token: ann.token })).toMatchObject({ success: true });
  expect(await send(own, `${path}/result`, { method: 'GET', token: bob.token })).toMatchObject({ code: '000709' });
  expect(await send(own, `${path}/abort-request`, { token: bob.token })).toMatchObject({ code: '000605' });
  await own.close();
});

test('a statement that takes longer than its timeout ends with 000630', async () => {
  const error = await rejection(run(connection, ENDLESS, { parameters: { STATEMENT_TIMEOUT_IN_SECONDS: 1 } }));
  expect(error).toMatchObject({ code: '000630', sqlState: '57014' });
  expect(error.message).toContain('timeout of 1 second(s)');
});
