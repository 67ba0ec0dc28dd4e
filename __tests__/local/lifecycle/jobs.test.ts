import { expect, test } from '@jest/globals';

import { settlesAtOnce, testEngine, until } from '../../helpers/engine.js';

const local = testEngine();

function stateOf(queryId: string): string | undefined {
  return local.engine.queries.find((query) => query.queryId === queryId)?.state;
}

test('an asynchronous job dies with its session', async () => {
  const session = await local.open();
  const job = await session.sql('select system$wait(30)').collectNowait();
  await until(() => stateOf(job.queryId) === 'RUNNING');
  await session.close();
  expect(stateOf(job.queryId)).toBe('FAILED_WITH_ERROR');
});

test('with cancelRunning: false it lives on, and another session can fetch it', async () => {
  const [session, other] = [await local.open(), await local.open()];
  const job = await session.sql("select system$wait(500, 'MILLISECONDS') as w, 7 as n").collectNowait();
  const start = local.engine.requests.length;
  expect(await settlesAtOnce(session.close({ cancelRunning: false }))).toBe(true);
  expect(local.engine.requests.length).toBe(start);
  await until(() => stateOf(job.queryId) === 'SUCCESS');
  expect(await other.createAsyncJob(job.queryId).result()).toMatchObject([{ N: 7 }]);
});

test('cancelAll ends jobs too, and the session goes on', async () => {
  const session = await local.open();
  const job = await session.sql('select system$wait(30)').collectNowait();
  await until(() => stateOf(job.queryId) === 'RUNNING');
  await session.cancelAll();
  await until(() => stateOf(job.queryId) === 'FAILED_WITH_ERROR');
  expect(await session.sql('select 1 as n').collect()).toEqual([{ N: 1 }]);
});

test('a session that a connection lends takes its jobs along when it is closed, and leaves the connection', async () => {
  const { SnowflakeConnection } = await import('../../../src/index.js');
  await using connection = new SnowflakeConnection('jobs', { ...local.engine.connectionOptions });
  const session = await connection.session();
  const job = await session.sql('select system$wait(30)').collectNowait();
  await until(() => stateOf(job.queryId) === 'RUNNING');
  await session.close();
  await until(() => stateOf(job.queryId) === 'FAILED_WITH_ERROR');
  expect(await connection.query('select 1 as n')).toEqual([{ N: 1 }]);
});
