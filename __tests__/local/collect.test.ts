import { expect, test } from '@jest/globals';

import { bindRows, QueryTimeoutError, SqlError } from '../../src/index.js';
import { rejection, testEngine, until } from '../helpers/engine.js';

const local = testEngine({ longPollMs: 200, chunkRows: 1_000 });

test('every value comes back exact, and none is run', async () => {
  const session = await local.open();
  const rows = await session
    .sql(
      `select 9007199254740993 as big,
              12345678901234567890123456789012345678 as digits38,
              '12345678901234567890.12'::number(38, 2) as scaled,
              1.50::number(10, 2) as small,
              'NaN'::float as nan, 'inf'::float as inf, '-inf'::float as minus_inf,
              null::time as no_time, '01:02:03.000000004'::time(9) as clock,
              '2023-11-14 22:13:20.123456789'::timestamp_ntz(9) as moment,
              parse_json('{"n": 9007199254740993}') as variant,
              to_variant('(()=>{globalThis.pwned=1})()') as hostile,
              to_binary('00FF', 'HEX') as bytes,
              true as yes, null as nothing`,
    )
    .collect();
  expect(rows).toEqual([
    {
      BIG: 9007199254740993n,
      DIGITS38: 12345678901234567890123456789012345678n,
      SCALED: '12345678901234567890.12',
      SMALL: 1.5,
      NAN: Number.NaN,
      INF: Infinity,
      MINUS_INF: -Infinity,
      NO_TIME: null,
      CLOCK: '01:02:03.000000004',
      MOMENT: new Date('2023-11-14T22:13:20.123Z'),
      VARIANT: { n: 9007199254740993n },
      HOSTILE: '(()=>{globalThis.pwned=1})()',
      BYTES: Buffer.from([0, 255]),
      YES: true,
      NOTHING: null,
    },
  ]);
  expect(Reflect.has(globalThis, 'pwned')).toBe(false);
});

test('nanoseconds and offsets on request', async () => {
  const session = await local.open();
  const rows = await session
    .sql(
      `select '2023-11-14 22:13:20.123456789'::timestamp_ntz(9) as ntz,
              '2023-11-14 22:13:20.123456789 -0700'::timestamp_tz(9) as tz, '2023-11-14'::date as day`,
    )
    .collect({ timestamps: 'string', caseSensitive: false });
  expect(rows).toEqual([
    { ntz: '2023-11-14T22:13:20.123456789', tz: '2023-11-14T22:13:20.123456789-07:00', day: '2023-11-14' },
  ]);
});

test('a cell that is not JSON is handed over as text: no cell can crash the process', async () => {
  const session = await local.open();
  local.engine.faults.add({
    on: 'query',
    respond: {
      status: 200,
      contentType: 'application/json',
      body: JSON.stringify({
        success: true,
        data: {
          queryId: '01b00000-0000-0000-0000-000000000001',
          rowtype: ['variant', 'object', 'array', 'binary', 'date', 'fixed'].map((type, index) => ({
            name: `C${index}`,
            type,
            nullable: true,
            scale: 0,
          })),
          rowset: [['(()=>{globalThis.pwned=1})()', '<x>', 'undefined', 'FF', '0', '1']],
          returned: 1,
          total: 1,
          parameters: [],
        },
      }),
    },
  });
  expect(await session.sql('select 1').collect({ rowMode: 'array' })).toEqual([
    ['(()=>{globalThis.pwned=1})()', '<x>', 'undefined', Buffer.from([255]), new Date(0), 1],
  ]);
  expect(Reflect.has(globalThis, 'pwned')).toBe(false);
});

test('binds arrive with their values', async () => {
  const session = await local.open();
  await session
    .sql('create or replace table pets (id number, name varchar, born date, weight float, tags variant)')
    .collect();
  await session
    .sql('insert into pets select ?, ?, ?, ?, ?', [1, "O'Hara", new Date('2020-02-29T00:00:00Z'), 4.5, ['a', 'b']])
    .collect();
  expect(await session.sql('select * from pets where name = ?', ["O'Hara"]).collect()).toEqual([
    { ID: 1, NAME: "O'Hara", BORN: new Date('2020-02-29T00:00:00Z'), WEIGHT: 4.5, TAGS: ['a', 'b'] },
  ]);
});

