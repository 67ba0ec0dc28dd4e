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
  ['roundings of roundings', `select ${'ceil('.repeat(12)}1.25${', 2 - 1)'.repeat(12)}`, '1.30'],
  ['conditions', `select 1 where true${' and true'.repeat(2_000)}`, '1'],
  ['16,000 rows', `select count(*) from values ${"(1, 'a'), ".repeat(16_000)}(2, 'b')`, '16001'],
  ['a list of 5,000 values', `select 1 where 1 in (${'2,'.repeat(5_000)}1)`, '1'],
])('%s of the size that programs write are answered', async (_, sql, cell) => {
  expect(await db.rows(sql)).toEqual([[cell]]);
});
