import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';

import { sessionLogger } from '../../../src/diagnostics/session-logger.js';
import { silentLogger } from '../../../src/log.js';
import { RecordingLogger } from '../../helpers/recording-logger.js';

const VARIABLE = 'SNOWPARK_SESSION_LOG';
const lines: string[] = [];

beforeEach(() => {
  lines.length = 0;
  jest.spyOn(process.stderr, 'write').mockImplementation((line) => lines.push(String(line)) > 0);
});

afterEach(() => {
  delete process.env[VARIABLE];
  jest.restoreAllMocks();
});

/** The lines without their time. */
function written(): readonly string[] {
  return lines.map((line) => line.replace(/^\d{4}-\d\d-\d\dT[\d:.]+Z /, ''));
}

test('nothing that asks for a log gives none', () => {
  expect(sessionLogger({})).toBe(silentLogger);
  process.env[VARIABLE] = 'off';
  expect(sessionLogger({})).toBe(silentLogger);
  expect(sessionLogger({ logger: new RecordingLogger(), log_level: 'off' })).toBe(silentLogger);
});

test('the variable writes one line for an entry, whatever stands in it', () => {
  process.env[VARIABLE] = ' Debug ';
  const error = { name: 'SqlError', message: 'one\ntwo' };
  sessionLogger({}).info('query\nended', {
    event: 'query.end',
    rows: 3,
    sql: 'select\n  1',
    text: 'a b',
    error,
    none: null,
  });
  expect(written()).toEqual([
    'snowpark-session info query ended rows=3 sql="select\\n  1" text="a b" ' +
      'error={"name":"SqlError","message":"one\\ntwo"} none=null\n',
  ]);
});

test('the variable has a level', () => {
  process.env[VARIABLE] = 'warn';
  const logger = sessionLogger({});
  logger.debug('no');
  logger.info('no');
  logger.warn('yes');
  logger.error('yes');
  expect(written()).toEqual(['snowpark-session warn yes\n', 'snowpark-session error yes\n']);
});

test('a level that is none is told of once, and everything is written', () => {
  process.env[VARIABLE] = 'loud';
  sessionLogger({}).debug('first');
  sessionLogger({}).debug('second');
  expect(written()).toEqual([
    'snowpark-session warn SNOWPARK_SESSION_LOG must be debug, info, warn, error or off; debug is taken\n',
    'snowpark-session debug first\n',
    'snowpark-session debug second\n',
  ]);
});

test('a logger and the variable are both told, each from its own level on', () => {
  process.env[VARIABLE] = 'warn';
  const logger = new RecordingLogger();
  const both = sessionLogger({ logger, log_level: 'info' });
  both.debug('one');
  both.info('two');
  both.warn('three');
  expect(logger.entries.map(({ message }) => message)).toEqual(['two', 'three']);
  expect(written()).toEqual(['snowpark-session warn three\n']);
});

test('a message without fields reaches console as a message alone, and pino with no fields', () => {
  const seen: unknown[][] = [];
  const keep = (...given: readonly unknown[]): void => void seen.push([...given]);
  const plain = { debug: keep, info: keep, warn: keep, error: keep };
  sessionLogger({ logger: plain }).info('alone');
  sessionLogger({ logger: { ...plain, child: keep, bindings: keep } as typeof plain }).info('alone');
  sessionLogger({ logger: { ...plain, child: keep, addSerializers: keep } as typeof plain }).info('both', { a: 1 });
  expect(seen).toEqual([['alone'], [{}, 'alone'], [{ a: 1 }, 'both']]);
});
