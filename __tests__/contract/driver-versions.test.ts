import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import type { NativeConnection, NativeDriver, NativeStatement } from '../../src/driver/native.js';
import type { WireRow } from '../../src/driver/port.js';
import { readChunkList } from '../../src/driver/readers/chunk-list.js';
import { ChunkRequests } from '../../src/driver/readers/chunk-request.js';
import { readDirectly } from '../../src/driver/readers/direct-reader.js';
import { readWithDriver } from '../../src/driver/readers/driver-reader.js';
import type { RowBatches } from '../../src/driver/readers/result-reader.js';
import { DriverSockets } from '../../src/driver/sockets.js';
import { goodChunk, ScriptedServer } from '../local/rows/scripted-server.js';

/** Each under the name it is installed by; what is not installed is not held to the contract. */
const versions = ['snowflake-sdk', 'snowflake-sdk-3.2', 'snowflake-sdk-3.1'];

const columns = [
  { name: 'INTEGER', type: 'fixed', scale: 0 },
  { name: 'DECIMAL', type: 'fixed', scale: 10 },
  { name: 'REAL', type: 'real' },
  { name: 'TEXT', type: 'text' },
  { name: 'BOOLEAN', type: 'boolean' },
  { name: 'DATE', type: 'date' },
  { name: 'TIME', type: 'time', scale: 9 },
  { name: 'NTZ', type: 'timestamp_ntz', scale: 9 },
  { name: 'LTZ', type: 'timestamp_ltz', scale: 9 },
  { name: 'TZ', type: 'timestamp_tz', scale: 9 },
  { name: 'BINARY', type: 'binary' },
  { name: 'VARIANT', type: 'variant' },
  { name: 'OBJECT', type: 'object' },
  { name: 'ARRAY', type: 'array' },
  { name: 'MAP', type: 'map' },
  { name: 'DECFLOAT', type: 'decfloat' },
  { name: 'VECTOR', type: 'vector' },
  { name: 'TEXT', type: 'text' },
];

/** Cells on which the driver's conversion rounds, dies, loses digits, or runs code. */
const values = [
  '12345678901234567890123456789012345678',
  '1234567890123456789.0123456789',
  '-inf',
  '"],["\\u0000\n日本語',
  'TRUE',
  '-719162',
  '86399.999999999',
  '-1.000000001',
  '253402300799.999999999',
  '1700000000.123456789 960',
  'DEADBEEF',
  '(() => { globalThis.ranCell = true })()',
  '{"a": 12345678901234567890}',
  '[undefined]',
  '{"k":null}',
  '1.2345678901234567890123456789012345678E-6000',
  '[1.0,2.0]',
  'again',
];
const rows: (string | null)[][] = Array.from({ length: 2_500 }, (_, index) =>
  values.map((value, column) => ((index + column) % 5 === 0 ? null : value)),
);

/** The driver's `streamRows` as its users know it. */
interface AnyStreaming {
  streamRows(options: object): unknown;
}

let server: ScriptedServer;
beforeAll(async () => {
  server = await ScriptedServer.start();
  server.serve({
    columns,
    inline: rows.slice(0, 100),
    chunks: [goodChunk(rows.slice(100, 1_000)), goodChunk(rows.slice(1_000))],
  });
});
afterAll(() => server.stop());

async function loadVersion(name: string): Promise<NativeDriver | undefined> {
  const found = await import(name).catch(() => undefined);
  return (found as { readonly default: NativeDriver } | undefined)?.default;
}

const installed = await Promise.all(versions.map(async (name) => [name, await loadVersion(name)] as const));

describe.each(installed.flatMap(([name, driver]) => (driver === undefined ? [] : [[name, driver] as const])))(
  '%s',
  (_name, driver) => {
    let connection: NativeConnection;

    beforeAll(async () => {
      driver.configure({ logLevel: 'OFF', additionalLogToConsole: false });
      connection = driver.createConnection({
        account: 'contract',
        username: 'user',
        password: 'password',
        accessUrl: `http://127.0.0.1:${server.port}`,
        rowStreamHighWaterMark: 1024,
      });
      await new Promise<void>((resolve, reject) => {
        connection.connect((error) => (error === undefined || error === null ? resolve() : reject(error)));
      });
    });
    afterAll(() => new Promise<void>((resolve) => connection.destroy(() => resolve())));

    async function execute(): Promise<{ context: unknown; statement: NativeStatement }> {
      return new Promise((resolve, reject) => {
        connection.execute({
          sqlText: 'select',
          streamResult: true,
          rowMode: 'array',
          complete(error, statement) {
            if (statement === undefined || (error !== undefined && error !== null)) {
              reject(error);
            } else {
              resolve({ context: this, statement });
            }
          },
        });
      });
    }

    const options = {
      queryId: 'contract',
      rowCount: rows.length,
      width: columns.length,
      stallMs: 10_000,
      signal: new AbortController().signal,
      progress: () => 0,
    };

    async function all(batches: RowBatches): Promise<WireRow[]> {
      const read: WireRow[] = [];
      for await (const batch of batches) {
        read.push(...batch);
      }
      return read;
    }

    test('keeps its results where the direct reader looks, and every cell comes as it is on the wire', async () => {
      const { context } = await execute();
      const list = readChunkList(context);
      expect(list?.chunks.map(({ kind, rowCount }) => [kind, rowCount])).toEqual([
        ['inline', 100],
        ['remote', 900],
        ['remote', 1_500],
      ]);
      expect(list?.headers).toEqual({ 'x-chunk-key': 'chunk-secret' });
      if (list !== undefined) {
        expect(
          await all(
            readDirectly(
              list,
              new ChunkRequests(new DriverSockets({ hostname: '127.0.0.1', isProxied: false })),
              options,
            ),
          ),
        ).toEqual(rows);
      }
    });

    test('gives fresh addresses, each for its own chunk', async () => {
      const list = readChunkList((await execute()).context);
      expect(await list?.fetchUrls?.()).toEqual(list?.urls);
    });

    test('lets its conversion be taken out, and every cell comes as it is on the wire', async () => {
      const { statement } = await execute();
      expect(await all(readWithDriver(statement, options))).toEqual(rows);
      expect(Reflect.get(globalThis, 'ranCell')).toBeUndefined();
    });

    test('still gives exact cells when its conversion has a name that we do not know', async () => {
      const { statement } = await execute();
      const unknown: NativeStatement = Object.create(statement, {
        getColumns: {
          value: () => statement.getColumns()?.map((column) => ({ getIndex: () => column.getIndex() })),
        },
      }) as NativeStatement;
      expect(await all(readWithDriver(unknown, options))).toEqual(rows);
    });

    test('is told apart when it converts behind our back', async () => {
      const { statement } = await execute();
      const converting: NativeStatement = Object.create(statement, {
        getColumns: {
          value: () =>
            statement.getColumns()?.map((column) => ({ getIndex: () => column.getIndex(), getRowValue: () => 1 })),
        },
        streamRows: {
          value: () => (statement as unknown as AnyStreaming).streamRows({ fetchAsString: ['Number', 'JSON'] }),
        },
      }) as NativeStatement;
      await expect(all(readWithDriver(converting, options))).rejects.toMatchObject({ code: 'RESULT_INVALID' });
    });
  },
);

test('the version this package depends on is held to the contract', () => {
  expect(installed[0]?.[1]).toBeDefined();
});
