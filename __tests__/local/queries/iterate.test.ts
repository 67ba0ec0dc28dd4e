import { expect, test } from '@jest/globals';

import { QueryTimeoutError } from '../../../src/index.js';
import { rejection, testEngine, until } from '../../helpers/engine.js';

const local = testEngine({ longPollMs: 200, chunkRows: 100 });
const MANY = 'select seq4() as n from table(generator(rowcount => 1000))';

test('rows come one by one, in order, over many chunks', async () => {
  const session = await local.open();
  const seen: unknown[] = [];
  for await (const row of session.sql<{ readonly N: number }>(MANY)) {
    seen.push(row.N);
  }
  expect(seen).toEqual(Array.from({ length: 1000 }, (_value, index) => index));
});

test('the options of rows hold: arrays, and keys in lower case', async () => {
  const session = await local.open();
  const frame = session.sql('select 1 as a, 2 as a');
  expect(await frame.toLocalIterator({ rowMode: 'array' }).next()).toEqual({ done: false, value: [1, 2] });
  expect(await frame.toLocalIterator({ caseSensitive: false }).next()).toEqual({
    done: false,
    value: { a: 1, a_2: 2 },
  });
});

test('nothing is sent before the first row is asked for, and a bad bind is told at once', async () => {
  const session = await local.open();
  const start = local.engine.requests.length;
  const rows = session.sql('select 1 as a').toLocalIterator();
  expect(local.engine.requests).toHaveLength(start);
  expect(await rows.return()).toEqual({ done: true, value: undefined });
  expect(await rows.next()).toEqual({ done: true, value: undefined });
  expect(local.engine.requests).toHaveLength(start);
  expect(() => session.sql('select ?', [Number.NaN]).toLocalIterator()).toThrow('bind 1 is NaN');
});

test('many calls of next at once get the rows in order', async () => {
  const session = await local.open();
  const rows = session.sql(MANY).toLocalIterator({ rowMode: 'array' });
  const some = await Promise.all(Array.from({ length: 250 }, () => rows.next()));
  expect(some.map(({ value }) => value?.[0])).toEqual(Array.from({ length: 250 }, (_value, index) => index));
  await rows.return();
});

test('leaving the loop early frees the statement, and the session goes on', async () => {
  const session = await local.open();
  for await (const row of session.sql(MANY)) {
    expect(row).toEqual({ N: 0 });
    break;
  }
  expect(await session.sql('select 1 as a').collect()).toEqual([{ A: 1 }]);
});

test('return() while the first row is waited for cancels on the server', async () => {
  const session = await local.open();
  const start = local.engine.queries.length;
  const rows = session.sql('select system$wait(60)').toLocalIterator();
  const pending = rows.next();
  await until(() => local.engine.queries[start]?.state === 'RUNNING');
  await rows.return();
  expect(await pending).toEqual({ done: true, value: undefined });
  await until(() => local.engine.queries[start]?.errorCode === '000604');
});

test('a signal stops the rows in the middle with an AbortError', async () => {
  const session = await local.open();
  const controller = new AbortController();
  const rows = session.sql(MANY).toLocalIterator({ signal: controller.signal });
  await rows.next();
  controller.abort(new Error('enough'));
  // Also the rows that are here already are not given any more.
  expect(await rejection(rows.next())).toMatchObject({ name: 'AbortError', cause: new Error('enough') });
  expect(await rows.next()).toEqual({ done: true, value: undefined });
});

test('a signal that has already stopped sends nothing', async () => {
  const session = await local.open();
  const start = local.engine.requests.length;
  const rows = session.sql(MANY).toLocalIterator({ signal: AbortSignal.abort() });
  expect(await rejection(rows.next())).toMatchObject({ name: 'AbortError' });
  expect(local.engine.requests).toHaveLength(start);
});

test('timeoutMs ends the wait and the statement', async () => {
  const session = await local.open();
  const start = local.engine.queries.length;
  const rows = session.sql('select system$wait(60)').toLocalIterator({ timeoutMs: 100 });
  expect(await rejection(rows.next())).toBeInstanceOf(QueryTimeoutError);
  await until(() => local.engine.queries[start]?.errorCode === '000604');
});

test('timeoutMs ends the rows in the middle, however slowly they are taken', async () => {
  const session = await local.open();
  const firstRow = async (from: AsyncIterator<unknown>): Promise<boolean> =>
    from.next().then(
      () => true,
      () => false,
    );
  let timeoutMs = 200;
  let rows = session.sql(MANY).toLocalIterator({ timeoutMs });
  // A busy machine needs longer for the first row alone.
  while (!(await firstRow(rows))) {
    timeoutMs *= 4;
    rows = session.sql(MANY).toLocalIterator({ timeoutMs });
  }
  await new Promise((resolve) => setTimeout(resolve, timeoutMs + 50));
  expect(await rejection(rows.next())).toBeInstanceOf(QueryTimeoutError);
});
