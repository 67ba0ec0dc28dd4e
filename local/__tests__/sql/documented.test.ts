import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openSession, type TestSession } from './open-session.js';

/** Calls of Snowflake's function reference and calls measured on accounts, what they give as wire cells, and parameters of the statement. */
type Documented = readonly [string, string | null, Readonly<Record<string, unknown>>?];

const documented = ['documented.json', 'documented-swept.json', 'measured.json'].flatMap(
  (file): readonly Documented[] => JSON.parse(readFileSync(new URL(`../fixtures/${file}`, import.meta.url), 'utf8')),
);

const NUMERIC = /^-?\d+(?:\.\d+)?$/;

let db: TestSession;

beforeAll(async () => {
  db = await openSession();
});
afterAll(() => db.close());

test.each(documented)('%s is %j %j', async (expression, expected, parameters = {}) => {
  const { rows } = await db.run(`select ${expression}`, { parameters });
  const [[cell] = []] = rows;
  expect(sameForm(expected, cell ?? null)).toBe(expected);
});

/** Decimals have the digits of their type, and a FLOAT's last digit is the platform's. */
function sameForm(expected: string | null, cell: string | null): string | null {
  if (expected === null || cell === null || cell === expected || !NUMERIC.test(cell) || !NUMERIC.test(expected)) {
    return cell;
  }
  const [a, b] = [Number(expected), Number(cell)];
  return Math.abs(a - b) <= Math.abs(a) * 1e-15 * 4 ? expected : cell;
}
