import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';

import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';

import type { DriverConnection, WireRow } from '../../../src/driver/port.js';
import { AbortedError } from '../../../src/errors.js';
import { until } from '../../helpers/engine.js';
import { failure, openDriver, query, type Reader, readAll } from './open-driver.js';
import { chunkText, goodChunk, type ScriptedChunk, ScriptedServer, sendBody } from './scripted-server.js';

const columns = [
  { name: 'ID', type: 'fixed' },
  { name: 'NAME', type: 'text' },
];
const readers = ['direct', 'driver'] as const;
const rowsFrom = (first: number, count: number): (string | null)[][] =>
  Array.from({ length: count }, (_, index) => [
    String(first + index),
    index % 7 === 6 ? null : `"name"],[ ${first + index}`,
  ]);

let server: ScriptedServer;
const open = new Set<DriverConnection>();

beforeAll(async () => {
  server = await ScriptedServer.start();
});
afterEach(async () => {
  await Promise.all([...open].map((connection) => connection.close(1_000).catch(() => undefined)));
  open.clear();
});
afterAll(() => server.stop());

async function connect(reader: Reader): Promise<DriverConnection> {
  const connection = await openDriver(server, reader);
  open.add(connection);
  return connection;
}

async function read(reader: Reader): Promise<WireRow[]> {
  return readAll(await query(await connect(reader)));
}

/** A chunk whose first attempts go wrong. */
function lateChunk(rows: readonly unknown[], spoil: ScriptedChunk['script'], times = 1): ScriptedChunk {
  const { rowCount, script } = goodChunk(rows);
  return {
    rowCount,
    script: (response, attempt, request) => (attempt <= times ? spoil : script)(response, attempt, request),
  };
}

const all = rowsFrom(0, 3_000);
const chunks = (middle: (rows: readonly unknown[]) => ScriptedChunk = goodChunk): ScriptedChunk[] => [
  goodChunk(all.slice(100, 1_000)),
  middle(all.slice(1_000, 2_000)),
  goodChunk(all.slice(2_000)),
];

test.each(readers)('%s reader: rows that came with the answer, then those of the chunks, in order', async (reader) => {
  server.serve({ columns, inline: all.slice(0, 100), chunks: chunks() });
  expect(await read(reader)).toEqual(all);
});

test.each(readers)('%s reader: a result without rows', async (reader) => {
  server.serve({ columns });
  expect(await read(reader)).toEqual([]);
});

test('chunks that are not compressed, and blanks between rows, are read', async () => {
  const body = Buffer.from(` ${all.map((row) => JSON.stringify(row)).join(' ,\n ')}\n`);
  server.serve({ columns, chunks: [{ rowCount: all.length, script: (response) => void response.end(body) }] });
  expect(await read('direct')).toEqual(all);
});

test('the key of the chunks is sent with each', async () => {
  const keys: unknown[] = [];
  const { rowCount, script } = goodChunk(all);
  const spy: ScriptedChunk['script'] = (response, attempt, request) => {
    keys.push(request.headers['x-chunk-key'], request.headers.authorization);
    script(response, attempt, request);
  };
  server.serve({ columns, chunks: [{ rowCount, script: spy }] });
  await read('direct');
  expect(keys).toEqual(['chunk-secret', undefined]);
});

test.each(readers)('%s reader: a server that is busy for a moment is asked again', async (reader) => {
  server.serve({
    columns,
    inline: all.slice(0, 100),
    chunks: chunks((rows) => lateChunk(rows, (r) => r.writeHead(503).end())),
  });
  expect(await read(reader)).toEqual(all);
  expect(server.count('chunk 1')).toBe(2);
});

test('a connection that breaks within a chunk is no lost and no repeated row', async () => {
  const breakOff: ScriptedChunk['script'] = (response, attempt) => {
    const body = gzipSync(chunkText(all.slice(1_000, 2_000)));
    response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': body.length });
    response.write(body.subarray(0, attempt * 1_500), () => response.destroy());
  };
  server.serve({ columns, inline: all.slice(0, 100), chunks: chunks((rows) => lateChunk(rows, breakOff, 2)) });
  expect(await read('direct')).toEqual(all);
  expect(server.count('chunk 1')).toBe(3);
});

