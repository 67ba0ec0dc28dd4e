import { expect, test } from '@jest/globals';
import { LocalSnowflake } from 'snowpark-session-local';

import { Session } from '../../../src/index.js';
import { rejection, testEngine, until } from '../../helpers/engine.js';

const local = testEngine();

function runningStatements(): number {
  return local.engine.queries.filter(({ state }) => state === 'RUNNING' || state === 'QUEUED').length;
}

test('a session goes from open through closing to closed', async () => {
  const session = await local.open();
  expect([session.state, session.isClosed]).toEqual(['open', false]);
  const closing = session.close();
  expect([session.state, session.isClosed]).toEqual(['closing', true]);
  await closing;
  expect(session.state).toBe('closed');
  expect(await session.isAlive()).toBe(false);
});

test('an expired session says so, refuses without asking the server, and closes without complaint', async () => {
  const session = await local.open();
  expect(await session.isAlive()).toBe(true);
  local.engine.expireSessions({ master: true });
  expect(await rejection(session.sql('select 1').collect())).toMatchObject({ code: 'SESSION_EXPIRED' });
  expect([session.state, session.isClosed, await session.isAlive()]).toEqual(['expired', false, false]);
  const start = local.engine.requests.length;
  const error = await rejection(session.sql('select 1').collect());
  expect(error).toMatchObject({ name: 'SessionExpiredError', code: 'SESSION_EXPIRED', serverCode: '407002' });
  expect((error as Error).message).toMatch(/create a new session\.$/);
  expect(local.engine.requests.length).toBe(start);
  await session.close();
  expect(session.state).toBe('closed');
});

test('isAlive waits without end where it is told to, and a close that is refused leaves the session where it was', async () => {
  const session = await local.open();
  expect(await session.isAlive({ timeoutMs: Infinity })).toBe(true);
  expect(await rejection(session.close({ timeoutMs: -1 }))).toMatchObject({ code: 'ARGUMENT_INVALID' });
  expect([session.state, Session.getActiveSession() === session]).toEqual(['open', true]);
  await session.close();
  expect(Session.getActiveSession()).toBeUndefined();
});

test('isAlive finds out that a session has expired, and many at once ask once', async () => {
  const session = await local.open();
  local.engine.expireSessions({ master: true });
  const start = local.engine.requests.length;
  expect(await Promise.all([1, 2, 3].map(async () => session.isAlive()))).toEqual([false, false, false]);
  expect(session.state).toBe('expired');
  expect(local.engine.requests.slice(start).filter(({ kind }) => kind === 'heartbeat')).toHaveLength(1);
});

test('isAlive takes no longer than its time, and one that was late does not speak for the next', async () => {
  const session = await local.open();
  local.engine.faults.add({ on: 'heartbeat', respond: 'hang' });
  const started = performance.now();
  expect(await session.isAlive({ timeoutMs: 100 })).toBe(false);
  // Without a time of its own it would be five seconds.
  expect(performance.now() - started).toBeLessThan(4_500);
  expect(await session.isAlive({ timeoutMs: 20_000 })).toBe(true);
});

test('cancelAll cancels what runs, and the session goes on', async () => {
  const session = await local.open();
  const pending = [1, 2].map(async (n) => rejection(session.sql(`select system$wait(30), ${n}`).collect()));
  await until(() => runningStatements() === 2);
  await session.cancelAll();
  expect(await Promise.all(pending)).toMatchObject([{ code: 'QUERY_CANCELLED' }, { code: 'QUERY_CANCELLED' }]);
  expect(runningStatements()).toBe(0);
  expect(await session.sql('select 1 as n').collect()).toEqual([{ N: 1 }]);
});

