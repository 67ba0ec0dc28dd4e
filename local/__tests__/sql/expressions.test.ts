import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openSession, type TestSession } from './open-session.js';

let db: TestSession;

beforeAll(async () => {
  db = await openSession();
});
afterAll(() => db.close());

const DIGITS = '99999999999999999999999999999999999999';

/** An expression, the cell it gives, and the column's wire type with precision and scale. */
const EXPRESSIONS: readonly (readonly [string, string | null, string])[] = [
  ['1', '1', 'fixed 1 0'],
  ['1.50', '1.5', 'fixed 2 1'],
  ['0.05', '0.05', 'fixed 3 2'],
  [DIGITS, DIGITS, 'fixed 38 0'],
  [`'${DIGITS}'::number(38,0)`, DIGITS, 'fixed 38 0'],
  ['9223372036854775807 + 1', '9223372036854775808', 'fixed 20 0'],
  ['2000000000 * 2000000000', '4000000000000000000', 'fixed 20 0'],
  ['1/3', '0.333333', 'fixed 7 6'],
  ['10/4', '2.500000', 'fixed 8 6'],
  ['-7 % 3', '-1', 'fixed 2 0'],
  ['2 + 3.5', '5.5', 'fixed 4 1'],
  ["month('2024-05-06'::date)", '5', 'fixed 2 0'],
  ["charindex('b', 'abc')", '2', 'fixed 9 0'],
  ['1e3', '1000', 'fixed 4 0'],
  ["'NaN'::float", 'NaN', 'real'],
  ["'-inf'::float", '-inf', 'real'],
  ["'abc'", 'abc', 'text'],
  ['true and null', null, 'boolean'],
  ["'2024-02-29'::date", '19782', 'date'],
  ["'10:11:12.5'::time", '36672.500000000', 'time 0 9'],
  ["'2023-11-14 22:13:20.123456789'::timestamp_ntz(9)", '1700000000.123456789', 'timestamp_ntz 0 9'],
  ["'2023-11-14 22:13:20.123456789'::timestamp_ntz(3)", '1700000000.123', 'timestamp_ntz 0 3'],
  ["'9999-12-31 23:59:59'::timestamp_ntz", '253402300799.000000000', 'timestamp_ntz 0 9'],
  ["'0001-01-01'::timestamp_ntz", '-62135596800.000000000', 'timestamp_ntz 0 9'],
  ["'2023-11-14 22:13:20.000000001 +05:30'::timestamp_tz", '1699980200.000000001 1770', 'timestamp_tz 0 9'],
  ["'2020-07-01 00:00:00'::timestamp_ltz", '1593561600.000000000', 'timestamp_ltz 0 9'],
  ["x'AB01'", 'AB01', 'binary'],
  ["'(()=>{globalThis.pwned=1})()'::variant", '"(()=>{globalThis.pwned=1})()"', 'variant'],
  [
    'parse_json(\'{"b":1.50,"a":[12345678901234567890123]}\')',
    '{\n  "a": [\n    12345678901234567890123\n  ],\n  "b": 1.5\n}',
    'variant',
  ],
  ["parse_json('null') is null", '0', 'boolean'],
  ["object_construct('k', 1, 'n', null)", '{\n  "k": 1\n}', 'object'],
  ["array_construct(1, 'a', null)", '[\n  1,\n  "a",\n  undefined\n]', 'array'],
  ['parse_json(\'{"a":{"b":[1,"x"]}}\'):a.b[1]::string', 'x', 'text'],
  ["date_trunc('month', '2024-05-17'::date)", '19844', 'date'],
  ["'2024-01-31'::date + 1", '19754', 'date'],
  ["dateadd(month, 1, '2024-01-31'::date)", '19782', 'date'],
  ["to_varchar('2024-05-17 13:04:05'::timestamp, 'DD-MON-YYYY HH12:MI AM')", '17-May-2024 01:04 PM', 'text'],
  ["'2024-07-01 12:00:00 +0200'::timestamp_tz = '2024-07-01 10:00:00 +0000'::timestamp_tz", '1', 'boolean'],
  [
    "convert_timezone('UTC', 'America/New_York', '2024-01-01 12:00:00'::timestamp_ntz)",
    '1704092400.000000000',
    'timestamp_ntz 0 9',
  ],
  ["datediff(week, '2024-05-19'::date, '2024-05-20'::date)", '1', 'fixed 9 0'],
  ["'1.5'::int", '2', 'fixed 38 0'],
  ['2.5::float::int', '3', 'fixed 38 0'],
  ["1 = '1'", '1', 'boolean'],
  ['null is not null = 1 is not null', '0', 'boolean'],
  ["1 like '1' is null", '0', 'boolean'],
  ["'NaN'::float::varchar", 'NaN', 'text'],
  ['round(2.555, 2)', '2.56', 'fixed 5 2'],
  ["regexp_substr('a1b22', '([a-z])([0-9]+)', 1, 2, 'e', 2)", '22', 'text'],
  ['system$typeof(1.5)', 'NUMBER(2,1)[SB1]', 'text'],
  ['current_database()', 'DB1', 'text'],
];

