import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Connection } from 'snowflake-sdk';
import { LocalSnowflake } from 'snowpark-session-local';

import { connect, destroy, rejection, run } from '../wire/driver.js';

let engine: LocalSnowflake;
let connection: Connection;

beforeAll(async () => {
  engine = await LocalSnowflake.start();
  connection = await connect(engine);
});
afterAll(async () => {
  await destroy(connection);
  await engine.close();
});

test.each([
  'alter session set json_indent = 0',
  'alter session set quoted_identifiers_ignore_case = true',
  "select 'a' collate 'en-ci' = 'A'",
  "create table c (a varchar collate 'en-ci')",
  "select collate('a', 'en-ci') = 'A'",
  "select distinct collate('a', 'en-ci')",
  "select collate('a', 'en-ci') order by 1",
  "select collate('a', 'en-ci') as a where a = 'A'",
  "select * from (select collate('a', 'en-ci') as a) where a = 'A'",
])('what would change answers and is not followed is refused: %s', async (sql) => {
  const error = await rejection(run(connection, sql));
  expect(error.code).toBe('000002');
  expect(error.message).toContain('Unsupported feature');
});

test.each([
  'alter session set json_indent = 2',
  "select 'a' collate 'utf8' = 'A'",
  "select collate('a', 'en-ci'), 1 where 'a' = 'a'",
])('what changes no answer is taken: %s', async (sql) => {
  expect((await run(connection, sql)).rows).toHaveLength(1);
});
