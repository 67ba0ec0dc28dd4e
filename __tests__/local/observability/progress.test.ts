import { expect, test } from '@jest/globals';

import { connection, type Progress } from '../../../src/index.js';
import { rejection, testEngine } from '../../helpers/engine.js';
import { RecordingLogger } from '../../helpers/recording-logger.js';

const local = testEngine({ chunkRows: 2_000 });
const MANY = "select seq4() as n, repeat('x', 40) as t from table(generator(rowcount => 20000))";

/** Keeps what it is told. */
function recorder(): { readonly told: Progress[]; readonly onProgress: (progress: Progress) => void } {
  const told: Progress[] = [];
  return { told, onProgress: (progress) => void told.push(progress) };
}

test('collect tells how many rows, bytes and parts have come, first none and last all', async () => {
  const session = await local.open();
  const { told, onProgress } = recorder();
  const rows = await session.sql(MANY).collect({ onProgress });
  expect(rows).toHaveLength(20_000);
  expect(told[0]).toMatchObject({ rows: 0, totalRows: 20_000 });
  const last = told.at(-1);
  expect(last).toMatchObject({ rows: 20_000, totalRows: 20_000 });
  expect(last?.totalChunks).toBeGreaterThan(1);
  expect(last?.chunks).toBe(last?.totalChunks);
  expect(last?.bytes).toBeGreaterThan(1_000);
  for (const name of ['rows', 'bytes', 'chunks'] as const) {
    const numbers = told.slice(1).map((progress) => progress[name] ?? -1);
    expect(numbers).toEqual([...numbers].sort((one, other) => one - other));
  }
});

test('it is called for batches and not for rows, however many there are', async () => {
  const session = await local.open();
  const { told, onProgress } = recorder();
  const started = performance.now();
  let rows = 0;
  for await (const _row of session.sql(MANY).toLocalIterator({ onProgress })) {
    rows++;
  }
  const seconds = (performance.now() - started) / 1000;
  expect(rows).toBe(20_000);
  expect(told.length).toBeLessThanOrEqual(3 + seconds * 10);
  expect(told.at(-1)).toMatchObject({ rows: 20_000 });
});

test('a stream tells it too, and who leaves early is told nothing more', async () => {
  const session = await local.open();
  const { told, onProgress } = recorder();
  for await (const _row of session.sql(MANY).toReadable({ onProgress })) {
    break;
  }
  expect(told.at(-1)?.rows).toBeLessThan(20_000);
});

test('a small result comes with the answer: no bytes and no parts', async () => {
  const session = await local.open();
  const { told, onProgress } = recorder();
  await session.sql('select 1').collect({ onProgress });
  expect(told).toEqual([
    { rows: 0, totalRows: 1, bytes: undefined, chunks: undefined, totalChunks: undefined },
    { rows: 1, totalRows: 1, bytes: 0, chunks: 0, totalChunks: 0 },
  ]);
});

test('where the driver fetches, rows are told and the rest is not known', async () => {
  const session = await local.open({ result_reader: 'driver' });
  const { told, onProgress } = recorder();
  await session.sql(MANY).collect({ onProgress });
  expect(told.at(-1)).toEqual({
    rows: 20_000,
    totalRows: 20_000,
    bytes: undefined,
    chunks: undefined,
    totalChunks: undefined,
  });
});

test('jobs and connections tell it', async () => {
  const session = await local.open();
  const { told, onProgress } = recorder();
  const job = await session.sql(MANY).collectNowait();
  await job.result({ onProgress });
  expect(told.at(-1)).toMatchObject({ rows: 20_000 });
  const shared = connection('progress', local.engine.connectionOptions);
  const asked = recorder();
  await shared.query(MANY, { onProgress: asked.onProgress });
  expect(asked.told.at(-1)).toMatchObject({ rows: 20_000 });
  await shared.close();
});

test('a result that is kept, or that another call waits for, is told too, and no kept one after an abort', async () => {
  const logger = new RecordingLogger();
  const shared = connection('keeping', { ...local.engine.connectionOptions, logger });
  const [first, joined, kept] = [recorder(), recorder(), recorder()];
  const queryIds: string[] = [];
  const options = { ttl: '1m', onQueryId: (queryId: string) => void queryIds.push(queryId) };
  await Promise.all([first, joined].map(({ onProgress }) => shared.query(MANY, { ...options, onProgress })));
  await shared.query(MANY, { ...options, onProgress: kept.onProgress });
  const all = { rows: 20_000, totalRows: 20_000, bytes: 0, chunks: 0, totalChunks: 0 };
  expect(first.told.at(-1)).toMatchObject({ rows: 20_000 });
  expect([joined.told, kept.told]).toEqual([0, 1].map(() => [{ ...all, rows: 0 }, all]));
  expect(new Set(queryIds).size).toBe(1);
  expect(queryIds).toHaveLength(3);
  expect(logger.of('query.kept')).toMatchObject([0, 1].map(() => ({ connection: 'keeping', rows: 20_000 })));
  const late = shared.query(MANY, { ttl: '1m', signal: AbortSignal.abort() });
  expect(await rejection(late)).toMatchObject({ name: 'AbortError' });
  await shared.close();
});

test('writeRows tells rows and batches', async () => {
  const shared = connection('writing', local.engine.connectionOptions);
  await shared.execute('create or replace table written (n number)');
  const { told, onProgress } = recorder();
  const rows = Array.from({ length: 25 }, (_, n) => ({ n }));
  await shared.writeRows('written', rows, { batchSize: 10, onProgress });
  expect(told[0]).toEqual({ rows: 0, totalRows: 25, bytes: undefined, chunks: 0, totalChunks: 3 });
  expect(told.at(-1)).toEqual({ rows: 25, totalRows: 25, bytes: undefined, chunks: 3, totalChunks: 3 });
  await shared.close();
});

test('what a listener throws, now or later, costs nobody a row', async () => {
  const session = await local.open();
  const onProgress = (): never => {
    throw new Error('no screen');
  };
  expect(await session.sql(MANY).collect({ onProgress })).toHaveLength(20_000);
  const late = (): void => Promise.reject(new Error('no screen')) as unknown as undefined;
  expect(await session.sql(MANY).collect({ onProgress: late })).toHaveLength(20_000);
});

test('a listener that is no function is refused before anything is sent', async () => {
  const session = await local.open();
  const onProgress = 'console.log' as unknown as () => void;
  expect(await rejection(session.sql(MANY).collect({ onProgress }))).toMatchObject({
    code: 'ARGUMENT_INVALID',
    message: expect.stringContaining('onProgress must be a function, not '),
  });
});
