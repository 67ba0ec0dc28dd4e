import { afterEach, expect, test } from '@jest/globals';

import { SnowflakeConnection } from '../../../src/index.js';
import { rejection, testEngine, until } from '../../helpers/engine.js';

const local = testEngine();
const opened: SnowflakeConnection[] = [];

afterEach(async () => {
  await Promise.all(opened.splice(0).map((one) => one.close()));
});

function open(more: Readonly<Record<string, unknown>> = {}): SnowflakeConnection {
  const one = new SnowflakeConnection('test', { ...local.engine.connectionOptions, ...more });
  opened.push(one);
  return one;
}

/** How often something was asked of the engine since. */
function counter(): (what: string) => number {
  const start = local.engine.requests.length;
  return (what) => local.engine.requests.slice(start).filter(({ kind, sql }) => kind === what || sql === what).length;
}

/** The session a connection uses is ended behind its back. */
function endSessions(): void {
  local.engine.expireSessions({ master: true });
}

test('S6: the same query within its ttl is asked once; without a ttl, each time', async () => {
  const one = open();
  const count = counter();
  await one.query('select 6 as n', { ttl: 60 });
  expect(await one.query('select 6 as n', { ttl: 60 })).toEqual([{ N: 6 }]);
  expect(count('select 6 as n')).toBe(1);
  await one.query('select 6 as n');
  await one.query('select 6 as n', { ttl: 0 });
  expect(count('select 6 as n')).toBe(3);
});

test('S7: other binds are another query, and each gets its own rows', async () => {
  const one = open();
  const count = counter();
  const ask = async (n: unknown): Promise<unknown> => one.query('select ? as n', { params: [n as number], ttl: 60 });
  expect([await ask(1), await ask(2), await ask(1), await ask('1')]).toEqual([
    [{ N: 1 }],
    [{ N: 2 }],
    [{ N: 1 }],
    [{ N: '1' }],
  ]);
  expect(count('select ? as n')).toBe(3);
});

test('a statement is sent with the binds of its call, and kept results are known by what was sent', async () => {
  const one = open();
  await one.execute('create or replace table by_call (a int)');
  const list = [0];
  const writes = [1, 2, 3].map(async (n) => {
    list[0] = n;
    return one.execute('insert into by_call values (?)', { params: list });
  });
  await Promise.all(writes);
  expect(await one.query('select a from by_call order by a', { rowMode: 'array' })).toEqual([[1], [2], [3]]);
  class Filter {
    n = 1;
  }
  const filter = new Filter();
  const ask = async (): Promise<unknown> => one.query('select ? as f', { params: [{ filter }], ttl: 60 });
  expect(await ask()).toEqual([{ F: { filter: { n: 1 } } }]);
  filter.n = 2;
  expect(await ask()).toEqual([{ F: { filter: { n: 2 } } }]);
});

test('options that cannot be connect to nothing', async () => {
  const one = open({ port: 1 });
  expect(await rejection(one.execute('select 1', { timeoutMs: -1 }))).toMatchObject({ code: 'ARGUMENT_INVALID' });
  expect(await rejection(one.execute('select 1; select 2'))).toMatchObject({ code: 'ARGUMENT_INVALID' });
});

test('S8: another ttl does not push out a result; what is too old for one may be young enough for another', async () => {
  const one = open();
  const count = counter();
  for (const _ of [1, 2]) {
    await one.query('select 8 as a', { ttl: 10 });
    await one.query('select 8 as b', { ttl: '20s' });
  }
  expect([count('select 8 as a'), count('select 8 as b')]).toEqual([1, 1]);
  await new Promise((resolve) => setTimeout(resolve, 30));
  await one.query('select 8 as a', { ttl: 60 });
  expect(count('select 8 as a')).toBe(1);
  await one.query('select 8 as a', { ttl: '10ms' });
  expect(count('select 8 as a')).toBe(2);
});

test('S9: every instance has a cache of its own, and clearCache empties it', async () => {
  const [one, other] = [open(), open({ schema: 'OTHER' })];
  const count = counter();
  await one.query('select 9 as n', { ttl: Infinity });
  await other.query('select 9 as n', { ttl: Infinity });
  expect(count('select 9 as n')).toBe(2);
  one.clearCache();
  await one.query('select 9 as n', { ttl: Infinity });
  expect(count('select 9 as n')).toBe(3);
});

