import { expect, test } from '@jest/globals';

import { QueryCancelledError, Session, SessionClosedError, SessionCloseError } from '../../src/index.js';
import { rejection, testEngine, until } from '../helpers/engine.js';

const local = testEngine();

const LONG = 'select system$wait(60)';

/** What this session's server saw from now on. */
function requestsSince(start: number): string[] {
  return local.engine.requests.slice(start).map(({ kind }) => kind);
}

function running(): number {
  return local.engine.queries.filter(({ state }) => state === 'RUNNING').length;
}

test('a running query is cancelled before the session is deleted, and is not sent again', async () => {
  const session = await local.open();
  const start = local.engine.requests.length;
  const pending = rejection(session.sql(LONG).collect());
  await until(() => running() === 1);
  const started = performance.now();
  await session.close();
  // Where the cancel is not heard, the deletion comes after 7.5 s.
  expect(performance.now() - started).toBeLessThan(5_000);
  const error = await pending;
  expect(error).toBeInstanceOf(QueryCancelledError);
  expect(error).toMatchObject({ code: 'QUERY_CANCELLED' });
  const kinds = requestsSince(start);
  expect(kinds.filter((kind) => kind === 'query')).toHaveLength(1);
  expect(kinds.indexOf('abort')).toBeGreaterThan(-1);
  expect(kinds.indexOf('abort')).toBeLessThan(kinds.indexOf('delete'));
  expect(kinds.filter((kind) => kind === 'delete')).toHaveLength(1);
  expect(running()).toBe(0);
});

test('a close right after the submission cancels too, though the abort may overtake the query', async () => {
  for (let round = 0; round < 5; round++) {
    const session = await local.open();
    const start = local.engine.queries.length;
    const pending = rejection(session.sql(LONG).collect());
    await session.close();
    expect(await pending).toBeInstanceOf(QueryCancelledError);
    expect(local.engine.queries.slice(start).filter(({ state }) => state === 'RUNNING')).toEqual([]);
  }
});

test('fifty running and waiting queries are all settled by one close', async () => {
  const session = await local.open();
  const pending = Array.from({ length: 50 }, () => rejection(session.sql(LONG).collect()));
  await until(() => running() > 0);
  await session.close({ timeoutMs: 60_000 });
  for (const error of await Promise.all(pending)) {
    expect(error).toBeInstanceOf(QueryCancelledError);
  }
  expect(running()).toBe(0);
});

test('closing twice, at the same time and later, deletes the session once', async () => {
  const session = await local.open();
  const start = local.engine.requests.length;
  await Promise.all([session.close(), session.close(), session[Symbol.asyncDispose]()]);
  await session.close();
  expect(requestsSince(start)).toEqual(['delete']);
  expect(session.isClosed).toBe(true);
});

test('a closed session refuses work', async () => {
  const session = await local.open();
  await session.close();
  const error = await rejection(session.sql('select 1').collect());
  expect(error).toBeInstanceOf(SessionClosedError);
  expect(error).toMatchObject({ code: 'SESSION_CLOSED', hint: 'Create a new one.' });
});

test('await using closes', async () => {
  const start = local.engine.requests.length;
  {
    await using session = await Session.builder.configs({ ...local.engine.connectionOptions }).create();
    expect(await session.sql('select 1 as one').collect()).toEqual([{ ONE: 1 }]);
  }
  expect(requestsSince(start).at(-1)).toBe('delete');
});

test('a silent server cannot hold a close longer than its timeout', async () => {
  const session = await local.open();
  local.engine.faults.add({ on: 'delete', respond: 'hang' });
  const started = performance.now();
  const error = await rejection(session.close({ timeoutMs: 300 }));
  // Without a time of its own it would be ten seconds.
  expect(performance.now() - started).toBeLessThan(8_000);
  expect(error).toBeInstanceOf(SessionCloseError);
  expect(await rejection(session.close())).toBe(error);
});

test('where no cancel is heard, the deletion of the session ends its statements', async () => {
  const session = await local.open();
  const start = local.engine.queries.length;
  const pending = rejection(session.sql(LONG).collect());
  await until(() => local.engine.queries[start]?.state === 'RUNNING');
  // The engine never sees them, however often it is asked: whatever ends the statement, it is no cancel.
  local.engine.faults.add({ on: 'abort', times: Infinity, respond: 'hang' });
  const sent = local.engine.requests.length;
  try {
    // A fourth of it is for the deletion, whose answer may come too late on a busy machine.
    await session.close({ timeoutMs: 4_000 }).catch(() => undefined);
  } finally {
    local.engine.faults.clear();
  }
  expect(await pending).toBeInstanceOf(QueryCancelledError);
  await until(() => running() === 0);
  expect(requestsSince(sent)).toContain('delete');
  expect(local.engine.queries[start]).toMatchObject({ errorCode: '000604' });
});

test('a server that forgot the session does not fail the close', async () => {
  const session = await local.open();
  local.engine.expireSessions({ master: true });
  await session.close();
  expect(session.isClosed).toBe(true);
});

test.each([0, -1, Number.NaN])('a timeout of %s is refused by name and closes nothing', async (timeoutMs) => {
  const session = await local.open();
  expect(await rejection(session.close({ timeoutMs }))).toMatchObject({
    code: 'ARGUMENT_INVALID',
    message: /timeoutMs/,
  });
  expect(session.isClosed).toBe(false);
});
