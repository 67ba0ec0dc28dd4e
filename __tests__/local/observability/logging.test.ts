import { expect, jest, test } from '@jest/globals';
import pino from 'pino';

import { connection, type Logger } from '../../../src/index.js';
import { rejection, testEngine, until } from '../../helpers/engine.js';
import { RecordingLogger } from '../../helpers/recording-logger.js';

const local = testEngine();

test('a session tells of its login, its statements and its close, with ids, times and counts', async () => {
  const logger = new RecordingLogger();
  const session = await local.open({ logger });
  await session.sql('select seq4() as n from table(generator(rowcount => 3))').collect();
  await session.close();
  expect(logger.entries.map(({ level, event }) => `${level} ${String(event)}`)).toEqual([
    'debug connect.start',
    'info connect.end',
    'debug query.start',
    'debug query.answer',
    'debug query.end',
    'debug close.start',
    'info close.end',
  ]);
  const [end] = logger.of('query.end');
  expect(end).toEqual({
    level: 'debug',
    message: 'query ended',
    event: 'query.end',
    session: expect.any(Number),
    query: 1,
    statement: 'SELECT',
    queryId: expect.stringMatching(/^[\da-f-]{36}$/),
    durationMs: expect.any(Number),
    answeredMs: expect.any(Number),
    rows: 3,
  });
  expect(logger.of('connect.start')[0]).toMatchObject({ host: '127.0.0.1', authenticator: 'SNOWFLAKE' });
  expect(new Set(logger.entries.map((entry) => entry['session'])).size).toBe(1);
});

test('without a logger nothing is written anywhere', async () => {
  const streams = [process.stdout, process.stderr].map((stream) =>
    jest.spyOn(stream, 'write').mockImplementation(() => true),
  );
  const session = await local.open();
  await session.sql('select 1').collect();
  await rejection(session.sql('select * from nowhere').collect());
  await session.close();
  const calls = streams.map((stream) => stream.mock.calls.length);
  for (const stream of streams) {
    stream.mockRestore();
  }
  expect(calls).toEqual([0, 0]);
});

test('the level keeps what matters less from the logger', async () => {
  const logger = new RecordingLogger();
  const session = await local.open({ logger, log_level: 'info' });
  await session.sql('select 1').collect();
  await session.close();
  expect(logger.entries.map(({ event }) => event)).toEqual(['connect.end', 'close.end']);
  const silent = new RecordingLogger();
  await (await local.open({ logger: silent, log_level: 'off' })).close();
  expect(silent.entries).toEqual([]);
});

test('a failed statement is told by its codes, not by the server’s message, which quotes values', async () => {
  const logger = new RecordingLogger();
  const session = await local.open({ logger });
  await rejection(session.sql("select to_number('hush-literal')").collect());
  const [failed] = logger.of('query.fail');
  expect(failed).toMatchObject({
    level: 'info',
    queryId: expect.any(String),
    error: { name: 'SqlError', code: 'SQL_FAILED', serverCode: '100038', sqlState: '22018' },
  });
  expect(JSON.stringify(logger.entries)).not.toContain('hush-literal');
});

test('a stopped statement is told when the server is asked to cancel it, and when it has ended', async () => {
  const logger = new RecordingLogger();
  const session = await local.open({ logger });
  const stop = new AbortController();
  const waiting = rejection(session.sql('select system$wait(60)').collect({ signal: stop.signal }));
  await until(() => local.engine.queries.some(({ state }) => state === 'RUNNING'));
  stop.abort();
  await waiting;
  expect(logger.of('query.cancel')).toMatchObject([{ query: 1, reason: 'ABORTED' }]);
  expect(logger.of('query.stop')).toMatchObject([{ query: 1, error: { name: 'AbortError', code: 'ABORTED' } }]);
  await rejection(session.sql('select system$wait(60)').collect({ timeoutMs: 50 }));
  expect(logger.of('query.cancel')[1]).toMatchObject({ query: 2, reason: 'QUERY_TIMEOUT' });
});

test('the text of statements is logged on request, as far as asked; binds never', async () => {
  const logger = new RecordingLogger();
  const session = await local.open({ logger, log_query_text: true, log_max_query_length: 12 });
  await session.sql('select ? as told', ['hush-bind']).collect();
  expect(logger.of('query.start')[0]).toMatchObject({ sql: 'select ? as ' });
  expect(JSON.stringify(logger.entries)).not.toContain('hush-bind');
});

