import { getEventListeners } from 'node:events';

import { expect, test } from '@jest/globals';

import type { ActionOptions, DataFrame, Session } from '../../../src/index.js';
import { rejection, settlesAtOnce, testEngine, until } from '../../helpers/engine.js';

const local = testEngine({ longPollMs: 100, chunkRows: 100 });

const WAIT = 'select system$wait(60) as w';
const MANY = 'select seq4() as n from table(generator(rowcount => 1000))';
const QUIET = { write: (): void => undefined };

type Action = (frame: DataFrame, options: ActionOptions) => Promise<unknown>;

async function readAll(rows: AsyncIterable<unknown>): Promise<number> {
  let count = 0;
  for await (const row of rows) {
    count += row === undefined ? 0 : 1;
  }
  return count;
}

/** Every action that waits for a statement's end. */
const ACTIONS: readonly (readonly [string, Action])[] = [
  ['collect', async (frame, options) => frame.collect(options)],
  ['toLocalIterator', async (frame, options) => readAll(frame.toLocalIterator(options))],
  ['toReadable', async (frame, options) => readAll(frame.toReadable(options))],
  ['first', async (frame, options) => frame.first(undefined, options)],
  ['first(n)', async (frame, options) => frame.first(3, options)],
  ['take', async (frame, options) => frame.take(3, options)],
  ['count', async (frame, options) => frame.count(options)],
  ['show', async (frame, options) => frame.show(3, { ...QUIET, ...options })],
  ['cacheResult', async (frame, options) => frame.cacheResult(options)],
];

/** Those that wait for an answer, though nothing of the statement runs. */
const BRIEF: readonly (readonly [string, Action])[] = [
  ['schema', async (frame, options) => frame.schema(options)],
  ['columns', async (frame, options) => frame.columns(options)],
  ['explain', async (frame, options) => frame.explain({ ...QUIET, ...options })],
  ['collectNowait', async (frame, options) => frame.collectNowait(options)],
  ['createOrReplaceView', async (frame, options) => frame.createOrReplaceView('stopped', options)],
];

/** Whether each statement sent since was cancelled. */
function cancelledSince(start: number): boolean {
  const queries = local.engine.queries.slice(start);
  return queries.length > 0 && queries.every(({ errorCode }) => errorCode === '000604');
}

async function stillWorks(session: Session): Promise<void> {
  expect(await session.sql('select 1 as a').collect()).toEqual([{ A: 1 }]);
  // It fails when the server does not confirm it in time.
  await session.close();
}

test.each([...ACTIONS, ...BRIEF])('%s: a signal that has stopped sends nothing', async (_name, act) => {
  const session = await local.open();
  const start = local.engine.requests.length;
  expect(await rejection(act(session.sql(WAIT), { signal: AbortSignal.abort() }))).toMatchObject({
    name: 'AbortError',
  });
  expect(local.engine.requests).toHaveLength(start);
});

test.each(ACTIONS)('%s: stopped while it runs', async (_name, act) => {
  const session = await local.open();
  const start = local.engine.queries.length;
  const controller = new AbortController();
  const pending = rejection(act(session.sql(WAIT), { signal: controller.signal }));
  await until(() => local.engine.queries[start]?.state === 'RUNNING');
  controller.abort(new Error('enough'));
  expect(await pending).toMatchObject({ name: 'AbortError', cause: new Error('enough') });
  await until(() => cancelledSince(start));
  await stillWorks(session);
});

test.each([...ACTIONS, ...BRIEF])('%s: stopped before the server has the statement', async (_name, act) => {
  const session = await local.open();
  const start = local.engine.queries.length;
  const controller = new AbortController();
  local.engine.faults.add({ on: 'query', respond: { delayMs: 150 } });
  const requests = local.engine.requests.length;
  const pending = rejection(act(session.sql(WAIT), { signal: controller.signal }));
  await until(() => local.engine.requests.length > requests);
  controller.abort();
  expect(await settlesAtOnce(pending)).toBe(true);
  expect(await pending).toMatchObject({ name: 'AbortError' });
  // Those that are over in no time may have ended before a cancel could find them.
  await until(() => local.engine.queries.slice(start).every(({ state }) => !['QUEUED', 'RUNNING'].includes(state)));
  await stillWorks(session);
});

test.each(ACTIONS)('%s: stopped while it stands in line', async (_name, act) => {
  const session = await local.open();
  const busy = new AbortController();
  // What comes after a block waits for its end.
  const first = rejection(session.sql(`begin ${WAIT}; end`).collect({ signal: busy.signal }));
  const start = local.engine.queries.length;
  await until(() => local.engine.queries.at(-1)?.state === 'RUNNING');
  const controller = new AbortController();
  const pending = rejection(act(session.sql(WAIT), { signal: controller.signal }));
  await until(() => local.engine.queries.slice(start).some(({ state }) => state === 'QUEUED'));
  controller.abort();
  expect(await pending).toMatchObject({ name: 'AbortError' });
  await until(() => local.engine.queries.slice(-1).every(({ errorCode }) => errorCode === '000604'));
  busy.abort();
  await first;
  await stillWorks(session);
});

