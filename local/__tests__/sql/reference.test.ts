import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Cell } from '../../src/statement.js';
import { openSession, type TestSession } from './open-session.js';

/**
 * Examples of the published Snowpark API reference, which its authors run on accounts: the SQL that Snowpark makes of each
 * and its rows as wire cells. They were compared with what the reference prints, by Snowpark itself over Python's driver.
 */
const examples: readonly (readonly [name: string, sql: string, rows: readonly (readonly Cell[])[]])[] = JSON.parse(
  readFileSync(new URL('../fixtures/snowpark-reference.json', import.meta.url), 'utf8'),
);

let db: TestSession;

beforeAll(async () => {
  db = await openSession();
  await db.run("alter session set timezone = 'America/Los_Angeles'");
});
afterAll(() => db.close());

test('there are as many as the engine is to be held to', () => {
  expect(examples.length).toBeGreaterThan(500);
});

/** Without a last ORDER BY the rows of partitions and groups come in any order. */
function comparable(sql: string, rows: readonly (readonly Cell[])[]): readonly unknown[] {
  const isOrdered = /\bORDER BY\b[^()]*$/i.test(sql);
  return isOrdered ? rows : rows.map((row) => JSON.stringify(row)).toSorted((one, other) => one.localeCompare(other));
}

test.each(examples)('%s: %s', async (_, sql, rows) => {
  expect(comparable(sql, await db.rows(sql))).toEqual(comparable(sql, rows));
});
