import { inspect } from 'node:util';
import { gzipSync } from 'node:zlib';

import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';

import type { DriverConnection } from '../../../src/driver/port.js';
import { SnowparkError, SqlError } from '../../../src/errors.js';
import { Session } from '../../../src/index.js';
import { failure, openDriver, query, type Reader, readAll } from './open-driver.js';
import {
  chunkText,
  goodChunk,
  type ScriptedChunk,
  type ScriptedResult,
  ScriptedServer,
  sendBody,
} from './scripted-server.js';

const STALL_MS = 1_000;
const columns = [
  { name: 'ID', type: 'fixed' },
  { name: 'NAME', type: 'text' },
];
const rowsFrom = (first: number, count: number): string[][] =>
  Array.from({ length: count }, (_, index) => [String(first + index), `name ${first + index}`]);

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

async function fails(reader: Reader, result: ScriptedResult): Promise<SqlError> {
  server.serve(result);
  const connection = await openDriver(server, reader, STALL_MS);
  open.add(connection);
  const started = performance.now();
  const error = await failure(query(connection).then((answer) => readAll(answer)));
  // Without a limit it would never end.
  expect(performance.now() - started).toBeLessThan(STALL_MS + 30_000);
  expect(error).toBeInstanceOf(SqlError);
  expect(error).toMatchObject({ code: 'RESULT_INVALID', queryId: 'scripted-query' });
  expect(JSON.stringify(error) + String((error as Error).stack)).not.toMatch(/url-secret|chunk-secret/);
  return error as SqlError;
}

const good = rowsFrom(100, 50);
const gzipped = gzipSync(chunkText(good));
const text = (value: string) => gzipSync(value);

const damaged: readonly (readonly [string, Buffer])[] = [
  ['cut-off gzip', gzipped.subarray(0, gzipped.length - 20)],
  ['gzip with a flipped byte', Buffer.from(gzipped.map((byte, index) => (index === 60 ? byte ^ 0xff : byte)))],
  ['text that is cut off within a cell', text(chunkText(good).slice(0, -12))],
  ['text that is cut off after a row', text(chunkText(good.slice(0, 30)))],
  ['text with a comma at its end', text(`${chunkText(good)},`)],
  ['no JSON', text('<html>captive portal</html>')],
  ['a value of JSON that is no row', text('{"a":1},{"b":2}')],
  ['more rows than announced', text(chunkText(rowsFrom(100, 51)))],
  ['a row that is too narrow', text(chunkText([...good.slice(1), ['1']]))],
  ['a row that is too wide', text(chunkText([...good.slice(1), ['1', '2', '3']]))],
  ['a row in a row', text(chunkText([...good.slice(1), [['1'], '2']]))],
  ['a number that JSON has rounded', text(`${chunkText(good.slice(1))},[12345678901234567890,"x"]`)],
  ['nothing at all', Buffer.alloc(0)],
];

const readers = ['direct', 'driver'] as const;
const cases = readers.flatMap((reader) =>
  damaged
    // The driver leaves out what goes beyond the announced rows, and nobody can tell.
    .filter(([what]) => reader === 'direct' || what !== 'more rows than announced')
    .map(([what, body]) => [reader, what, body] as const),
);

test.each(cases)('%s reader: a chunk of %s is one error, never wrong rows', async (reader, _what, body) => {
  await fails(reader, {
    columns,
    inline: rowsFrom(0, 10),
    chunks: [
      goodChunk(rowsFrom(10, 90)),
      { rowCount: good.length, script: (response) => sendBody(response, body) },
      goodChunk(rowsFrom(150, 10)),
    ],
  });
});

test.each(cases)('%s reader: a chunk of %s that came before its turn is one error', async (reader, _what, body) => {
  const slow = goodChunk(rowsFrom(10, 90));
  await fails(reader, {
    columns,
    inline: rowsFrom(0, 10),
    chunks: [
      { ...slow, script: (...asked) => setTimeout(() => slow.script(...asked), 150) },
      { rowCount: good.length, script: (response) => sendBody(response, body) },
    ],
  });
});

test.each(readers)('%s reader: more rows announced than there are', async (reader) => {
  await fails(reader, { columns, inline: rowsFrom(0, 5), chunks: [goodChunk(good)], returned: 56 });
});

/** Answers with a field of another kind than Snowflake's. */
const mangled: readonly (readonly [string, NonNullable<ScriptedResult['mangle']>])[] = [
  ['no field at all', () => ({})],
  ['a text', () => 'x'],
  ['no columns', (data) => ({ ...data, rowtype: null })],
  ['columns that are none', (data) => ({ ...data, rowtype: [{}, 7] })],
  ['rows of no column', (data) => ({ ...data, rowtype: [] })],
  ['a column without a name', (data) => ({ ...data, rowtype: [{ type: 'fixed' }, columns[1]] })],
  ['a type that is a number', (data) => ({ ...data, rowtype: [{ name: 'ID', type: 7 }, columns[1]] })],
  ['a scale that is a text', (data) => ({ ...data, rowtype: [{ ...columns[0], scale: 'x' }, columns[1]] })],
  ['no count of rows', (data) => ({ ...data, returned: undefined })],
  ['a count of rows that is a text', (data) => ({ ...data, returned: 'x' })],
  ['rows that are a text', (data) => ({ ...data, rowset: 'rows' })],
  ['parameters that are a number', (data) => ({ ...data, parameters: 7 })],
  ['parts that are a text', (data) => ({ ...data, chunks: 'x' })],
  ['a part without an address', (data) => ({ ...data, chunks: [{ rowCount: 2 }] })],
  ['a part whose address is none', (data) => ({ ...data, chunks: [{ rowCount: 2, url: 'x' }] })],
];