test('jobs and iterators are told until their last row', async () => {
  const logger = new RecordingLogger();
  const session = await local.open({ logger });
  const rows = session.sql('select seq4() as n from table(generator(rowcount => 5000))');
  let seen = 0;
  for await (const _row of rows.toLocalIterator()) {
    seen++;
    if (seen === 1) {
      expect(logger.of('query.end')).toEqual([]);
    }
  }
  expect(logger.of('query.end')).toMatchObject([{ rows: 5000 }]);
  const job = await rows.collectNowait();
  await job.result();
  expect(logger.of('query.start')[1]).toMatchObject({ isAsync: true });
  expect(logger.of('fetch.end')).toMatchObject([{ queryId: job.queryId, rows: 5000 }]);
});

test('a logger that throws, or rejects later, costs nobody a result', async () => {
  const bad = (): never => {
    throw new Error('the disk is full');
  };
  const late = (): Promise<never> => Promise.reject(new Error('the disk is full'));
  const logger: Logger = { debug: bad, info: (): void => late() as unknown as undefined, warn: bad, error: bad };
  const session = await local.open({ logger });
  expect(await session.sql('select 1 as a').collect()).toEqual([{ A: 1 }]);
  await session.close();
});

test('pino gets fields and messages as it wants them', async () => {
  const lines: string[] = [];
  const logger = pino({ level: 'debug' }, { write: (line: string) => void lines.push(line) });
  const session = await local.open({ logger });
  await rejection(session.sql('select * from nowhere').collect());
  await session.close();
  const entries = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(entries.find(({ event }) => event === 'query.fail')).toMatchObject({
    level: 30,
    msg: 'query failed',
    queryId: expect.any(String),
    error: { code: 'SQL_FAILED', serverCode: '002003' },
  });
  const child = pino({ level: 'info' }, { write: (line: string) => void lines.push(line) }).child({ request: 7 });
  lines.length = 0;
  await (await local.open({ logger: child })).close();
  expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
    { request: 7, event: 'connect.end', msg: 'login ended' },
    { request: 7, event: 'close.end', msg: 'close ended' },
  ]);
});

test('a connection tells when it is opened, reset, lost and closed, and how its pool stands', async () => {
  const logger = new RecordingLogger();
  const pool = connection('pooled', { ...local.engine.connectionOptions, logger, poolSize: 1 });
  await Promise.all([pool.query('select 1'), pool.query('select 2')]);
  await pool.reset();
  await pool.query('select 3');
  await pool.close();
  const told = logger.entries.filter((entry) => entry['connection'] === 'pooled');
  expect(told.map(({ event, reason }) => [event, reason].join(' ').trim())).toEqual([
    'pool.opened',
    'connection.opened first',
    'pool.waiting',
    'connection.reset asked',
    'pool.closed',
    'pool.opened',
    'connection.opened reset',
    'connection.closed',
    'pool.closed',
  ]);
  expect(told.find(({ event }) => event === 'pool.waiting')).toMatchObject({ open: 1 });
});

test('a lost session and the retry after it are told', async () => {
  const logger = new RecordingLogger();
  const shared = connection('shared', { ...local.engine.connectionOptions, logger });
  await shared.query('select 1');
  local.engine.expireSessions({ master: true });
  await shared.query('select 2');
  await shared.close();
  expect(logger.of('session.expired')).toMatchObject([{ level: 'warn', error: { code: 'SESSION_EXPIRED' } }]);
  expect(logger.of('connection.reset')).toMatchObject([{ connection: 'shared', reason: 'lost' }]);
  expect(logger.of('query.retry')).toMatchObject([
    { level: 'warn', attempt: 1, error: { name: 'SessionExpiredError' } },
  ]);
});

test('a log level in snake case holds for the connection itself too', async () => {
  const logger = new RecordingLogger();
  const quiet = connection('quiet', { ...local.engine.connectionOptions, logger, log_level: 'warn' });
  await quiet.query('select 1');
  await quiet.close();
  expect(logger.entries).toEqual([]);
});