test.each(EXPRESSIONS)('select %s', async (expression, cell, type) => {
  const { rows, columns } = await db.run(`select ${expression} as x`);
  const [column] = columns;
  expect(rows).toEqual([[cell]]);
  expect([column?.type, column?.precision, column?.scale].filter((part) => part !== null).join(' ')).toBe(type);
});

/** A fault, its code, its SQL state and the message it must hold. */
const FAULTS: readonly (readonly [string, string, string, string])[] = [
  ['selec 1', '001003', '42000', "SQL compilation error:\nsyntax error line 1 at position 0 unexpected 'selec'."],
  ['select 1 +\n  from x', '001003', '42000', "syntax error line 2 at position 2 unexpected 'from'."],
  ['select * from nosuch', '002003', '42S02', "Object 'NOSUCH' does not exist or not authorized."],
  [
    'select nosuch from values (1)',
    '000904',
    '42000',
    "SQL compilation error: error line 1 at position 7\ninvalid identifier 'NOSUCH'",
  ],
  ['select nosuch(1)', '002140', '42601', 'Unknown function NOSUCH.'],
  ["select 'abc'::int", '100038', '22018', "Numeric value 'abc' is not recognized"],
  ["select to_date('x')", '100040', '22007', "Date 'x' is not recognized"],
  ["select 'x'::timestamp", '100035', '22007', "Timestamp 'x' is not recognized"],
  ['select 1/0', '100051', '22012', 'Division by zero'],
  [`select ${DIGITS} + 1`, '100046', '22003', 'out of representable range'],
  ["select st_x('POINT(1 2)')", '000002', '0A000', "Unsupported feature 'ST_X' in local testing."],
  ['select * from t at(offset => -60)', '000002', '0A000', 'Time Travel'],
  ['select upper()', '000938', '22023', 'not enough arguments for function [UPPER()], expected 1, got 0'],
  [
    "select 1 = '2020-01-01'::date",
    '002262',
    '22000',
    "SQL compilation error:\nCan not convert parameter 'CAST('2020-01-01' AS DATE)' of type [DATE] into expected type [NUMBER(1,0)]",
  ],
  [
    'select d.v = d.n from (select 1 as n, true as v, current_time() as t) as d where t = current_date() + n',
    '002262',
    '22000',
    "Can not convert parameter 'CURRENT_DATE() + D.N' of type [DATE] into expected type [TIME(9)]",
  ],
  [
    "select '10:00'::time < '2020-01-01'::timestamp",
    '002262',
    '22000',
    'incompatible types: [TIME(9)] and [TIMESTAMP_NTZ(9)]',
  ],
  ['select 1 = 1 is null', '002262', '22000', "parameter '1 IS NULL' of type [BOOLEAN] into expected type"],
  ['select 1 between (1 = 1) and 2', '002262', '22000', "parameter '1 = 1' of type [BOOLEAN] into expected type"],
  [
    'select v from values (1) x (v), values (2) y (k) join values (2, 3) z (k, v) using (k)',
    '002028',
    '42601',
    "ambiguous column name 'V'",
  ],
  ["select nvl('a', 1 = 1)", '002262', '22000', "parameter '1 = 1' of type [BOOLEAN] into expected type [VARCHAR(1)]"],
  [
    'select n from values (1) as v (n) where n',
    '002016',
    '22000',
    'Invalid data type [NUMBER(1,0)] for predicate [V.N]',
  ],
  ['select 1 from (select 1), (select 2)', '002027', '42601', "SQL compilation error:\nduplicate alias 'values'"],
  ['select sum(*) from values (1, 2) as v (a, b)', '000939', '22023', 'function [SUM(V.A, V.B)] expected 1, got 2'],
  [
    "select dateadd(zz, 1, '2020-01-01'::date)",
    '001045',
    '22023',
    "SQL compilation error: ['ZZ'] is not a valid date/time component for function DATEADD.",
  ],
  [
    "select extract(ms from '2020-01-01'::timestamp)",
    '001008',
    '22023',
    "SQL compilation error:\ninvalid value [ms] for parameter 'EXTRACT date/time part'",
  ],
  ['select stddev(true)', '001044', '42P13', "Invalid argument types for function '*': (BOOLEAN, BOOLEAN)"],
  ['select median(current_date())', '002262', '22000', 'incompatible types: [DATE] and [NUMBER(9,0)]'],
  [
    'select covar_pop(a, b) from values (1, true) as v (a, b)',
    '001007',
    '22023',
    "invalid type [TO_DOUBLE(IFF(V.A IS NULL, SYSTEM$NULL_TO_BOOLEAN(NULL), V.B))] for parameter 'TO_DOUBLE'",
  ],
  ['select $3 from values (7, 8)', '000904', '42000', "invalid identifier '$3'"],
  ["select '  abc '::number(10,2)", '100038', '22018', "Numeric value 'abc' is not recognized"],
  ["select parse_json('1')::date", '100071', '22000', 'Failed to cast variant value 1 to DATE'],
  ['use schema nosuch', '002043', '02000', 'Object does not exist, or operation cannot be performed.'],
  ['select table_name from information_schema.nosuch', '002003', '42S02', 'does not exist'],
  ["select * from table(result_scan('nosuch'))", '000709', '02000', 'not found'],
];

