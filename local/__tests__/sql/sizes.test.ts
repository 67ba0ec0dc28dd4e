import { afterAll, beforeAll, expect, test } from '@jest/globals';

import { openSession, type TestSession } from './open-session.js';

let db: TestSession;

beforeAll(async () => {
  db = await openSession();
});
afterAll(() => db.close());

const DEEP = 20_000;

test.each([
  ['brackets', `select ${'('.repeat(DEEP)}1${')'.repeat(DEEP)}`],
  ['calls', `select ${'abs('.repeat(DEEP)}1${')'.repeat(DEEP)}`],
  ['products', `select ${'1*'.repeat(1_000)}1`],
  ['negations', `select 1 where ${'not '.repeat(1_000)}true`],
  ['subqueries', `select * from ${'(select * from '.repeat(DEEP)}(select 1)${')'.repeat(DEEP)}`],
  ['JSON', `select parse_json('${'['.repeat(DEEP)}${']'.repeat(DEEP)}')`],
  ['a literal of 17 MB', `select length('${'x'.repeat(17_000_000)}')`],
])('%s beyond what can be read are one named error, and the session goes on', async (_, sql) => {
  expect(await db.fails(sql)).toMatchObject({ code: '000301', sqlState: '42601' });
  expect(await db.rows('select 1')).toEqual([['1']]);
});

test.each([
  ['brackets', `select ${'('.repeat(100)}1${')'.repeat(100)}`, '1'],
  ['sums', `select ${'1+2-'.repeat(400)}1`, '401'],
  ['texts joined', `select length(${"'a'||".repeat(800)}'b')`, '801'],
  ['casts of casts', `select '1'${'::number::varchar'.repeat(20)}`, '1'],
  ['quotients', `select 64${' / 1'.repeat(12)}`, '64.000000000000'],
  [
    'dates of dates',
    `select ${'date_trunc(day, '.repeat(20)}'2024-05-01'::date${')'.repeat(20)}::varchar`,
    '2024-05-01',
  ],
  [
    'months added to a date',
    `select ${'add_months('.repeat(12)}'2024-01-31'::date${', 1)'.repeat(12)}::varchar`,
    '2025-01-31',
  ],
  [
    'months added to a moment of an offset',
    `select ${'dateadd(month, 1, '.repeat(12)}'2024-01-15 12:00:00 +02:00'::timestamp_tz${')'.repeat(12)}::varchar`,
    '2025-01-15 12:00:00.000 +0200',
  ],
  ['zones of zones', `select ${"convert_timezone('Asia/Tokyo', ".repeat(12)}'2024-01-15 12:00:00 +00:00'::timestamp_tz${')'.repeat(12)}::varchar`, '2024-01-15 21:00:00.000 +0900'], // prettier-ignore
  ['texts of moments of texts', `select '2024-01-15 12:00:00 +02:00'${'::timestamp_tz::varchar'.repeat(12)}`, '2024-01-15 12:00:00.000 +0200'], // prettier-ignore
  ['weeks of weeks', `select ${'date_trunc(week, '.repeat(12)}'2024-05-01'::date${')'.repeat(12)}::varchar`, '2024-04-29'], // prettier-ignore
  ['safe quotients', `select ${'div0('.repeat(12)}8::float${', 2)'.repeat(12)} * 512`, '1'],
  ['powers of powers', `select ${'power('.repeat(12)}3::float${', 1)'.repeat(12)}`, '3'],
  ['ranges of ranges', `select ${'('.repeat(12)}true${' between false and true)'.repeat(12)}::int`, '1'],
  ['parts of parts', `select ${'split_part('.repeat(12)}'a,b'${", '-', 1)".repeat(12)}`, 'a,b'],
  [
    'an aggregate, a query and a window in long arguments',
    `select power(${'abs('.repeat(40)}sum(a)${')'.repeat(40)}::float, (select max(a) from (select 2 a)))
       + split_part(${'concat('.repeat(20)}max(a)::varchar${", ',')".repeat(20)}, ',', (select 1))::float
       + max(a) over () from (select 3 a) t group by a`,
    '15',
  ],
  [
    'long arguments of HAVING and of months',
    `select dateadd(month, (select 1), max(${'concat('.repeat(40)}a${", '')".repeat(40)})::timestamp)::date::varchar
       from (select '2024-01-31' a) t group by a having left(${'concat('.repeat(40)}max(a)${", '')".repeat(40)}, 1) = '2'`,
    '2024-02-29',
  ],
  ['values but for some', `select ${'nullif('.repeat(20)}5${', 77)'.repeat(20)}`, '5'],
  ['roundings of roundings', `select ${'ceil('.repeat(12)}1.25${', 2 - 1)'.repeat(12)}`, '1.30'],
  ['conditions', `select 1 where true${' and true'.repeat(2_000)}`, '1'],
  ['16,000 rows', `select count(*) from values ${"(1, 'a'), ".repeat(16_000)}(2, 'b')`, '16001'],
  ['a list of 5,000 values', `select 1 where 1 in (${'2,'.repeat(5_000)}1)`, '1'],
])('%s of the size that programs write are answered', async (_, sql, cell) => {
  expect(await db.rows(sql)).toEqual([[cell]]);
});
