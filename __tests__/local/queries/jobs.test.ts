import { expect, test } from '@jest/globals';

import { rejection, testEngine, until } from '../../helpers/engine.js';

const local = testEngine({ longPollMs: 200, chunkRows: 100 });
const MANY = 'select seq4() as n from table(generator(rowcount => 250))';

test('a job runs by itself, and gives its rows from any session', async () => {
  const session = await local.open();
  const job = await session.sql<{ readonly N: number }>(`${MANY} where n < ?`, [200]).collectNowait();
  expect(job.queryId).toMatch(/^[\da-f-]{36}$/);
  const rows = await job.result();
  expect(rows.map(({ N }) => N)).toEqual(Array.from({ length: 200 }, (_value, index) => index));
  const elsewhere = (await local.open()).createAsyncJob<{ readonly N: number }>(job.queryId);
  expect(await elsewhere.result({ rowMode: 'array' })).toHaveLength(200);
  expect(await elsewhere.status()).toBe('SUCCESS');
  expect(await job.query()).toBe(`${MANY} where n < ?`);
  expect(await job.toDataFrame().count()).toBe(200);
});

test('while it runs it is neither done nor failed, and it can be cancelled', async () => {
  const session = await local.open();
  const job = await session.sql('select system$wait(60)').collectNowait();
  expect([await job.isDone(), await job.isFailed()]).toEqual([false, false]);
  const waiting = rejection(job.result());
  await job.cancel();
  expect(await waiting).toMatchObject({ code: 'QUERY_CANCELLED', queryId: job.queryId });
  expect([await job.isDone(), await job.isFailed()]).toEqual([true, true]);
});

test('a job that failed gives the server code, not the driver number', async () => {
  const session = await local.open();
  const job = await session.sql('select nope').collectNowait();
  const error = await rejection(job.result());
  expect(error).toMatchObject({ code: 'SQL_FAILED', serverCode: '000904', queryId: job.queryId });
});

test('BLOCKED is running: a job that waits for a lock gives its rows when it has it', async () => {
  const session = await local.open();
  const job = await session.sql('select 1 as a').collectNowait();
  const blocked = {
    success: true,
    code: null,
    message: null,
    data: { queries: [{ id: job.queryId, status: 'BLOCKED' }] },
  };
  local.engine.faults.add({
    on: 'monitoring',
    times: 2,
    respond: { status: 200, contentType: 'application/json', body: JSON.stringify(blocked) },
  });
  expect(await job.isDone()).toBe(false);
  expect(await job.result()).toEqual([{ A: 1 }]);
});

test('a signal and a timeout end the waiting, and the job runs on', async () => {
  const session = await local.open();
  const job = await session.sql('select system$wait(60) as done').collectNowait();
  const controller = new AbortController();
  const waiting = rejection(job.result({ signal: controller.signal }));
  setTimeout(() => controller.abort(new Error('enough')), 50);
  expect(await waiting).toMatchObject({ name: 'AbortError', queryId: job.queryId });
  expect(await rejection(job.result({ timeoutMs: 700 }))).toMatchObject({
    code: 'QUERY_TIMEOUT',
    queryId: job.queryId,
    message: expect.stringMatching(/700 ms; it runs on/),
  });
  expect(await rejection(job.result({ signal: AbortSignal.abort() }))).toMatchObject({ name: 'AbortError' });
  expect(await rejection(job.status({ timeoutMs: -1 }))).toMatchObject({ code: 'ARGUMENT_INVALID' });
  expect(await job.status()).toBe('RUNNING');
  await job.cancel();
});

test('a submission that is stopped leaves nothing running', async () => {
  const session = await local.open();
  const start = local.engine.queries.length;
  local.engine.faults.add({ on: 'query', respond: { delayMs: 300 }, when: 'after' });
  const controller = new AbortController();
  const submitting = rejection(session.sql('select system$wait(60)').collectNowait({ signal: controller.signal }));
  await until(() => local.engine.queries.length > start);
  controller.abort();
  expect(await submitting).toMatchObject({ name: 'AbortError' });
  await until(() => local.engine.queries[start]?.errorCode === '000604');
});

test.each(['', 'abc', "01b00000-0000-0000-0000-000000000001' or 1=1", 7])('%p is no query id', async (queryId) => {
  const session = await local.open();
  expect(() => session.createAsyncJob(queryId as string)).toThrow('is not a query id');
});

test('a token that has expired is renewed for the state of a job too', async () => {
  const session = await local.open();
  const job = await session.sql('select 1 as a').collectNowait();
  await until(() => local.engine.queries.find(({ queryId }) => queryId === job.queryId)?.state === 'SUCCESS');
  local.engine.expireSessions();
  expect(await job.isDone()).toBe(true);
});

test('a query no server knows is told so within seconds, with the server code', async () => {
  const session = await local.open();
  const job = session.createAsyncJob('01b00000-0000-0000-0000-000000000001');
  expect(await job.status()).toBe('NO_DATA');
  expect(await job.query()).toBeUndefined();
  expect(await rejection(job.query({ timeoutMs: -1 }))).toMatchObject({ code: 'ARGUMENT_INVALID' });
  expect(await rejection(job.result({ timeoutMs: 60_000 }))).toMatchObject({
    code: 'SQL_FAILED',
    serverCode: '000709',
    hint: expect.stringContaining('Check the id'),
  });
});

