import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { LocalSnowflake } from 'snowpark-session-local';
import { connect, destroy, run } from './driver.js';

let engine: LocalSnowflake;

beforeAll(async () => {
  engine = await LocalSnowflake.start();
});

afterAll(() => engine.close());

test('the real driver logs in and asks its first question', async () => {
  const connection = await connect(engine);
  const { rows, statement } = await run(connection, 'select 1');
  expect(rows).toEqual([[1]]);
  expect(statement.getNumRows()).toBe(1);
  expect(await destroy(connection)).toBeUndefined();
});
