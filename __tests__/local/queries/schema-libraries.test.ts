import { expect, test } from '@jest/globals';
import * as v from 'valibot';
import { z } from 'zod';

import { rejection, testEngine } from '../../helpers/engine.js';

const local = testEngine();

const PETS = "select 1 as id, 'Tom' as name, '2020-02-29'::date as born union all select 2, 'Ada', null order by 1";

const zodPet = z.object({ ID: z.number().int(), NAME: z.string(), BORN: z.date().nullable() });
const valibotPet = v.object({
  ID: v.pipe(v.number(), v.integer()),
  NAME: v.string(),
  BORN: v.nullable(v.date()),
});

const born = new Date('2020-02-29T00:00:00Z');

test('rows are checked by zod, and typed by it', async () => {
  const session = await local.open();
  const rows = await session.sql(PETS).collect({ schema: zodPet });
  const names: string[] = rows.map(({ NAME }) => NAME);
  expect(names).toEqual(['Tom', 'Ada']);
  expect(rows[0]).toEqual({ ID: 1, NAME: 'Tom', BORN: born });
});

test('rows are checked by valibot, and typed by it', async () => {
  const session = await local.open();
  const seen: number[] = [];
  for await (const { ID } of session.sql(PETS).toLocalIterator({ schema: valibotPet })) {
    seen.push(ID);
  }
  expect(seen).toEqual([1, 2]);
});

test.each([
  ['zod', zodPet],
  ['valibot', valibotPet],
])('%s names the row and the column that does not fit', async (_library, schema) => {
  const session = await local.open();
  const error = await rejection(
    session.sql(`select id, iff(id = 2, null, name) as name, born from (${PETS})`).collect({ schema }),
  );
  expect(error).toMatchObject({ code: 'RESULT_INVALID', message: expect.stringContaining('Row 2, column "NAME"') });
});

test('call gives what a procedure of the server returns: a value, a value of many digits, a table', async () => {
  const session = await local.open();
  await session
    .sql(
      `create procedure add_up(a number, b number) returns number language sql as $$
       begin return a + b; end $$`,
    )
    .collect();
  await session
    .sql(
      `create procedure pets_like(pattern varchar) returns table (name varchar) language sql as $$
       declare found resultset default (select name from (${PETS}) where name like :pattern order by name);
       begin return table(found); end $$`,
    )
    .collect();
  expect(await session.call('add_up', [40, 2])).toBe(42);
  expect(await session.call('add_up', [9007199254740993n, 0])).toBe(9007199254740993n);
  expect(await session.call('pets_like', ['%a'])).toEqual([{ NAME: 'Ada' }]);
});
