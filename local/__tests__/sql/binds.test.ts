import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openSession, type TestSession } from './open-session.js';

let db: TestSession;

beforeAll(async () => {
  db = await openSession();
});
afterAll(() => db.close());

/** A bind as the driver sends it, and the cell it comes back as. */
const BINDS: readonly (readonly [string, string | null, string | null, string])[] = [
  ['FIXED', '5', '5', 'fixed'],
  ['FIXED', '1.25', '1.25', 'fixed'],
  ['FIXED', '1.1805916207174113e+21', '1.1805916207174113e+21', 'real'],
  ['REAL', '1.5', '1.5', 'real'],
  ['TEXT', "it's \\ ?", "it's \\ ?", 'text'],
  ['BOOLEAN', 'true', '1', 'boolean'],
  ['BINARY', 'AB01', 'AB01', 'binary'],
  ['VARIANT', '{"b":1,"a":[1]}', '{\n  "a": [\n    1\n  ],\n  "b": 1\n}', 'variant'],
  ['DATE', '86400000', '1', 'date'],
  ['TIMESTAMP_NTZ', '1700000000123456789', '1700000000.123456789', 'timestamp_ntz'],
  ['TIMESTAMP_TZ', '1700000000000000000 1500', '1700000000.000000000 1500', 'timestamp_tz'],
  ['TEXT', null, null, 'text'],
  ['ANY', null, null, 'text'],
];

test.each(BINDS)('%s %s', async (type, value, cell, wireType) => {
  const { rows, columns } = await db.run('select ? as x', { binds: { 1: { type, value } } });
  expect([rows, columns[0]?.type]).toEqual([[[cell]], wireType]);
});

test('binds by number, and in the places a value can stand', async () => {
  const binds = { 1: { type: 'FIXED', value: '2' }, 2: { type: 'TEXT', value: '2020-01-01T00:00:00.000Z' } };
  expect(await db.rows("select :1 + :1 where '2020-01-02'::timestamp_ntz > :2 limit :1", binds)).toEqual([['4']]);
  expect(await db.fails('select ?', {})).toMatchObject({ code: '002049' });
});

test('binds by name, beside paths of the same name', async () => {
  const binds = { myId: { type: 'FIXED', value: '2' }, name: { type: 'TEXT', value: 'Ada' } };
  const sql = `select :myid + 1, :name, o:name, ':name' from (select {'name': 1} as o) where :NAME = 'Ada' -- :name`;
  expect(await db.rows(sql, binds)).toEqual([['3', 'Ada', '1', ':name']]);
  expect(await db.fails('select :name, nothing', binds)).toMatchObject({ line: 1, position: 14 });
  expect(await db.fails('select :other', binds)).toMatchObject({
    code: '002049',
    message: expect.stringContaining('Bind variable :other not set.'),
  });
});

test('arrays of binds insert all rows at once', async () => {
  await db.run("create table big (a int, b varchar, t timestamp_ntz, k string default 'd')");
  const column = (make: (at: number) => string | null): (string | null)[] =>
    Array.from({ length: 5000 }, (_, at) => make(at));
  const binds = {
    1: { type: 'FIXED', value: column(String) },
    2: { type: 'TEXT', value: column((at) => (at % 2 === 0 ? `v"${at}` : null)) },
    3: { type: 'TEXT', value: column(() => '2020-01-01T00:00:00.000Z') },
  };
  expect(await db.rows('insert into big (a, b, t) values (?, ?, ?)', binds)).toEqual([['5000']]);
  expect(await db.rows('select count(*), sum(a), count(b), max(t), min(k) from big')).toEqual([
    ['5000', '12497500', '2500', '1577836800.000000000', 'd'],
  ]);
  const updates = { 1: { type: 'TEXT', value: ['x', 'y'] }, 2: { type: 'FIXED', value: ['1', '2'] } };
  expect(await db.rows('update big set b = ? where a = ?', updates)).toEqual([['2', '0']]);
  expect(await db.rows('select b from big where a in (1, 2) order by a')).toEqual([['x'], ['y']]);
});

const text = (value: string | string[]): { type: string; value: string | string[] } => ({ type: 'TEXT', value });

test('a zero character is one of a text, also in a literal', async () => {
  expect(await db.rows("select ?, length(?), length('a\\0b'), 'a\0b'", { 1: text('a\0b'), 2: text('a\0b') })).toEqual([
    ['a\0b', '3', '3', 'a\0b'],
  ]);
});

test('half of a surrogate pair is refused by name wherever it comes from', async () => {
  await db.run('create or replace table lines (a number, b varchar)');
  const half = 'a\ud800';
  const refused = { code: '000002', sqlState: '0A000' };
  expect(await db.fails('select ?', { 1: text(half) })).toMatchObject(refused);
  expect(await db.fails('insert into lines (b) values (?)', { 1: text(['x', half]) })).toMatchObject(refused);
  expect(await db.fails('select ?', { 1: { type: 'VARIANT', value: '"\\ud800"' } })).toMatchObject(refused);
  expect(await db.fails(`select try_parse_json('"\\\\ud800"')`)).toMatchObject(refused);
  expect(await db.rows(`select parse_json('"\\\\ud83d\\\\ude00"')::varchar`)).toEqual([['😀']]);
});

test('array binds run VALUES once an element; a query has no value for them', async () => {
  await db.run('create or replace table lines (a number, b varchar)');
  expect(await db.rows('insert into lines values (?, ?)', { 1: text(['1', '2']), 2: text(['x', 'y']) })).toEqual([
    ['2'],
  ]);
  const failed = await db.fails('insert into lines (b) select ?', { 1: text(['x', 'y']) });
  expect(failed).toMatchObject({ code: '002049', message: expect.stringContaining('Bind variable ? not set.') });
  expect(await db.rows('insert into lines (b) select ?', { 1: text(['z']) })).toEqual([['1']]);
});
