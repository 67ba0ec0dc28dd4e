import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';

import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';

import {
  BaseConnection,
  type BaseConnectionOptions,
  closeAllConnections,
  connection,
  registerConnectionType,
  type SnowflakeConnection,
} from '../../../src/index.js';
import { rejection, testEngine, until } from '../../helpers/engine.js';

const local = testEngine({ users: { ANN: 'hunter2' } });
const home = mkdtempSync(join(tmpdir(), 'snowflake-home-'));
const before = { ...process.env };

/** Writes `connections.toml` with entries for the engine, each with a role of its own. */
function writeEntries(...names: readonly string[]): void {
  const entries = names.map((name) => {
    const options = { ...local.engine.connectionOptions, role: name.toUpperCase() };
    return `[${name}]\n${Object.entries(options)
      .map(([key, value]) => `${key} = ${JSON.stringify(value)}\n`)
      .join('')}`;
  });
  writeFileSync(join(home, 'connections.toml'), entries.join('\n'), { mode: 0o600 });
}

beforeAll(() => {
  process.env['SNOWFLAKE_HOME'] = home;
});

beforeEach(() => {
  delete process.env['SNOWFLAKE_DEFAULT_CONNECTION_NAME'];
  writeEntries('default', 'other', 'third');
});

afterEach(async () => closeAllConnections());

afterAll(() => {
  process.env = before;
  rmSync(home, { recursive: true });
});

/** Which role a connection has: it tells which entry was used. */
async function roleOf(one: SnowflakeConnection): Promise<unknown> {
  const [row] = await one.query('select current_role() as r');
  return row?.['R'];
}

test('F6: the same name and options give the same instance, others another; nothing is opened', () => {
  const start = local.engine.requests.length;
  const one = connection('other', { role: 'R', login_timeout: 5 });
  expect(connection('other', { login_timeout: 5, role: 'R' })).toBe(one);
  expect(connection('other', { role: 'R' })).not.toBe(one);
  expect(connection('third', { role: 'R', login_timeout: 5 })).not.toBe(one);
  expect(local.engine.requests.length).toBe(start);
  expect(inspect(connection('x', { password: 'hunter2' }))).toBe("SnowflakeConnection 'x'");
});

test('S2, S3, F10: the names map', async () => {
  expect(await roleOf(connection('other'))).toBe('OTHER');
  expect(await roleOf(connection('other', { role: 'PUBLIC' }))).toBe('PUBLIC');
  expect(await roleOf(connection('snowflake'))).toBe('DEFAULT');
  expect(await roleOf(connection(''))).toBe('DEFAULT');
  expect(await roleOf(connection())).toBe('DEFAULT');
  expect(await roleOf(connection('snowflake', { warehouse: 'W' }))).toBe('DEFAULT');
  process.env['SNOWFLAKE_DEFAULT_CONNECTION_NAME'] = 'third';
  expect(await roleOf(connection('snowflake', { login_timeout: 7 }))).toBe('THIRD');
});

test('S1: options win over the entry, key by key', async () => {
  expect(await rejection(connection('other', { password: 'wrong' }).query('select 1'))).toMatchObject({
    code: 'AUTHENTICATION_FAILED',
  });
});

test('S4: options that say where to connect need no entry', async () => {
  const options = { ...local.engine.connectionOptions, role: 'PUBLIC' };
  expect(await roleOf(connection('no such entry', options))).toBe('PUBLIC');
});

test('S5, B4: an unknown name is told when it is used, with the names there are', async () => {
  const error = await rejection(connection('othr').query('select 1'));
  expect(error).toMatchObject({ name: 'ConfigurationError', code: 'CONFIGURATION_INVALID' });
  expect((error as Error).message).toMatch(/"othr".*"default", "other", "third"/s);
  expect(await rejection(connection('othr', { warehouse: 'W' }).query('select 1'))).toMatchObject({
    code: 'CONFIGURATION_INVALID',
  });
});

test('F9: env:NAME is the name that the variable holds; a variable that is not set is named', () => {
  process.env['PETS_CONNECTION'] = 'other';
  expect(connection('env:PETS_CONNECTION')).toBe(connection('other'));
  expect(() => connection('env:NOT_THERE')).toThrow('NOT_THERE is not set');
});

