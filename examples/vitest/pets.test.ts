import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { Session } from 'snowpark-session';
import { LocalSnowflake } from 'snowpark-session-local';

let engine: LocalSnowflake;
let session: Session;

beforeAll(async () => {
  engine = await LocalSnowflake.start();
  session = await Session.builder.configs({ ...engine.connectionOptions }).create();
});

beforeEach(async () => {
  await engine.reset();
  await engine.seed({ tables: { pets: [{ id: 1, name: 'Tom', born: new Date('2020-01-01') }] } });
});

afterAll(async () => {
  await session.close();
  await engine.close();
});

test('a pet is renamed', async () => {
  await session.sql('update pets set name = ? where id = ?', ['Kit', 1]).collect();
  expect(await session.sql('select name from pets').collect()).toEqual([{ NAME: 'Kit' }]);
});

test('every test starts from the seed', async () => {
  expect(await session.sql('select name from pets').collect()).toEqual([{ NAME: 'Tom' }]);
});

test('a pet has an age', async () => {
  engine.clock.freeze('2024-06-01T00:00:00Z');
  const ages = session.sql("select datediff('year', born, current_timestamp()) as age from pets");
  expect(await ages.collect()).toEqual([{ AGE: 4 }]);
});
