import { expect, test } from '@jest/globals';
import { LocalSnowflake } from 'snowpark-session-local';
import { connect, destroy, ENDLESS, rejection, start, until } from './driver.js';
import { logIn, query } from './raw.js';

test('closing cancels what runs, answers it, and refuses what comes after', async () => {
  const engine = await LocalSnowflake.start();
  const { token } = await logIn(engine);
  const running = query(engine, token, ENDLESS);
  const waiting = query(engine, token, 'select 1');
  await until(() => engine.queries.length === 2 && engine.queries[0]?.state === 'RUNNING');
  const first = engine.close();
  expect(engine.close()).toBe(first);
  await first;
  expect(await running).toMatchObject({ code: '000604' });
  expect(await waiting).toMatchObject({ code: '000604' });
  await expect(fetch(engine.url)).rejects.toThrow();
  expect(engine.queries.map(({ state }) => state)).toEqual(['FAILED_WITH_ERROR', 'FAILED_WITH_ERROR']);
});

test('closing does not wait for a client that is still connected', async () => {
  const engine = await LocalSnowflake.start();
  const connection = await connect(engine, { sfRetryMaxLoginRetries: 0 });
  const running = start(connection, ENDLESS);
  const failed = rejection(running.done);
  await until(() => engine.queries[0]?.state === 'RUNNING');
  const closedAt = performance.now();
  await engine.close();
  // An idle connection is kept for 65 s.
  expect(performance.now() - closedAt).toBeLessThan(30_000);
  expect(await failed).toMatchObject({ code: '000604' });
  await destroy(connection);
});

test('an engine closes at the end of its scope and leaves nothing open', async () => {
  const open = (): number => process.getActiveResourcesInfo().filter((name) => /TCP|Timeout|Pipe/.test(name)).length;
  const before = open();
  {
    await using engine = await LocalSnowflake.start();
    const connection = await connect(engine);
    const failed = rejection(start(connection, ENDLESS).done);
    await until(() => engine.queries[0]?.state === 'RUNNING');
    await destroy(connection);
    await failed;
  }
  await until(() => open() <= before);
});

test('many engines come and go', async () => {
  for (let round = 0; round < 3; round += 1) {
    const engine = await LocalSnowflake.start();
    const { token } = await logIn(engine);
    expect(await query(engine, token, `select ${round}`)).toMatchObject({ data: { rowset: [[String(round)]] } });
    await engine.close();
  }
});

test('a port that is taken is an error, and leaves no engine behind', async () => {
  const engine = await LocalSnowflake.start();
  const { port } = engine.connectionOptions;
  await expect(LocalSnowflake.start({ port })).rejects.toThrow('EADDRINUSE');
  await engine.close();
  const again = await LocalSnowflake.start({ port });
  expect(again.connectionOptions.port).toBe(port);
  await again.close();
});