test('callers at the same time ask once, and each may change its rows', async () => {
  const one = open();
  const count = counter();
  const sql = "select to_binary('FF', 'HEX') as b, to_date('2026-01-02') as d";
  const all = await Promise.all(Array.from({ length: 20 }, () => one.query(sql, { ttl: 60 })));
  expect(count(sql)).toBe(1);
  const [first, second] = all.flat();
  for (const value of Object.values(first ?? {})) {
    if (value instanceof Buffer) {
      value.fill(0);
    } else if (value instanceof Date) {
      value.setFullYear(1999);
    }
  }
  expect(second).toEqual({ B: Buffer.from('ff', 'hex'), D: new Date('2026-01-02') });
  expect(await one.query(sql, { ttl: 60, rowMode: 'array' })).toEqual([
    [Buffer.from('ff', 'hex'), new Date('2026-01-02')],
  ]);
  expect(count(sql)).toBe(1);
});

test("one caller's signal does not take the shared query from the others", async () => {
  const one = open();
  const sql = "select system$wait(200, 'MILLISECONDS') as w";
  const leaving = new AbortController();
  const left = rejection(one.query(sql, { ttl: 60, signal: leaving.signal }));
  const staying = one.query(sql, { ttl: 60 });
  setTimeout(() => leaving.abort(), 50);
  expect(await left).toMatchObject({ name: 'AbortError' });
  expect(await staying).toHaveLength(1);
  const alone = new AbortController();
  const gone = rejection(one.query('select system$wait(30) as w', { ttl: 60, signal: alone.signal }));
  await until(() => local.engine.queries.at(-1)?.state === 'RUNNING');
  alone.abort();
  await gone;
  await until(() => local.engine.queries.at(-1)?.state === 'FAILED_WITH_ERROR');
});

test('the cache is bounded, and errors are not kept', async () => {
  const one = open({ cacheMaxEntries: 2 });
  const count = counter();
  for (const sql of ['select 1 as e', 'select 2 as e', 'select 3 as e', 'select 1 as e']) {
    await one.query(sql, { ttl: 60 });
  }
  expect(count('select 1 as e')).toBe(2);
  local.engine.faults.add({ on: 'query', respond: { status: 400 } });
  await rejection(one.query('select 4 as e', { ttl: 60 }));
  expect(await one.query('select 4 as e', { ttl: 60 })).toEqual([{ E: 4 }]);
});

test('S10: a session lost each time is asked three times, with a reset after each, and the last error is thrown', async () => {
  const one = open();
  const count = counter();
  const gone = { status: 200, body: '{"success":false,"code":"390114","message":"gone","data":{}}' };
  local.engine.faults.add({ on: 'query', times: 3, respond: gone });
  expect(await rejection(one.query('select 10'))).toMatchObject({ code: 'SESSION_EXPIRED', serverCode: '390114' });
  expect([count('select 10'), count('login')]).toEqual([3, 3]);
  expect(await one.query('select 10 as n')).toEqual([{ N: 10 }]);
  expect(count('login')).toBe(4);
});

test('C2: an expired session is replaced behind the query, once for fifty of them', async () => {
  const one = open();
  await one.ready();
  const count = counter();
  endSessions();
  const rows = await Promise.all(Array.from({ length: 50 }, (_, n) => one.query(`select ${n} as n`)));
  expect(rows).toEqual(Array.from({ length: 50 }, (_, n) => [{ N: n }]));
  expect(count('login')).toBe(1);
});

test('S11, S12: an error of the statement is thrown at once, and nothing is reset', async () => {
  const one = open();
  const count = counter();
  expect(await rejection(one.query('select * from no_such_table'))).toMatchObject({ code: 'SQL_FAILED' });
  expect(await rejection(one.query('select ?', { params: [undefined as never] }))).toMatchObject({
    code: 'BIND_INVALID',
  });
  expect([count('select * from no_such_table'), count('login')]).toEqual([1, 1]);
});

test('a wrong password is tried once, for all who wait', async () => {
  const one = open({ password: 'wrong' });
  const count = counter();
  const errors = await Promise.all(Array.from({ length: 10 }, () => rejection(one.query('select 1'))));
  expect(new Set(errors.map((error) => (error as { code: string }).code))).toEqual(new Set(['AUTHENTICATION_FAILED']));
  expect(count('login')).toBe(1);
});

