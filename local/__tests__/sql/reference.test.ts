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

test.each(examples)('%s: %s', async (_, sql, rows) => {
  expect(await db.rows(sql)).toEqual(rows);
});
