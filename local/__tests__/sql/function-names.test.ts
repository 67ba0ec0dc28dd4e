import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openSession, type TestSession } from './open-session.js';

/** Names of Snowflake's function reference. */
const names: { readonly inExpressions: readonly string[]; readonly inFrom: readonly string[] } = JSON.parse(
  readFileSync(new URL('../fixtures/function-names.json', import.meta.url), 'utf8'),
);

let db: TestSession;

beforeAll(async () => {
  db = await openSession();
});
afterAll(() => db.close());

/** The code of a call's failure; undefined when it succeeds. */
async function codeOf(sql: string): Promise<string | undefined> {
  return db.run(sql).then(
    () => undefined,
    (error: unknown) => (error instanceof Error && 'code' in error ? String(error.code) : String(error)),
  );
}

test.each(names.inExpressions)('%s is there, or refused by its name', async (name) => {
  expect(await codeOf(`select ${name}()`)).not.toBe('002140');
});

test.each(names.inFrom)('%s is there in FROM, or refused by its name', async (name) => {
  expect(await codeOf(`select * from table(${name}('x'))`)).not.toBe('002140');
});

test('a name that Snowflake has not is unknown', async () => {
  expect(await codeOf('select nosuch()')).toBe('002140');
  expect(await codeOf('select * from table(nosuch())')).toBe('002140');
});