test('a server that refuses to look for an unknown query is understood so', async () => {
  const session = await local.open();
  local.engine.faults.add({ on: 'result', times: 50, respond: { status: 404, body: '', contentType: 'text/html' } });
  const job = session.createAsyncJob('01b00000-0000-0000-0000-000000000002');
  const error = await rejection(job.result({ timeoutMs: 60_000 }));
  local.engine.faults.clear();
  expect(error).toMatchObject({ code: 'SQL_FAILED', message: expect.stringContaining('knows no statement 01b0') });
});

test('a job whose state is not known yet gives its rows', async () => {
  const session = await local.open();
  const job = await session.sql('select system$wait(3), 7 as a').collectNowait();
  const body = JSON.stringify({ success: true, code: null, message: null, data: { queries: [] } });
  local.engine.faults.add({
    on: 'monitoring',
    times: 50,
    respond: { status: 200, contentType: 'application/json', body },
  });
  const rows = await job.result();
  local.engine.faults.clear();
  expect(rows).toMatchObject([{ A: 7 }]);
});

test('a job of several statements gives the rows of each, from any session', async () => {
  const session = await local.open();
  const text = `select 1 as a; ${MANY}; select 'x;y' as b`;
  const job = await session.sql(text, [], { multiStatement: 3 }).collectNowait();
  const [first, second, third] = await job.results();
  expect([first, second?.length, third]).toEqual([[{ A: 1 }], 250, [{ B: 'x;y' }]]);
  const elsewhere = (await local.open()).createAsyncJob(job.queryId);
  expect(await elsewhere.results({ rowMode: 'array' })).toMatchObject([[[1]], { length: 250 }, [['x;y']]]);
  expect(await rejection(elsewhere.result())).toMatchObject({
    code: 'RESULT_INVALID',
    message: expect.stringMatching(/3 statements.*results\(\)/s),
  });
  const single = await session.sql('select 1 as a').collectNowait();
  expect(await single.results()).toEqual([[{ A: 1 }]]);
});

test('a job of several statements of which one fails, and one that is stopped', async () => {
  const session = await local.open();
  const failing = await session.sql('select 1; select nope', [], { multiStatement: 0 }).collectNowait();
  expect(await rejection(failing.results())).toMatchObject({ code: 'SQL_FAILED', serverCode: '000904' });
  const start = local.engine.queries.length;
  await session.sql('select 1; select system$wait(60)', [], { multiStatement: 2 }).collectNowait();
  await until(() => local.engine.queries.slice(start).some(({ sql }) => sql === 'select system$wait(60)'));
  await session.close();
  await until(() => local.engine.queries.slice(start).every(({ state }) => state !== 'RUNNING' && state !== 'QUEUED'));
});

test('a closing session stops its jobs, unless it is asked not to', async () => {
  const stopped = await local.open();
  const first = local.engine.queries.length;
  await stopped.sql('select system$wait(60)').collectNowait();
  await stopped.close();
  await until(() => local.engine.queries[first]?.errorCode === '000604');
  const left = await local.open();
  const second = local.engine.queries.length;
  const job = await left.sql('select system$wait(1) as w').collectNowait();
  await left.close({ cancelRunning: false });
  expect(['RUNNING', 'SUCCESS']).toContain(local.engine.queries[second]?.state);
  expect(await (await local.open()).createAsyncJob(job.queryId).result()).toHaveLength(1);
});

test('who waits for a job is told at once when its session is closed', async () => {
  const session = await local.open();
  const job = await session.sql('select system$wait(60)').collectNowait();
  const waiting = Promise.all(Array.from({ length: 12 }, async () => rejection(job.result())));
  await new Promise((resolve) => setTimeout(resolve, 3_700));
  const told = waiting.then(() => 'told');
  // By now a job is asked after every two seconds at most: who is not told at once would wait for the next time.
  const closed = session.close().then(async () => new Promise((resolve) => setTimeout(resolve, 500, 'late')));
  expect(await Promise.race([told, closed])).toBe('told');
  for (const error of await waiting) {
    expect(error).toMatchObject({ name: expect.stringMatching(/^(SessionClosed|QueryCancelled)Error$/) });
  }
});

test.each([20, 60_000])(
  'who just asks for its state when the session closes is told so: answered after %p ms',
  async (delayMs) => {
    const session = await local.open();
    const job = await session.sql('select system$wait(60)').collectNowait();
    const start = local.engine.requests.length;
    local.engine.faults.add({ on: 'monitoring', times: 1, respond: { delayMs } });
    const waiting = rejection(job.result());
    await until(() => local.engine.requests.slice(start).some(({ kind }) => kind === 'monitoring'));
    await session.close();
    expect(await waiting).toMatchObject({ name: expect.stringMatching(/^(SessionClosed|QueryCancelled)Error$/) });
  },
);

test('cancelAll stops jobs too', async () => {
  const session = await local.open();
  const job = await session.sql('select system$wait(60)').collectNowait();
  await session.cancelAll();
  expect(await rejection(job.result())).toMatchObject({ code: 'QUERY_CANCELLED' });
});

test('the query id is told before the end, and is on the error', async () => {
  const session = await local.open();
  const controller = new AbortController();
  let told: string | undefined;
  const error = await rejection(
    session.sql('select system$wait(60)').collect({
      signal: controller.signal,
      onQueryId(queryId) {
        told = queryId;
        controller.abort();
      },
    }),
  );
  expect(told).toMatch(/^[\da-f-]{36}$/);
  expect(error).toMatchObject({ name: 'AbortError', queryId: told });
  const ids: string[] = [];
  await session.sql('select 1 as a').collect({
    onQueryId(queryId) {
      ids.push(queryId);
      throw new Error('a listener that fails');
    },
  });
  expect(ids).toHaveLength(1);
});
