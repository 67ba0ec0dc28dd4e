import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { LocalSnowflake } from 'snowpark-session-local';
import { type ExpectedCell, matchCell, readRow } from './case-cells.js';
import { connect, destroy, rejection, run } from './driver.js';

interface Case {
  readonly group: string;
  readonly sql: readonly string[];
  readonly expect: 'runs' | { readonly error: string } | { readonly rows: readonly (readonly ExpectedCell[])[] };
}

const { fixture, cases }: { readonly fixture: readonly string[]; readonly cases: readonly Case[] } = JSON.parse(
  readFileSync(new URL('../fixtures/cases.json', import.meta.url), 'utf8'),
);

/** Cases the engine refuses by name, so that no one takes its answer for Snowflake's. */
const REFUSED: readonly string[] = ['create or replace dynamic table'];

/** What every case starts from: a database of its own name, in UTC, with whole times. */
const SETUP = [
  'create or replace database db1',
  "alter session set timezone = 'UTC', time_output_format = 'HH24:MI:SS.FF9'",
];

let engine: LocalSnowflake;

beforeAll(async () => {
  engine = await LocalSnowflake.start();
});
afterAll(() => engine.close());

test.each(cases.map((one, at) => [`${at} ${one.group}: ${one.sql.join('; ')}`, one] as const))('%s', async (_, one) => {
  const connection = await connect(engine);
  for (const sqlText of [...SETUP, ...fixture, ...one.sql.slice(0, -1)]) {
    await run(connection, sqlText);
  }
  const last = run(connection, one.sql.at(-1) ?? '');
  if (REFUSED.some((part) => one.sql.at(-1)?.includes(part))) {
    expect((await rejection(last)).message).toContain('Unsupported feature');
  } else if (one.expect === 'runs') {
    await last;
  } else if ('error' in one.expect) {
    expect(String((await rejection(last)).code).padStart(6, '0')).toBe(one.expect.error);
  } else {
    const { rows: expected } = one.expect;
    const { rows, statement } = await last;
    const cells = rows.map((row, line) =>
      readRow(row, statement).map((cell, place) => matchCell(expected[line]?.[place], cell)),
    );
    expect(cells).toEqual(expected);
  }
  await destroy(connection);
});