test.each(ACTIONS.slice(0, 3))('%s: stopped while the first chunk does not come', async (_name, act) => {
  const session = await local.open();
  const controller = new AbortController();
  const start = local.engine.requests.length;
  local.engine.faults.add({ on: 'chunk', times: 20, respond: 'hang' });
  const pending = rejection(act(session.sql(MANY), { signal: controller.signal }));
  await until(() => local.engine.requests.slice(start).some(({ kind }) => kind === 'chunk'));
  controller.abort();
  expect(await settlesAtOnce(pending)).toBe(true);
  expect(await pending).toMatchObject({ name: 'AbortError', queryId: expect.any(String) });
  local.engine.faults.clear();
  await stillWorks(session);
});

test.each<readonly [string, (session: Session, options: ActionOptions) => Promise<unknown>]>([
  ['count', async (session, options) => session.sql('show roles').count(options)],
  ['first', async (session, options) => session.sql('show roles').first(2, options)],
  ['cacheResult', async (session, options) => session.sql('show roles').cacheResult(options)],
  ['appendQueryTag', async (session, options) => session.appendQueryTag('late', ',', options)],
  ['updateQueryTag', async (session, options) => session.updateQueryTag({ late: true }, options)],
  ['getFullyQualifiedCurrentSchema', async (session, options) => session.getFullyQualifiedCurrentSchema(options)],
])('%s sends two statements in one timeoutMs, and names the one that was asked for', async (_name, act) => {
  const session = await local.open();
  local.engine.faults.add({ on: 'query', times: 2, respond: { delayMs: 400 } });
  const error = await rejection(act(session, { timeoutMs: 700 }));
  local.engine.faults.clear();
  expect(error).toMatchObject({ code: 'QUERY_TIMEOUT', message: expect.stringContaining('limit of 700 ms') });
});

test.each(ACTIONS)('%s: timeoutMs is for the whole action', async (_name, act) => {
  const session = await local.open();
  const start = local.engine.queries.length;
  expect(await rejection(act(session.sql(WAIT), { timeoutMs: 60 }))).toMatchObject({ code: 'QUERY_TIMEOUT' });
  await until(() => cancelledSince(start));
  await stillWorks(session);
});

test.each([...ACTIONS, ...BRIEF])('%s: a time that is none is refused', async (_name, act) => {
  const session = await local.open();
  const start = local.engine.requests.length;
  for (const timeoutMs of [0, -1, Number.NaN]) {
    expect(await rejection(act(session.sql(WAIT), { timeoutMs }))).toMatchObject({ code: 'ARGUMENT_INVALID' });
  }
  expect(local.engine.requests).toHaveLength(start);
});

test('a connection that breaks in the middle of a statement names the statement', async () => {
  const session = await local.open();
  local.engine.faults.add({ on: 'result', times: 100, respond: { status: 400, body: '', contentType: 'text/html' } });
  const error = await rejection(session.sql("select system$wait(300, 'MILLISECONDS') as w").collect());
  local.engine.faults.clear();
  expect(error).toMatchObject({ name: 'ConnectionError', queryId: expect.stringMatching(/^[\da-f-]{36}$/) });
});

test('many statements under one signal put one listener on it, and leave none', async () => {
  const session = await local.open();
  const { signal } = new AbortController();
  const warnings: Error[] = [];
  const note = (warning: Error): unknown => warning.name.startsWith('MaxListeners') && warnings.push(warning);
  process.on('warning', note);
  const rows = session.sql(MANY).toLocalIterator({ signal });
  await rows.next();
  const job = await session.sql('select 1 as a').collectNowait({ signal });
  const pending = [
    ...Array.from({ length: 20 }, async () => session.sql('select 1 as a').collect({ signal })),
    ...Array.from({ length: 20 }, async () => job.status({ signal })),
  ];
  expect(getEventListeners(signal, 'abort')).toHaveLength(1);
  await Promise.all(pending);
  await rows.return();
  expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  await new Promise(setImmediate);
  process.removeListener('warning', note);
  expect(warnings).toEqual([]);
});

test('one signal stops all the statements under it', async () => {
  const session = await local.open();
  const start = local.engine.queries.length;
  const controller = new AbortController();
  const pending = Array.from({ length: 12 }, async () =>
    rejection(session.sql(WAIT).collect({ signal: controller.signal })),
  );
  await until(() => local.engine.queries.length > start);
  controller.abort(new Error('enough'));
  for (const error of await Promise.all(pending)) {
    expect(error).toMatchObject({ name: 'AbortError', cause: new Error('enough') });
  }
  await until(() => cancelledSince(start));
});
