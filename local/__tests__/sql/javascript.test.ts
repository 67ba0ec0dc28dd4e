import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openSession, type TestSession } from './open-session.js';

let db: TestSession;
let serial = 0;

beforeAll(async () => {
  db = await openSession();
});
afterAll(() => db.close());

/** Parameters, the type returned, the body, the arguments, and the cell that comes back. */
const FUNCTIONS: readonly (readonly [string, string, string, string, string | null])[] = [
  ['a float, b float', 'float', 'return A + B;', '1.5, 2', '3.5'],
  ['a varchar', 'varchar', 'return A.toUpperCase() + "!";', "'hi'", 'HI!'],
  ['a varchar', 'varchar', 'return A === undefined ? "sql null" : A;', 'null', 'sql null'],
  ['v variant', 'varchar', 'return V === null ? "json null" : typeof V;', "parse_json('null')", 'json null'],
  [
    'v variant',
    'variant',
    'return { ...V, seen: true };',
    'parse_json(\'{"a":1}\')',
    '{\n  "a": 1,\n  "seen": true\n}',
  ],
  ['a array', 'array', 'return A.map((x) => x * 2);', 'array_construct(1, 2)', '[\n  2,\n  4\n]'],
  ['d date', 'varchar', 'return D.toISOString();', "'2024-02-29'::date", '2024-02-29T00:00:00.000Z'],
  [
    'd timestamp_ntz',
    'timestamp_ntz',
    'return new Date(D.getTime() + 1000);',
    "'2024-01-01 00:00:00.5'::timestamp_ntz",
    '1704067201.500000000',
  ],
  ['b boolean', 'boolean', 'return !B;', 'true', '0'],
  ['b binary', 'binary', 'return B.reverse();', "x'0102'", '0201'],
  ['"lower" varchar', 'varchar', 'return lower;', "'kept'", 'kept'],
  ['x float', 'varchar', 'return undefined;', '1', null],
  [
    'x float',
    'varchar',
    'return typeof process + typeof require + typeof globalThis.fetch;',
    '1',
    'undefinedundefinedundefined',
  ],
];

test.each(FUNCTIONS)('(%s) returns %s as %j of (%s)', async (parameters, returns, body, args, cell) => {
  serial += 1;
  await db.run(`create function f${serial}(${parameters}) returns ${returns} language javascript as $$${body}$$`);
  expect(await db.rows(`select f${serial}(${args})`)).toEqual([[cell]]);
});

test('many rows pass through one function', async () => {
  await db.run("create or replace function twice(x float) returns float language javascript as 'return X * 2;'");
  expect(await db.rows('select sum(twice(seq4())) from table(generator(rowcount => 50000))')).toEqual([['2499950000']]);
});

test('what a function throws is the statement’s error, and none runs for ever', async () => {
  await db.run("create or replace function fails(x float) returns float language javascript as 'return nosuch + X;'");
  expect(await db.fails('select fails(1)')).toMatchObject({ code: '100132', sqlState: 'P0000' });
  await db.run("create or replace function broken(x float) returns float language javascript as 'return ('");
  expect((await db.fails('select broken(1)')).message).toContain('SyntaxError');
  await db.run("create or replace function forever(x float) returns float language javascript as 'for (;;) {}'");
  expect((await db.fails('select forever(1)')).message).toContain('timed out');
});
