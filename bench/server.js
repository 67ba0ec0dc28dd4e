// @ts-check
// The fixture server: speaks as much of the wire protocol as the clients need, from results made beforehand.
// Runs in a process of its own; prints its port, then makes each result the first time it is asked for.
import { createServer } from 'node:http';
import { gzipSync } from 'node:zlib';

import { makeFixture, parseSql, WAIT_SQL } from './fixture.js';

/** @typedef {import('node:http').ServerResponse} Response */

/** @type {Map<string, import('./fixture.js').Fixture>} */
const fixtures = new Map();
/** Statements that wait for their cancel, by request id. @type {Map<string, Response>} */
const waiting = new Map();

const parameters = [
  ...['TIMESTAMP', 'TIMESTAMP_NTZ', 'TIMESTAMP_LTZ', 'TIMESTAMP_TZ'].map((type) => ({
    name: `${type}_OUTPUT_FORMAT`,
    value: 'YYYY-MM-DD HH24:MI:SS.FF3 TZHTZM',
  })),
  { name: 'DATE_OUTPUT_FORMAT', value: 'YYYY-MM-DD' },
  { name: 'TIME_OUTPUT_FORMAT', value: 'HH24:MI:SS' },
  { name: 'BINARY_OUTPUT_FORMAT', value: 'HEX' },
  { name: 'TIMEZONE', value: 'UTC' },
  { name: 'JS_TREAT_INTEGER_AS_BIGINT', value: false },
  { name: 'CLIENT_STAGE_ARRAY_BINDING_THRESHOLD', value: 65_280 },
  // Real answers carry some forty more; their weight belongs to a small query.
  ...Array.from({ length: 38 }, (_, index) => ({ name: `CLIENT_FIXTURE_PARAMETER_${index}`, value: index })),
];
const parametersJson = JSON.stringify(parameters);

/** Compressed answers to queries, by result: the server's own work is no part of what is measured. @type {Map<string, Buffer>} */
const answers = new Map();

/**
 * @param {Response} response
 * @param {string} json
 */
function answer(response, json) {
  send(response, gzipSync(json, { level: 1 }));
}

/**
 * @param {Response} response
 * @param {Buffer} body
 */
function send(response, body) {
  response.writeHead(200, {
    'content-type': 'application/json',
    'content-encoding': 'gzip',
    'content-length': body.length,
  });
  response.end(body);
}

/**
 * @param {Response} response
 * @param {object} data
 */
function succeed(response, data = {}) {
  answer(response, JSON.stringify({ success: true, code: null, message: null, data }));
}

/** @param {string} requestId */
function cancel(requestId) {
  const response = waiting.get(requestId);
  if (response !== undefined) {
    waiting.delete(requestId);
    const data = { errorCode: '000604', sqlState: '57014', queryId: 'waiting' };
    answer(response, JSON.stringify({ success: false, code: '000604', message: 'SQL execution canceled', data }));
  }
  return response !== undefined;
}

/**
 * @param {Response} response
 * @param {string} requestId
 * @param {string} sqlText
 */
function query(response, requestId, sqlText) {
  if (sqlText === WAIT_SQL) {
    waiting.set(requestId, response);
    return;
  }
  const shape = parseSql(sqlText) ?? { rows: 1, chunkBytes: 1, inline: 1 };
  const key = `${shape.rows}-${shape.chunkBytes}-${shape.inline}`;
  const body = answers.get(key) ?? makeAnswer(key, shape);
  answers.set(key, body);
  send(response, body);
}

/**
 * @param {string} key
 * @param {import('./fixture.js').FixtureShape} shape
 */
function makeAnswer(key, shape) {
  const fixture = makeFixture(shape);
  fixtures.set(key, fixture);
  const origin = `http://127.0.0.1:${port()}`;
  const chunks = fixture.chunks.map(({ rowCount, uncompressedSize, body }, index) => ({
    url: `${origin}/chunks/${key}/${index}`,
    rowCount,
    uncompressedSize,
    compressedSize: body.length,
  }));
  const data = JSON.stringify({
    queryId: `fixture-${key}`,
    rowtype: fixture.columns,
    returned: shape.rows,
    total: shape.rows,
    version: 1,
    statementTypeId: 4096,
    queryResultFormat: 'json',
    ...(chunks.length === 0 ? {} : { chunks, chunkHeaders: { 'x-fixture-key': 'key' } }),
  });
  return gzipSync(
    `{"success":true,"code":null,"message":null,"data":{"parameters":${parametersJson},"rowset":${fixture.inline},${data.slice(1)}}`,
    { level: 1 },
  );
}

const server = createServer((request, response) => {
  const url = new URL(request.url ?? '/', 'http://fixture');
  const [, room, key = '', index = ''] = url.pathname.split('/');
  if (room === 'chunks') {
    const chunk = fixtures.get(key)?.chunks[Number(index)];
    response.writeHead(chunk === undefined ? 404 : 200, {
      'content-encoding': 'gzip',
      'content-length': chunk?.body.length ?? 0,
    });
    response.end(chunk?.body);
    return;
  }
  /** @type {Buffer[]} */
  const parts = [];
  request.on('data', (part) => parts.push(part));
  request.on('end', () => {
    const text = Buffer.concat(parts).toString();
    if (url.pathname.endsWith('/abort-request')) {
      cancel(JSON.parse(text).requestId);
      succeed(response);
    } else if (url.pathname.endsWith('/query-request')) {
      query(response, url.searchParams.get('requestId') ?? '', JSON.parse(text).sqlText);
    } else {
      succeed(response, { token: 'token', masterToken: 'master', sessionId: 1, parameters, sessionInfo: {} });
    }
  });
});

function port() {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

// The raw driver holds its event loop for longer than the usual 5 s, and then uses a connection that was closed meanwhile.
server.keepAliveTimeout = 120_000;
server.listen(0, '127.0.0.1', () => console.log(port()));
// The parent's pipe closes with it: the server never outlives the bench.
process.stdin.resume().on('end', () => process.exit());