test('bulk rows are inserted in one request, and many chunks come back whole and in order', async () => {
  const session = await local.open();
  await session.sql('create or replace table bulk (id number, name varchar)').collect();
  const start = local.engine.requests.length;
  const rows = Array.from({ length: 5_000 }, (_value, index) => [index, index % 7 === 0 ? null : `n${index}`] as const);
  await session.sql('insert into bulk values (?, ?)', bindRows(rows)).collect();
  expect(local.engine.requests.slice(start).filter(({ kind }) => kind === 'query')).toHaveLength(1);
  expect(await session.sql('select id, name from bulk order by id').collect({ rowMode: 'array' })).toEqual(rows);
});

test('the server error comes with code, state, query id, line and position, and points at the caller', async () => {
  const session = await local.open();
  const error = await rejection(session.sql('select 1,\n  nope from (select 1 as a)').collect());
  expect(error).toBeInstanceOf(SqlError);
  expect(error).toMatchObject({
    code: 'SQL_FAILED',
    serverCode: '000904',
    sqlState: '42000',
    queryId: expect.stringMatching(/^[\da-f-]{36}$/),
    line: 2,
    position: 2,
  });
  expect((error as Error).message).toContain("invalid identifier 'NOPE'");
  expect((error as Error).stack).toContain('collect.test.ts');
});

test('a bind of undefined is refused before anything is sent', async () => {
  const session = await local.open();
  const start = local.engine.requests.length;
  const error = await rejection(session.sql('select ?, ?', [1, undefined as unknown as null]).collect());
  expect(error).toMatchObject({ code: 'BIND_INVALID', message: 'bind 2 is undefined; pass null for SQL NULL.' });
  expect(local.engine.requests).toHaveLength(start);
});

test('a signal stops a query at once, and on the server', async () => {
  const session = await local.open();
  const controller = new AbortController();
  const start = local.engine.queries.length;
  const pending = rejection(session.sql('select system$wait(60)').collect({ signal: controller.signal }));
  await until(() => local.engine.queries[start]?.state === 'RUNNING');
  controller.abort(new Error('enough'));
  const error = await pending;
  expect(error).toMatchObject({ name: 'AbortError', code: 'ABORTED', cause: new Error('enough') });
  await until(() => local.engine.queries[start]?.state !== 'RUNNING');
  expect(local.engine.queries[start]?.errorCode).toBe('000604');
});

test('a signal that has already stopped sends nothing', async () => {
  const session = await local.open();
  const start = local.engine.requests.length;
  const error = await rejection(session.sql('select 1').collect({ signal: AbortSignal.abort() }));
  expect(error).toMatchObject({ name: 'AbortError' });
  expect(local.engine.requests).toHaveLength(start);
});

test('AbortSignal.timeout gives a TimeoutError, timeoutMs a QueryTimeoutError', async () => {
  const session = await local.open();
  const start = local.engine.queries.length;
  const wait = session.sql('select system$wait(60)');
  expect(await rejection(wait.collect({ signal: AbortSignal.timeout(100) }))).toMatchObject({ name: 'TimeoutError' });
  expect(await rejection(wait.collect({ timeoutMs: 100 }))).toBeInstanceOf(QueryTimeoutError);
  await until(() => local.engine.queries.slice(start).every(({ state }) => state !== 'RUNNING'));
});

test('one session runs many statements at once, and each gets its own rows', async () => {
  const session = await local.open();
  const results = await Promise.all(
    Array.from({ length: 50 }, (_value, index) => session.sql('select ? as n', [index]).collect()),
  );
  expect(results).toEqual(Array.from({ length: 50 }, (_value, index) => [{ N: index }]));
});

test('the query that outlives a long poll still answers', async () => {
  const session = await local.open();
  expect(await session.sql("select system$wait(700, 'MILLISECONDS') as w").collect()).toHaveLength(1);
});

test('a data frame is lazy, can be collected again, and is no promise', async () => {
  const session = await local.open();
  const start = local.engine.requests.length;
  const frame = session.sql<{ readonly A: number }>('select 1 as a');
  expect(local.engine.requests).toHaveLength(start);
  expect('then' in frame).toBe(false);
  expect([await frame.collect(), await frame.collect()]).toEqual([[{ A: 1 }], [{ A: 1 }]]);
});

test.each([undefined, '', '  ', 7])('sql(%p) is refused', async (text) => {
  const session = await local.open();
  expect(() => session.sql(text as string)).toThrow('sql needs the text of a statement');
});