interface CounterOptions extends BaseConnectionOptions {
  readonly start?: number;
}

class Counter extends BaseConnection<number, CounterOptions> {
  static made = 0;
  constructor(name: string, options: CounterOptions) {
    super(name, options);
    Counter.made += 1;
  }
  protected async connect(): Promise<number> {
    return 1;
  }
  async value(): Promise<number> {
    return this.withRaw(async (raw) => raw);
  }
}

declare module '../../../src/connections/connection-types.js' {
  interface ConnectionTypes {
    readonly counter: { readonly connection: Counter; readonly options: CounterOptions };
  }
}

test('F4, F5: a type is a class, or a name that was registered', async () => {
  const direct = connection('direct', { type: Counter, start: 2 });
  expect(await direct.value()).toBe(1);
  expect(direct.name).toBe('direct');
  registerConnectionType('counter', Counter);
  expect(connection('named', { type: 'counter' })).toBeInstanceOf(Counter);
  expect(connection('counter')).toBeInstanceOf(Counter);
});

test('F1, F2: what is no connection, and an unknown type, are refused', () => {
  class Other extends Map {}
  expect(() => connection('x', { type: Other as never })).toThrow('Other is not a subclass of BaseConnection');
  expect(() => connection('x', { type: 'sql' as never })).toThrow("there is no type 'sql'. Known are 'snowflake'");
  expect(() => registerConnectionType('snowflake', Counter)).toThrow('is taken');
});

test('F7: instances kept with another ttl or maxEntries do not push each other out', () => {
  Counter.made = 0;
  for (const _ of [1, 2]) {
    connection('kept', { type: Counter, ttl: 100, maxEntries: 1 });
    connection('kept', { type: Counter, ttl: 200, maxEntries: 1 });
  }
  expect(Counter.made).toBe(2);
});

test('F13: one too many closes the one asked for longest ago, once, after its work', async () => {
  const [first, second] = [
    connection('first', { type: Counter, maxEntries: 2 }),
    connection('second', { type: Counter, maxEntries: 2 }),
  ];
  expect(connection('first', { type: Counter, maxEntries: 2 })).toBe(first);
  connection('more', { type: Counter, maxEntries: 2 });
  expect([first.isClosed, second.isClosed]).toEqual([false, true]);
  expect(await rejection(second.value())).toMatchObject({ code: 'CONNECTION_CLOSED' });
  expect(connection('second', { type: Counter, maxEntries: 2 })).not.toBe(second);
});

test('F14: a ttl ends in time; 30 and 30.0 are one; what is no ttl is refused and makes nothing', async () => {
  expect(connection('t', { type: Counter, ttl: 30 })).toBe(connection('t', { type: Counter, ttl: '30.0s' }));
  const brief = connection('brief', { type: Counter, ttl: '20ms' });
  await until(() => brief.isClosed);
  Counter.made = 0;
  for (const ttl of [-1, true, 'soon', Number.NaN]) {
    expect(() => connection('bad', { type: Counter, ttl: ttl as never })).toThrow('ttl must be');
  }
  expect(Counter.made).toBe(0);
});

test('B6: an entry that changed is used after a reload, and what was kept is forgotten', async () => {
  const one = connection('third', { login_timeout: 9 });
  expect(await roleOf(one)).toBe('THIRD');
  expect(await one.query('select current_role() as r', { ttl: 60 })).toEqual([{ R: 'THIRD' }]);
  expect(await one.reload()).toBe(false);
  const text = readFileSync(join(home, 'connections.toml'), 'utf8');
  writeFileSync(join(home, 'connections.toml'), text.replace('"THIRD"', '"FOURTH"'), { mode: 0o600 });
  expect(await one.reload()).toBe(true);
  expect(await one.query('select current_role() as r', { ttl: 60 })).toEqual([{ R: 'FOURTH' }]);
});

test('closeAllConnections closes all, and the next call makes a new one', async () => {
  const one = connection('other');
  await one.ready();
  await closeAllConnections();
  expect(one.isClosed).toBe(true);
  expect(connection('other')).not.toBe(one);
});