test('addresses that lapse in the middle are asked for anew, also where rows came with the answer', async () => {
  const lapse: ScriptedChunk['script'] = (response) => {
    server.lapse();
    response.writeHead(403).end();
  };
  server.serve({ columns, inline: all.slice(0, 100), chunks: chunks((rows) => lateChunk(rows, lapse)) });
  expect(await read('direct')).toEqual(all);
  expect(server.count('refresh')).toBe(1);
});

test.each(readers)('%s reader: a signal stops the waiting for a chunk and leaves no request behind', async (reader) => {
  server.serve({ columns, chunks: [{ rowCount: 1, script: () => undefined }] });
  const connection = await connect(reader);
  const stop = new AbortController();
  const reason = new AbortedError('enough');
  const failed = failure(readAll(await query(connection), stop.signal));
  await until(() => server.count('chunk 0') > 0);
  stop.abort(reason);
  expect(await failed).toBe(reason);
  await connection.close(1_000);
  await until(() => server.openSockets === 0);
});

test.each(readers)('%s reader: leaving in the middle frees everything', async (reader) => {
  const hang: ScriptedChunk = { rowCount: 10, script: (response) => void response.writeHead(200).write('["1","x"],') };
  server.serve({ columns, chunks: [goodChunk(all), hang, hang] });
  const connection = await connect(reader);
  for await (const batch of (await query(connection)).batches(new AbortController().signal)) {
    expect(batch.length).toBeGreaterThan(0);
    break;
  }
  await connection.close(1_000);
  await until(() => server.openSockets === 0);
});

test('closing the connection ends the reading, and keeps nothing open', async () => {
  server.serve({ columns, chunks: [{ rowCount: 1, script: () => undefined }] });
  const connection = await connect('direct');
  const failed = failure(readAll(await query(connection)));
  await until(() => server.count('chunk 0') > 0);
  connection.abandon();
  await until(() => server.openSockets === 0);
  expect(await failed).toMatchObject({ code: 'RESULT_INVALID', message: expect.stringContaining('ERR_CANCELED') });
});

test('who leaves while the driver pauses between two tries of a chunk is not tried for again', async () => {
  let underWay = 0;
  const script: ScriptedChunk['script'] = (response, attempt) => {
    if (attempt === 1) {
      response.writeHead(503).end();
    } else {
      underWay++;
      response.on('close', () => underWay--);
    }
  };
  server.serve({ columns, chunks: [{ rowCount: 1, script }] });
  const controller = new AbortController();
  const failed = failure(readAll(await query(await connect('driver')), controller.signal));
  await until(() => server.count('chunk 0') > 0);
  await new Promise((resolve) => setTimeout(resolve, 50));
  controller.abort(new Error('left'));
  expect(await failed).toMatchObject({ message: expect.stringContaining('left') });
  // The driver's first pause is three seconds at most.
  await new Promise((resolve) => setTimeout(resolve, 3_300));
  expect(underWay).toBe(0);
});

test('a slow reader lets the server wait: memory is bounded in bytes', async () => {
  const noise = Array.from({ length: 20 }, (_, index) => [String(index), randomText(400_000)]);
  const sent: number[] = [];
  const body = gzipSync(chunkText(noise));
  const watch: ScriptedChunk['script'] = (response) => {
    sendBody(response, body);
    response.on('close', () => sent.push(1));
  };
  const count = 12;
  server.serve({ columns, chunks: Array.from({ length: count }, () => ({ rowCount: noise.length, script: watch })) });
  const batches = (await query(await connect('direct'))).batches(new AbortController().signal);
  await batches.next();
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(server.asked.filter((asked) => asked.startsWith('chunk')).length).toBeLessThanOrEqual(4);
  expect(sent.length).toBeLessThanOrEqual(1);
  await batches.return();
});

/** Text that hardly compresses. */
function randomText(length: number): string {
  return randomBytes((length * 3) / 4).toString('base64');
}