test.each(FAULTS)('%j is refused', async (sql, code, sqlState, message) => {
  const fault = await db.fails(sql);
  expect({ code: fault.code, sqlState: fault.sqlState }).toEqual({ code, sqlState });
  expect(fault.message).toContain(message);
});

test('a fault knows its place', async () => {
  expect(await db.fails('select 1,\n  nosuch')).toMatchObject({ line: 2, position: 2 });
});

test('labels are the text in upper case, names unless quoted', async () => {
  const columns = await db.columns(
    'select count(*) over (), 1+1, "a", b, a:k from (select 1 as "a", 2 as b, parse_json(\'{}\') a)',
  );
  expect(columns.map(({ name }) => name)).toEqual(['COUNT(*) OVER ()', '1+1', 'a', 'B', 'A:K']);
});

test('two hundred levels of nesting are nothing, a hundred thousand are refused', async () => {
  const nest = (levels: number): string => `${'select * from ('.repeat(levels)}select 1 as a${')'.repeat(levels)}`;
  expect(await db.rows(nest(200))).toEqual([['1']]);
  expect(await db.fails(nest(100_000))).toMatchObject({ code: '000301' });
});

test('the items of an array come in their order, and FLATTEN numbers them', async () => {
  await db.run('create or replace table docs as select parse_json(\'{"tags":["p","q","r"]}\') v');
  expect(await db.rows('select f.index, f.value::string from docs, lateral flatten(input => v:tags) f')).toEqual([
    ['0', 'p'],
    ['1', 'q'],
    ['2', 'r'],
  ]);
});

test('functions that act answer once, and a result can be read again', async () => {
  expect(await db.rows("select system$cancel_query('running'), system$wait(0)")).toEqual([
    ['query [running] terminated.', 'waited 0 seconds'],
  ]);
  const { queryId } = await db.run("select 7 as n, '2024-01-01 00:00:00.5 +0100'::timestamp_tz as t, true as b");
  expect(await db.rows(`select n + 1, t, b from table(result_scan('${queryId}'))`)).toEqual([
    ['8', '1704063600.500000000 1500', '1'],
  ]);
});
