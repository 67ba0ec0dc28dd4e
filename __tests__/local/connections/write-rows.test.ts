import { afterEach, expect, test } from '@jest/globals';

import { SnowflakeConnection } from '../../../src/index.js';
import { rejection, testEngine } from '../../helpers/engine.js';

const local = testEngine();
let opened: SnowflakeConnection | undefined;

afterEach(async () => {
  await opened?.close();
  opened = undefined;
});

function open(): SnowflakeConnection {
  opened ??= new SnowflakeConnection('write', { ...local.engine.connectionOptions });
  return opened;
}

test('S17: objects go into a table in batches, and the server counts them', async () => {
  const one = open();
  await one.execute('create or replace table pets (id number, name varchar, born date)');
  const rows = Array.from({ length: 25 }, (_, id) => ({ id, name: id === 3 ? null : `pet ${id}`, born: '2026-01-02' }));
  const start = local.engine.requests.length;
  expect(await one.writeRows('pets', rows, { batchSize: 10 })).toEqual({ rows: 25, batches: 3 });
  expect(local.engine.requests.slice(start).filter(({ kind }) => kind === 'query')).toHaveLength(3);
  expect(await one.query('select count(*) as c, sum(id) as s, count(name) as n from pets')).toEqual([
    { C: 25, S: 300, N: 24 },
  ]);
});

test('keys of all objects are columns; a missing one is NULL, and no rows send nothing', async () => {
  const one = open();
  await one.execute('create or replace table sparse (a number, b varchar)');
  expect(await one.writeRows('sparse', [{ a: 1 }, { b: 'x' }, { a: undefined, b: 'y' }])).toEqual({
    rows: 3,
    batches: 1,
  });
  expect(await one.query('select a, b from sparse order by b nulls first')).toEqual([
    { A: 1, B: null },
    { A: null, B: 'x' },
    { A: null, B: 'y' },
  ]);
  expect(await one.writeRows('sparse', [])).toEqual({ rows: 0, batches: 0 });
});

test('with quoteIdentifiers names are taken as they are written', async () => {
  const one = open();
  await one.execute('create or replace table "My pets" ("the id" number)');
  await one.writeRows('My pets', [{ 'the id': 7 }], { quoteIdentifiers: true, schema: 'PUBLIC' });
  expect(await one.query('select "the id" from "My pets"')).toEqual([{ 'the id': 7 }]);
});

test('a later batch that fails says how much was written', async () => {
  const one = open();
  await one.execute('create or replace table strict (n number)');
  const error = await rejection(one.writeRows('strict', [{ n: 1 }, { n: 2 }, { n: 'no number' }], { batchSize: 2 }));
  expect(error).toMatchObject({ name: 'SqlError', code: 'SQL_FAILED' });
  expect((error as Error).message).toContain('batch 2 of 2 failed; 2 rows were already inserted');
  expect(await one.query('select count(*) as c from strict')).toEqual([{ C: 2 }]);
});

test.each([
  ['a table that is no name', 'pets; drop table pets', [{ a: 1 }], {}, 'table'],
  ['a row that is no object', 'pets', [[1]], {}, 'row 1'],
  ['a key that is no column', 'pets', [{ a: 1 }, { b: 2 }], { columns: ['a'] }, '"b"'],
  ['rows without keys', 'pets', [{}], {}, 'no keys'],
  ['a batch of nothing', 'pets', [{ a: 1 }], { batchSize: 0 }, 'batchSize'],
])('%s is refused before anything is sent', async (_, table, rows, options, message) => {
  const one = open();
  const start = local.engine.requests.length;
  const error = await rejection(one.writeRows(table, rows as never, options));
  expect(error).toMatchObject({ code: 'ARGUMENT_INVALID', message: expect.stringContaining(message) });
  expect(local.engine.requests.length).toBe(start);
});