test('execute is sent once, even when the session is lost; the next one has a new session', async () => {
  const one = open();
  await one.execute('create or replace table written (n number)');
  const count = counter();
  endSessions();
  const sql = 'insert into written values (1)';
  expect(await rejection(one.execute(sql))).toMatchObject({ code: 'SESSION_EXPIRED' });
  expect(count(sql)).toBe(1);
  expect(await one.execute(sql)).toMatchObject({ rowsAffected: 1 });
  expect(await one.query('select count(*) as c from written')).toEqual([{ C: 1 }]);
});

test('S13, S14: close ends the session once, and is for good', async () => {
  const one = open();
  const count = counter();
  await one.query('select 1');
  await Promise.all([one.close(), one.close()]);
  expect(count('delete')).toBe(1);
  expect(await rejection(one.query('select 1'))).toMatchObject({ code: 'CONNECTION_CLOSED' });
  await open().close();
  expect(count('login')).toBe(1);
});

test('S15: session() is the same one until a reset, refuses after it, and its close leaves the connection', async () => {
  const one = open();
  const count = counter();
  const [first, again] = await Promise.all([one.session(), one.session()]);
  expect(again).toBe(first);
  expect(await first.sql('select 15 as n').collect()).toEqual([{ N: 15 }]);
  await one.reset();
  expect(await rejection(first.sql('select 1').collect())).toMatchObject({
    code: 'SESSION_CLOSED',
    hint: 'Call session() on the connection again.',
  });
  const second = await one.session();
  expect(second).not.toBe(first);
  await second.close();
  expect(await one.query('select 1 as n')).toEqual([{ N: 1 }]);
  expect(await (await one.session()).sql('select 2 as n').collect()).toEqual([{ N: 2 }]);
  expect(count('login')).toBe(2);
});

test('work on a session that was handed out ends before a reset takes the server session away', async () => {
  const one = open();
  const session = await one.session();
  const slow = session.sql("select system$wait(300, 'MILLISECONDS') as w, 7 as n").collect();
  await until(() => local.engine.queries.at(-1)?.sql.includes('7 as n') === true);
  await one.reset();
  expect(await slow).toMatchObject([{ N: 7 }]);
});

test('an expired session that was handed out is replaced when it is asked for again', async () => {
  const one = open();
  const session = await one.session();
  endSessions();
  expect(await rejection(session.sql('select 1').collect())).toMatchObject({ code: 'SESSION_EXPIRED' });
  expect(await (await one.session()).sql('select 3 as n').collect()).toEqual([{ N: 3 }]);
});

test("S16: withConnection lends the driver's own connection, and a lost one is replaced", async () => {
  const one = open();
  const ask = async (): Promise<unknown> =>
    one.withConnection(
      async (raw) =>
        new Promise((resolve, reject) => {
          raw.execute({
            sqlText: 'select 16 as n',
            complete: (error, _, rows) => (error ? reject(error) : resolve(rows)),
          });
        }),
    );
  expect(await ask()).toEqual([{ N: 16 }]);
  const count = counter();
  endSessions();
  await rejection(ask());
  expect(await ask()).toEqual([{ N: 16 }]);
  expect(count('login')).toBe(1);
});

test('isHealthy asks the server when the last success is old, and does not connect', async () => {
  const one = open();
  const count = counter();
  expect(await one.isHealthy({ maxAgeMs: 0 })).toBe(false);
  await one.ready();
  expect(await one.isHealthy({ maxAgeMs: 0 })).toBe(true);
  endSessions();
  expect(await one.isHealthy({ maxAgeMs: 0 })).toBe(false);
  expect([count('login'), count('heartbeat') > 0]).toEqual([1, true]);
});

test('C8: a close lets the query that runs end within its time, then cancels it', async () => {
  const [patient, hasty] = [open(), open()];
  const ends = patient.query("select system$wait(200, 'MILLISECONDS') as w, 1 as n");
  await until(() => local.engine.queries.at(-1)?.sql.includes('1 as n') === true);
  await patient.close();
  expect(await ends).toMatchObject([{ N: 1 }]);
  const cut = rejection(hasty.query('select system$wait(30)'));
  await until(() => local.engine.queries.at(-1)?.state === 'RUNNING');
  await hasty.close({ drainTimeoutMs: 50 });
  expect(await cut).toMatchObject({ code: 'QUERY_CANCELLED' });
});
