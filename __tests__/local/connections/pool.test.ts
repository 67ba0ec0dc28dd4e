import { afterEach, expect, test } from '@jest/globals';

import { SnowflakeConnection } from '../../../src/index.js';
import { rejection, testEngine, until } from '../../helpers/engine.js';

const local = testEngine();
const opened: SnowflakeConnection[] = [];

afterEach(async () => {
  await Promise.all(opened.splice(0).map((one) => one.close()));
});

function open(more: Readonly<Record<string, unknown>>): SnowflakeConnection {
  const one = new SnowflakeConnection('pool', { ...local.engine.connectionOptions, ...more });
  opened.push(one);
  return one;
}

function counter(): (kind: string) => number {
  const start = local.engine.requests.length;
  return (wanted) => local.engine.requests.slice(start).filter(({ kind }) => kind === wanted).length;
}

const SLOW = "select system$wait(150, 'MILLISECONDS') as w";

/** Outlasts every wait for a session. */
const SLOWER = 'select system$wait(60) as w';

/** Keeps the only session of a pool busy until the returned function is called. */
async function holdSession(pool: SnowflakeConnection): Promise<() => Promise<unknown>> {
  const stop = new AbortController();
  const holding = rejection(pool.query(SLOWER, { signal: stop.signal }));
  await until(() => local.engine.queries.some(({ state }) => state === 'RUNNING'));
  return async () => {
    stop.abort();
    return holding;
  };
}

test('callers have a session each, up to poolSize, and wait for the next free one', async () => {
  const pool = open({ poolSize: 2 });
  const count = counter();
  const before = local.engine.queries.length;
  await Promise.all([1, 2, 3, 4].map(async () => pool.query(SLOW)));
  expect(count('login')).toBe(2);
  const used = local.engine.queries.slice(before);
  expect(new Set(used.map(({ sessionId }) => sessionId)).size).toBe(2);
  expect(used).toHaveLength(4);
});

test('a caller that waits too long for a session is told, and the pool works on', async () => {
  // The login is within the time too.
  const pool = open({ poolSize: 1, acquireTimeoutMs: 2_500 });
  const release = await holdSession(pool);
  expect(await rejection(pool.query('select 1'))).toMatchObject({
    name: 'ConnectionError',
    code: 'POOL_EXHAUSTED',
    retryable: true,
  });
  await release();
  expect(await pool.query('select 1 as n')).toEqual([{ N: 1 }]);
});

test("a caller's signal ends its waiting, and loses nobody a session", async () => {
  const pool = open({ poolSize: 1 });
  const release = await holdSession(pool);
  expect(await rejection(pool.query('select 1', { signal: AbortSignal.timeout(30) }))).toMatchObject({
    name: 'TimeoutError',
  });
  await release();
  expect(await pool.query('select 1 as n')).toEqual([{ N: 1 }]);
});

test('an idle session is closed', async () => {
  const pool = open({ poolSize: 2, idleTimeoutMs: 40 });
  const count = counter();
  await pool.query('select 1');
  await until(() => count('delete') === 1);
  expect(await pool.query('select 1 as n')).toEqual([{ N: 1 }]);
  expect(count('login')).toBe(2);
});

test('a session that was idle is asked whether it lives before it is handed out', async () => {
  const pool = open({ poolSize: 1, validateAfterIdleMs: 1 });
  await pool.ready();
  await new Promise((resolve) => setTimeout(resolve, 10));
  const count = counter();
  local.engine.expireSessions({ master: true });
  // As a write, it would not be tried again on a lost session.
  expect(await pool.execute('select 5 as n')).toMatchObject({ rows: [{ N: 5 }] });
  expect([count('heartbeat') > 0, count('login')]).toEqual([true, 1]);
});

test('sessions lost under many queries are replaced, and every query is answered', async () => {
  const pool = open({ poolSize: 3 });
  await Promise.all([1, 2, 3].map(async () => pool.query(SLOW)));
  local.engine.expireSessions({ master: true });
  const rows = await Promise.all(Array.from({ length: 30 }, async (_, n) => pool.query(`select ${n} as n`)));
  expect(rows).toEqual(Array.from({ length: 30 }, (_, n) => [{ N: n }]));
});

test('a wrong password is tried once, for all who wait', async () => {
  const pool = open({ poolSize: 5, password: 'wrong' });
  const count = counter();
  const errors = await Promise.all(Array.from({ length: 20 }, async () => rejection(pool.query('select 1'))));
  expect(errors.map((error) => (error as { code: string }).code)).toEqual(Array(20).fill('AUTHENTICATION_FAILED'));
  expect(count('login')).toBe(1);
});

test('session() is one of its own, beside the pool, and close ends them all', async () => {
  const pool = open({ poolSize: 2 });
  const count = counter();
  const session = await pool.session();
  expect(await pool.session()).toBe(session);
  await Promise.all([pool.query(SLOW), pool.query(SLOW)]);
  expect(await session.sql('select 1 as n').collect()).toEqual([{ N: 1 }]);
  expect(count('login')).toBe(3);
  await pool.close();
  expect(count('delete')).toBe(3);
  expect(await rejection(session.sql('select 1').collect())).toMatchObject({ code: 'SESSION_CLOSED' });
});

test('options that cannot be are named', async () => {
  expect(await rejection(open({ poolSize: 0 }).ready())).toMatchObject({ code: 'ARGUMENT_INVALID' });
  expect(await rejection(open({ poolSize: 1, idleTimeoutMs: -1 }).ready())).toMatchObject({
    message: expect.stringContaining('idleTimeoutMs'),
  });
});