test.each(readers)('%s reader: an answer of another kind is one error, and the next is read', async (reader) => {
  server.serve({ columns });
  const connection = await openDriver(server, reader, STALL_MS);
  open.add(connection);
  for (const [what, mangle] of mangled) {
    server.serve({ columns, inline: rowsFrom(0, 2), mangle });
    const error = await failure(query(connection).then((answer) => readAll(answer)));
    expect([what, error]).toEqual([what, expect.objectContaining({ name: 'SqlError', code: 'RESULT_INVALID' })]);
    // The driver's own words are for nobody but who looks for the cause.
    expect((error as Error).message).not.toMatch(/TypeError|undefined|not a function/);
  }
  server.serve({ columns, inline: rowsFrom(0, 2) });
  expect(await readAll(await query(connection))).toEqual(rowsFrom(0, 2));
});

test('direct reader: a chunk that is not there', async () => {
  const gone: ScriptedChunk = { rowCount: 1, script: (response) => response.writeHead(404).end() };
  expect((await fails('direct', { columns, chunks: [gone] })).message).toContain('HTTP status 404');
});

test('driver reader: a chunk that is not there', async () => {
  const gone: ScriptedChunk = { rowCount: 1, script: (response) => response.writeHead(404).end() };
  server.serve({ columns, chunks: [gone] });
  const connection = await openDriver(server, 'driver', STALL_MS);
  open.add(connection);
  const error = await failure(query(connection).then((answer) => readAll(answer)));
  expect(error).toBeInstanceOf(SnowparkError);
});

test.each(readers)('%s reader: silence before the first byte ends with the limit', async (reader) => {
  const error = await fails(reader, { columns, chunks: [{ rowCount: 1, script: () => undefined }] });
  expect(error.message).toContain('stopped arriving');
});

test.each(readers)('%s reader: silence in the middle of a chunk ends with the limit', async (reader) => {
  const error = await fails(reader, {
    columns,
    chunks: [
      goodChunk(good),
      {
        rowCount: 50,
        script: (response) => {
          response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': gzipped.length });
          response.write(gzipped.subarray(0, 40));
        },
      },
    ],
  });
  expect(error.message).toContain('stopped arriving');
});

test('an address that stays forbidden is one error', async () => {
  const forbid: ScriptedChunk = { rowCount: 1, script: (response) => response.writeHead(403).end() };
  const error = await fails('direct', { columns, chunks: [forbid] });
  expect(error.message).toContain('403');
  expect(server.count('refresh')).toBe(3);
});

test('a server that gives no fresh addresses is one error', async () => {
  const forbid: ScriptedChunk = { rowCount: 1, script: (response) => response.writeHead(403).end() };
  const error = await fails('direct', { columns, chunks: [forbid], refusesRefresh: true });
  expect(error.message).toContain('no fresh addresses');
});

test.each(['constructor', '__proto__', 'toString'])('a column named %s is one error that names it', async (name) => {
  server.serve({ columns: [{ name, type: 'text' }], inline: [['x']] });
  const connection = await openDriver(server, 'direct');
  open.add(connection);
  const error = await failure(query(connection, `select 'x' as "${name}"`));
  expect(error).toBeInstanceOf(SqlError);
  expect(String(error)).toContain(`"${name}"`);
});

test.each([
  ['fixed', 'hunter2'],
  ['fixed', '1.5'],
  ['fixed', `hunter2${'9'.repeat(40)}`],
  ['real', 'hunter2'],
  ['boolean', 'hunter2'],
  ['date', 'hunter2'],
  ['time', 'hunter2'],
  ['timestamp_ntz', 'hunter2'],
  ['timestamp_tz', '1e300 1440'],
  ['binary', 'ABhunter2'],
  ['binary', 'ABC'],
])(
  'a cell of %s that is no value of it is one error that names the column, and not the cell: %s',
  async (type, cell) => {
    server.serve({
      columns: [
        { name: 'ID', type: 'text' },
        { name: 'ODD', type },
      ],
      inline: [
        ['a', null],
        ['b', cell],
      ],
    });
    const session = await Session.builder
      .configs({ account: 'a', user: 'u', password: 'p', host: '127.0.0.1', port: server.port, protocol: 'http' })
      .create();
    const error = await failure(session.sql('select').collect());
    await session.close();
    expect(error).toMatchObject({
      code: 'RESULT_INVALID',
      queryId: 'scripted-query',
      message: `The result has a cell in column "ODD" that is no value of ${type.toUpperCase()}.`,
    });
    expect(inspect(error)).not.toContain('hunter2');
  },
);

test('cells of a type nobody knows are text', async () => {
  server.serve({ columns: [{ name: 'V', type: 'hologram' }], inline: [['light'], [null]] });
  const connection = await openDriver(server, 'direct');
  open.add(connection);
  expect(await readAll(await query(connection))).toEqual([['light'], [null]]);
});
