import { afterAll, expect, test } from '@jest/globals';

import { SnowflakeConnection, type StandardSchema } from '../../../src/index.js';
import { rejection, testEngine } from '../../helpers/engine.js';

const connections: SnowflakeConnection[] = [];

// Before the engine's own, which ends what they are connected to.
afterAll(async () => {
  await Promise.all(connections.map((connection) => connection.close()));
});

const local = testEngine();

function open(): SnowflakeConnection {
  const connection = new SnowflakeConnection('queries', { ...local.engine.connectionOptions });
  connections.push(connection);
  return connection;
}

test('a connection takes the binds of a session: by name and by type', async () => {
  const connection = open();
  const params = { a: 1, d: { type: 'NUMBER(10,2)', value: '1.50' } };
  expect(await connection.query('select :a as a, :d as d', { params })).toEqual([{ A: 1, D: 1.5 }]);
});

test.each([undefined, 60])('it checks rows and their number, kept or not (ttl %p)', async (ttl) => {
  const connection = open();
  const schema: StandardSchema<number> = {
    '~standard': {
      version: 1,
      vendor: 'here',
      validate: (row) => {
        const { N: n } = row as { readonly N: number };
        return n < 2 ? { value: n } : { issues: [{ message: 'too much', path: ['N'] }] };
      },
    },
  };
  const sql = 'select seq4() as n from table(generator(rowcount => ?))';
  const checked: readonly number[] = await connection.query(sql, { params: [2], schema, ttl });
  expect(checked).toEqual([0, 1]);
  const ids: string[] = [];
  const onQueryId = (queryId: string): void => {
    ids.push(queryId);
  };
  expect(await rejection(connection.query(sql, { params: [3], schema, ttl, onQueryId }))).toMatchObject({
    message: 'Row 3, column "N", does not fit the schema: too much',
    queryId: expect.any(String),
  });
  expect(ids).toHaveLength(1);
  expect(await rejection(connection.query(sql, { params: [3], maxRows: 2, ttl }))).toMatchObject({
    code: 'RESULT_INVALID',
  });
});
