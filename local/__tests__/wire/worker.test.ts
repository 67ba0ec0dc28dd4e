import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { Connection } from 'snowflake-sdk';
import { Session } from 'snowpark-session';
import { LocalSnowflake } from 'snowpark-session-local';
import { connect, destroy, rejection, run } from './driver.js';
import { logIn, query } from './raw.js';

let engine: LocalSnowflake;
let connection: Connection;

beforeAll(async () => {
  engine = await LocalSnowflake.start({ isolate: 'worker', users: { ann: 'secret' } });
  connection = await connect(engine);
});

beforeEach(() => engine.reset());

afterAll(async () => {
  await destroy(connection);
  await engine.close();
});

test('an engine in a thread answers the driver, and says how to connect', async () => {
  expect(await run(connection, "select 1, 'a', current_user()")).toMatchObject({ rows: [[1, 'a', 'ANN']] });
  expect(engine.connectionOptions).toMatchObject({ user: 'ann', password: 'secret', host: '127.0.0.1' });
  expect(engine.url).toBe(`http://127.0.0.1:${engine.connectionOptions.port}`);
});

test('what is asked of it holds when the call returns', async () => {
  engine.clock.freeze('2024-02-29T12:00:00Z');
  await run(connection, "alter session set timezone = 'UTC'");
  expect((await run(connection, 'select current_date()::varchar')).rows).toEqual([['2024-02-29']]);
  engine.clock.release();
  expect((await run(connection, 'select current_date()::varchar')).rows).not.toEqual([['2024-02-29']]);
  const { token } = await logIn(engine);
  engine.faults.add({ on: 'query', respond: { status: 418, body: '{}' } });
  expect(await query(engine, token, 'select 2')).toMatchObject({ status: 418 });
  expect(await run(connection, 'select 3')).toMatchObject({ rows: [[3]] });
  expect(engine.queries.at(-1)).toMatchObject({ sql: 'select 3', state: 'SUCCESS', startedAt: expect.any(Date) });
  expect(engine.requests.filter(({ kind }) => kind === 'query').at(-2)).toMatchObject({ sql: 'select 2' });
  engine.expireSessions();
  expect(await run(connection, 'select 4')).toMatchObject({ rows: [[4]] });
  expect(engine.requests.at(-2)).toMatchObject({ kind: 'renew' });
  engine.revokeTokens();
});

test('it is seeded and reset, and tells what was wrong', async () => {
  await engine.seed({
    tables: { pets: [{ id: 1, name: 'Tom', born: new Date('2020-01-01T00:00:00Z'), tags: ['a'] }] },
  });
  expect((await run(connection, 'select id, name, tags[0]::varchar from pets')).rows).toEqual([[1, 'Tom', 'a']]);
  await engine.reset();
  expect(await rejection(run(connection, 'select * from pets'))).toMatchObject({ code: '002003' });
  await expect(engine.seed({ files: [new URL('file:///nowhere/seed.sql')] })).rejects.toThrow(/seed: file .*ENOENT/);
  await expect(engine.seed({ tables: { t: [] } })).rejects.toThrow('give one row at least');
  const wrong: unknown = 'never';
  expect(() => engine.faults.add({ on: wrong as 'query', respond: 'hang' })).toThrow(TypeError);
  expect(() => engine.clock.freeze('no moment')).toThrow(TypeError);
});

test('a function in JavaScript that takes long does not hold up the thread that started it', async () => {
  await run(
    connection,
    `create function busy(ms float) returns array language javascript as
     $$ const begun = Date.now(); while (Date.now() < begun + MS) {} return [begun, Date.now()]; $$`,
  );
  const turns: number[] = [];
  const watch = setInterval(() => turns.push(Date.now()), 5);
  const { rows } = await run(connection, 'select busy(800)');
  clearInterval(watch);
  const [begun = 0, ended = 0] = rows.flat(2).map(Number);
  // In one thread there would be none.
  expect(turns.filter((at) => at > begun && at < ended)).not.toEqual([]);
});

test('a session of this package works on it, and local_testing takes the option', async () => {
  const session = await Session.builder.configs({ local_testing: { isolate: 'worker' } }).create();
  expect(await session.sql('select 6 as six').collect()).toEqual([{ SIX: 6 }]);
  await session.close();
});

test.each([
  ['an option that is none', { isolate: 'process' }, 'isolate must be'],
  ['an option of another kind', { port: -1, isolate: 'worker' }, 'port must be'],
])('%s is refused before a thread is started', async (_name, options, message) => {
  const written: unknown = options;
  await expect(LocalSnowflake.start(written as { isolate: 'worker' })).rejects.toThrow(message);
});

test('a port that is taken is told', async () => {
  const { port } = engine.connectionOptions;
  await expect(LocalSnowflake.start({ isolate: 'worker', port })).rejects.toThrow(/EADDRINUSE/);
});
