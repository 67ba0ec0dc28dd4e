import { readFileSync, readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openSession, type TestSession } from './open-session.js';

/** What a statement must do: run, answer these wire cells, have these columns, or fail with this code (and message). */
type Expected =
  | 'runs'
  | (readonly (string | null)[])[]
  | { readonly columns: readonly string[] }
  | { readonly error: string; readonly message?: string };

interface Script {
  readonly about: string;
  readonly cases: readonly (readonly [string, Expected])[];
}

const FOLDER = new URL('../fixtures/statements/', import.meta.url);

const scripts: readonly Script[] = readdirSync(FOLDER).map((file) =>
  JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8')),
);

/** The statements of one file build on each other: they run in their order, in one session. */
describe.each(scripts)('$about', ({ cases }) => {
  let db: TestSession;

  beforeAll(async () => {
    db = await openSession();
  });
  afterAll(() => db.close());

  test.each(cases)('%s', async (sql, expected) => {
    if (expected === 'runs') {
      await db.run(sql);
    } else if (Array.isArray(expected)) {
      expect(await db.rows(sql)).toEqual(expected);
    } else if ('columns' in expected) {
      expect((await db.columns(sql)).map(({ name }) => name)).toEqual(expected.columns);
    } else {
      const { code, message } = await db.fails(sql);
      expect(code).toBe(expected.error);
      expect(message).toContain(expected.message ?? '');
    }
  });
});
