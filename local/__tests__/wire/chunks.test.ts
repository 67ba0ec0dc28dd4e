import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Connection } from 'snowflake-sdk';
import { LocalSnowflake } from 'snowpark-session-local';
import { connect, destroy, manyRows, run } from './driver.js';
import { logIn, query, send } from './raw.js';

interface ChunkEntry {
  readonly url: string;
  readonly rowCount: number;
  readonly uncompressedSize: number;
  readonly compressedSize: number;
}

let engine: LocalSnowflake;
let connection: Connection;

beforeAll(async () => {
  engine = await LocalSnowflake.start({ chunkRows: 8000 });
  connection = await connect(engine);
});

afterAll(async () => {
  await destroy(connection);
  await engine.close();
});

test('50,000 rows arrive whole and in pieces', async () => {
  const { rows, statement } = await run(connection, manyRows(50_000));
  expect(statement.getNumRows()).toBe(50_000);
  const numbers = rows.map(([number]) => Number(number)).sort((a, b) => a - b);
  expect(numbers).toEqual(Array.from({ length: 50_000 }, (_, index) => index));
  expect(rows.every(([number, label]) => label === `row ${String(number)}`)).toBe(true);
  const chunks = engine.requests.filter(({ kind, queryId }) => kind === 'chunk' && queryId === statement.getQueryId());
  expect(chunks).toHaveLength(6);
});

test('a chunk is rows joined by commas, and its sizes are true', async () => {
  const { token } = await logIn(engine);
  const { data } = await query(engine, token, manyRows(20_000));
  const chunks = data['chunks'] as readonly ChunkEntry[];
  expect(data).toMatchObject({ returned: 20_000, total: 20_000 });
  expect(chunks.map(({ rowCount }) => rowCount)).toEqual([8000, 4000]);
  const [first] = chunks;
  const response = await fetch(String(first?.url), { headers: data['chunkHeaders'] as Record<string, string> });
  expect(response.headers.get('content-length')).toBe(String(first?.compressedSize));
  const text = await response.text();
  expect(Buffer.byteLength(text)).toBe(first?.uncompressedSize);
  expect(JSON.parse(`[${text}]`)).toHaveLength(8000);
});

test('a chunk is for those who were told its key', async () => {
  const { token } = await logIn(engine);
  const { data } = await query(engine, token, manyRows(9000));
  const path = `/chunks/${String(data['queryId'])}`;
  const headers = data['chunkHeaders'] as Record<string, string>;
  expect(await send(engine, `${path}/0`, { method: 'GET', token })).toMatchObject({ status: 403, success: false });
  expect(await send(engine, `${path}/7`, { method: 'GET', headers })).toMatchObject({ status: 404 });
});

test('a piece ends at its bytes too', async () => {
  const small = await LocalSnowflake.start({ chunkBytes: 10_000 });
  const { token } = await logIn(small);
  const { data } = await query(small, token, manyRows(2000));
  const sizes = (data['chunks'] as readonly ChunkEntry[]).map(({ uncompressedSize }) => uncompressedSize);
  expect(sizes.length).toBeGreaterThan(2);
  expect(Math.max(...sizes)).toBeLessThan(16_000);
  await small.close();
});

test('results are kept as long as there is room; the latest always', async () => {
  const small = await LocalSnowflake.start({ keptResultBytes: 1 });
  const { token } = await logIn(small);
  const first = await query(small, token, manyRows(100));
  const resultOf = (answer: typeof first): string => `/queries/${String(answer.data['queryId'])}/result`;
  expect(await send(small, resultOf(first), { method: 'GET', token })).toMatchObject({ data: { total: 100 } });
  const second = await query(small, token, manyRows(100));
  expect(await send(small, resultOf(first), { method: 'GET', token })).toMatchObject({ code: '000709' });
  expect(await send(small, resultOf(second), { method: 'GET', token })).toMatchObject({ data: { total: 100 } });
  await small.close();
});