test('cancelAll takes no longer than its time in all, and heeds its signal from the start', async () => {
  const engine = await LocalSnowflake.start();
  const isRunning = (): boolean => engine.queries.some(({ state }) => state === 'RUNNING');
  const session = await Session.builder.configs(engine.connectionOptions).create();
  const pending = rejection(session.sql('select system$wait(60)').collect());
  await until(isRunning);
  expect(await rejection(session.cancelAll({ signal: AbortSignal.abort() }))).toMatchObject({ name: 'AbortError' });
  expect(isRunning()).toBe(true);
  engine.faults.add({ on: 'abort', times: 100, respond: 'hang' });
  engine.faults.add({ on: 'query', times: 100, respond: 'hang' });
  const started = performance.now();
  const [late, left] = await Promise.all([
    rejection(session.cancelAll({ timeoutMs: 2_000 })),
    rejection(session.cancelAll({ signal: AbortSignal.timeout(300) })),
  ]);
  expect(late).toMatchObject({ code: 'QUERY_TIMEOUT', message: expect.stringContaining('limit of 2000 ms') });
  expect(left).toMatchObject({ name: 'TimeoutError' });
  // Without a time of its own it would be a minute.
  expect(performance.now() - started).toBeLessThan(30_000);
  expect(await pending).toMatchObject({ code: 'QUERY_CANCELLED' });
  await session.close({ timeoutMs: 100 }).catch(() => undefined);
  await engine.close();
});

test('close cancels on the server what this process lost sight of', async () => {
  const session = await local.open();
  const garbage = { status: 200, body: '{"succ' };
  local.engine.faults.add({ on: 'query', when: 'after', respond: garbage });
  expect(await rejection(session.sql('select system$wait(30)').collect())).toMatchObject({ code: 'CONNECTION_FAILED' });
  expect(runningStatements()).toBe(1);
  const start = local.engine.queries.length;
  await session.close();
  expect(runningStatements()).toBe(0);
  expect(local.engine.queries.slice(start).map(({ sql }) => sql.replace(/\d+/, 'ID'))).toEqual([
    'select current_session()',
    'select system$cancel_all_queries(ID)',
  ]);
});

test('with cancelRunning: false nothing is cancelled: what ends in time is answered, the rest runs on', async () => {
  const session = await local.open();
  const [start, before] = [local.engine.requests.length, local.engine.queries.length];
  const quick = session.sql("select system$wait(200, 'MILLISECONDS') as w, 1 as n").collect();
  const slow = rejection(session.sql('select system$wait(60) as w').collect());
  await until(() => local.engine.queries.length === before + 2);
  await session.close({ cancelRunning: false, timeoutMs: 3_000 });
  expect(await quick).toMatchObject([{ N: 1 }]);
  expect(await slow).toMatchObject({ code: 'QUERY_CANCELLED' });
  expect(runningStatements()).toBe(1);
  const kinds = local.engine.requests.slice(start).map(({ kind }) => kind);
  expect(kinds.filter((kind) => kind !== 'query' && kind !== 'result')).toEqual([]);
  const left = local.engine.queries.find(({ state }) => state === 'RUNNING');
  await (await local.open()).sql('select system$cancel_query(?)', [left?.queryId ?? '']).collect();
  await until(() => runningStatements() === 0);
});

test('closes at the same time with other options share the first one', async () => {
  const session = await local.open();
  const start = local.engine.requests.length;
  await Promise.all([session.close(), session.close({ cancelRunning: false }), session.close({ timeoutMs: 5 })]);
  expect(local.engine.requests.slice(start).map(({ kind }) => kind)).toEqual(['delete']);
});

test('a server that was killed and started again: the old session is told, a connection goes on', async () => {
  const users = { ANN: 'pw' };
  const first = await LocalSnowflake.start({ users });
  const { port } = first.connectionOptions;
  const session = await Session.builder.configs({ ...first.connectionOptions }).create();
  await session.sql('select 1').collect();
  await first.close();
  const second = await LocalSnowflake.start({ users, port });
  try {
    expect(await rejection(session.sql('select 2').collect())).toMatchObject({ code: 'SESSION_EXPIRED' });
    await session.close();
    expect(session.state).toBe('closed');
  } finally {
    await second.close();
  }
});
