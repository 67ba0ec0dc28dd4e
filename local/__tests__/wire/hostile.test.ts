import { createConnection } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { LocalSnowflake } from 'snowpark-session-local';
import { connect, destroy, run } from './driver.js';
import { logIn, query, send, type RawSession } from './raw.js';

const QUERY = '/queries/v1/query-request';
const MEGABYTE = 2 ** 20;

let engine: LocalSnowflake;
let session: RawSession;

beforeAll(async () => {
  engine = await LocalSnowflake.start();
  session = await logIn(engine);
});

afterEach(async () => {
  expect(await query(engine, session.token, 'select 1')).toMatchObject({ data: { rowset: [['1']] } });
});

afterAll(() => engine.close());

/** Sends bytes that need not be HTTP; gives what came back. */
function talk(bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let heard = '';
    const socket = createConnection(engine.connectionOptions.port, '127.0.0.1', () => socket.write(bytes));
    socket.on('data', (part) => {
      heard += part.toString();
    });
    socket.on('close', () => resolve(heard));
    // Whoever is cut off in the middle of a body may be told so by a reset, behind the answer.
    socket.on('error', (error) => (heard === '' ? reject(error) : undefined));
  });
}

test.each([
  ['not JSON', '{"sqlText": '],
  ['a JSON list', '[1, 2]'],
  ['a JSON text', '"select 1"'],
  ['no body', ''],
  ['a body without a text', '{"sqlText": 7}'],
  ['bytes', new Uint8Array([0, 255, 254, 1])],
])('%s is refused with 400', async (_what, body) => {
  const answer = await send(engine, QUERY, { body, token: session.token });
  expect(answer).toMatchObject({ status: 400, success: false, code: '390142' });
});

test.each([
  ['a list', []],
  ['a bind without a type', { 1: { value: '1' } }],
  ['a number as value', { 1: { type: 'FIXED', value: 1 } }],
  ['a number among values', { 1: { type: 'FIXED', value: ['1', 2] } }],
])('binds that are %s are refused', async (_what, bindings) => {
  const answer = await query(engine, session.token, 'select ?', { bindings });
  expect(answer).toMatchObject({ status: 400, code: '390142', message: expect.stringContaining('bind') });
});

test('a body may be gzip, but not gzip that grows beyond measure', async () => {
  const headers = { 'content-encoding': 'gzip' };
  const { token } = session;
  const small = new Uint8Array(gzipSync(JSON.stringify({ sqlText: 'select 8' })));
  expect(await send(engine, QUERY, { body: small, headers, token })).toMatchObject({ data: { rowset: [['8']] } });
  const bomb = new Uint8Array(gzipSync(Buffer.alloc(80 * MEGABYTE, ' ')));
  expect(await send(engine, QUERY, { body: bomb, headers, token })).toMatchObject({ status: 413, success: false });
  const noise = new Uint8Array([1, 2, 3]);
  expect(await send(engine, QUERY, { body: noise, headers, token })).toMatchObject({ status: 400, success: false });
  const unknown = { 'content-encoding': 'br' };
  expect(await send(engine, QUERY, { body: small, headers: unknown, token })).toMatchObject({ status: 415 });
});

test('a body that is too long is refused before it is read', async () => {
  const head = `POST ${QUERY} HTTP/1.1\r\nHost: x\r\nContent-Length: ${100 * MEGABYTE}\r\n\r\n{"sqlText":"`;
  expect(await talk(head)).toMatch(/^HTTP\/1\.1 413 [^]*connection: close/i);
});

test('a body that never ends is cut off', async () => {
  const part = new Uint8Array(MEGABYTE);
  let sent = 0;
  const endless = new ReadableStream<Uint8Array>({
    async pull(controller) {
      // A stream that never waits would keep the whole process from hearing that it was cut off.
      await nextTurn();
      sent += 1;
      if (sent > 200) {
        controller.close();
      } else {
        controller.enqueue(part);
      }
    },
  });
  const request = fetch(`${engine.url}${QUERY}`, { method: 'POST', body: endless, duplex: 'half' });
  const outcome = await request.then(
    ({ status }) => status,
    () => 'cut off',
  );
  expect([413, 'cut off']).toContain(outcome);
  expect(sent).toBeLessThan(100);
});

test('unknown paths and wrong methods are told so', async () => {
  const { token } = session;
  expect(await send(engine, '/nowhere', { token })).toMatchObject({ status: 404, success: false });
  expect(await send(engine, '/queries/../../etc/passwd', { method: 'GET', token })).toMatchObject({ status: 404 });
  expect(await send(engine, '/queries/not-an-id/result', { method: 'GET', token })).toMatchObject({ status: 404 });
  expect(await send(engine, QUERY, { method: 'GET', token })).toMatchObject({ status: 405, success: false });
  expect(await send(engine, '/session', { token })).toMatchObject({ status: 400, success: false });
  expect(engine.requests.filter(({ kind }) => kind === 'unknown').map(({ path }) => path)).toContain('/nowhere');
});

test('nothing is to be had without a good token', async () => {
  const body = { sqlText: 'select 1' };
  expect(await send(engine, QUERY, { body })).toMatchObject({ status: 401, code: '390101' });
  expect(await send(engine, QUERY, { body, headers: { authorization: 'Basic x' } })).toMatchObject({ status: 401 });
  expect(await send(engine, QUERY, { body, token: 'made-up' })).toMatchObject({ status: 401, code: '390104' });
  expect(await send(engine, '/session/heartbeat', { token: '__proto__' })).toMatchObject({ code: '390104' });
});

test('a login without data is refused', async () => {
  for (const body of [{}, { data: 1 }, { data: { LOGIN_NAME: 1, PASSWORD: {} } }]) {
    expect(await send(engine, '/session/v1/login-request', { body })).toMatchObject({ success: false });
  }
});

test('what is not HTTP is answered with 400 and a closed connection', async () => {
  expect(await talk('hello there\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /);
  expect(await talk('GET http://[ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')).toMatch(/^HTTP\/1\.1 404 /);
});

test('a client that leaves takes nothing with it', async () => {
  const leave = new AbortController();
  const body = JSON.stringify({ sqlText: 'select 123' });
  const headers = { authorization: `Snowflake Token="${session.token}"` };
  const request = fetch(`${engine.url}${QUERY}?requestId=gone`, {
    method: 'POST',
    body,
    headers,
    signal: leave.signal,
  });
  leave.abort();
  await expect(request).rejects.toThrow();
  const connection = await connect(engine);
  expect(await run(connection, 'select 2')).toMatchObject({ rows: [[2]] });
  await destroy(connection);
});
