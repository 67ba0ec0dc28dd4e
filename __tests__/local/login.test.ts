import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';

import { afterAll, beforeAll, expect, test } from '@jest/globals';

import { AuthenticationError, ConfigurationError, ConnectionError, Session } from '../../src/index.js';
import { rejection, testEngine, until } from '../helpers/engine.js';

const local = testEngine();
const SECRET = 'planted-secret-7f3a';
/** Less than the driver takes to give up a login by itself, and far more than is needed on a busy machine. */
const LIMIT_MS = 30_000;

let home: string;
let silent: Server;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'snowpark-session-'));
  silent = createServer((socket) => socket.resume().on('error', () => undefined));
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  process.env['SNOWFLAKE_HOME'] = home;
});

afterAll(async () => {
  delete process.env['SNOWFLAKE_HOME'];
  await rm(home, { recursive: true });
  await new Promise((resolve) => silent.close(resolve));
});

async function writeConnections(text: string): Promise<string> {
  const path = join(home, 'connections.toml');
  await writeFile(path, text);
  await chmod(path, 0o600);
  return path;
}

function create(options: Readonly<Record<string, unknown>>): Promise<Session> {
  return Session.builder.configs(options).create();
}

/** Whatever way an error may be printed. */
function printed(error: unknown): string {
  const { stack } = error as Error;
  return [inspect(error, { depth: 20, showHidden: true }), JSON.stringify(error), String(error), stack].join('\n');
}

test('a session opens by the name of an entry, and a call wins over the file', async () => {
  const { user, password, port } = local.engine.connectionOptions;
  await writeConnections(
    `[dev]\naccount = "local"\nuser = "${user}"\npassword = "${password}"\nhost = "127.0.0.1"\nport = ${port}\nprotocol = "http"\ndatabase = "FROM_FILE"\nschema = "S1"\n`,
  );
  await using session = await Session.builder.config('connection_name', 'dev').config('database', 'FROM_CALL').create();
  expect(await session.sql('select current_database() as d, current_schema() as s').collect()).toEqual([
    { D: 'FROM_CALL', S: 'S1' },
  ]);
});

test('an unknown connection name lists the file and the names in it', async () => {
  const path = await writeConnections(`[dev]\naccount = "a"\n[prod]\naccount = "b"\npassword = "${SECRET}"\n`);
  const error = await rejection(Session.builder.config('connection_name', 'stage').create());
  expect(error).toBeInstanceOf(ConfigurationError);
  const { message } = error as Error;
  expect(message).toContain('stage');
  expect(message).toContain(path);
  expect(message).toContain('dev');
  expect(message).toContain('prod');
  expect(printed(error)).not.toContain(SECRET);
});

test('all problems come at once, each with parameter and source', async () => {
  const error = await rejection(create({ authenticator: 'KERBEROS', password: SECRET, port: 'abc' }));
  expect(error).toBeInstanceOf(ConfigurationError);
  const { problems } = error as ConfigurationError;
  const parameters = problems.map(({ parameter }) => parameter);
  expect(parameters).toEqual(expect.arrayContaining(['account', 'authenticator', 'port']));
  for (const { source, message } of problems) {
    expect(source).not.toBe('');
    expect(message).not.toBe('');
  }
  expect(printed(error)).not.toContain(SECRET);
});

test('a wrong password is tried once, and refused with the server code', async () => {
  const start = local.engine.requests.length;
  const error = await rejection(create({ ...local.engine.connectionOptions, password: SECRET }));
  expect(error).toBeInstanceOf(AuthenticationError);
  expect(error).toMatchObject({
    code: 'AUTHENTICATION_FAILED',
    serverCode: '390100',
    hint: 'Check user and password.',
  });
  expect(local.engine.requests.slice(start).filter(({ kind }) => kind === 'login')).toHaveLength(1);
  expect(printed(error)).not.toContain(SECRET);
});

test('a refused port is told in time', async () => {
  const unused = createServer();
  const port = await new Promise<number>((resolve) =>
    unused.listen(0, '127.0.0.1', () => resolve((unused.address() as { port: number }).port)),
  );
  await new Promise((resolve) => unused.close(resolve));
  const started = performance.now();
  const error = await rejection(create({ ...local.engine.connectionOptions, port, password: SECRET }));
  expect(performance.now() - started).toBeLessThan(LIMIT_MS);
  expect(error).toBeInstanceOf(ConnectionError);
  expect(error).toMatchObject({ code: 'CONNECTION_FAILED', retryable: true });
  expect((error as Error).message).toContain(`127.0.0.1:${port}`);
  expect((error as Error).message).toContain('ECONNREFUSED');
  expect(printed(error)).not.toContain(SECRET);
});

test('a silent host is given up after login_timeout, and its socket is freed', async () => {
  const { port } = silent.address() as { port: number };
  const gone = new Promise((resolve) =>
    silent.once('connection', (socket) => socket.on('error', resolve).on('close', resolve)),
  );
  const started = performance.now();
  const error = await rejection(create({ ...local.engine.connectionOptions, port, login_timeout: 0.3 }));
  expect(performance.now() - started).toBeLessThan(LIMIT_MS);
  expect(error).toMatchObject({ name: 'ConnectionError', code: 'LOGIN_TIMEOUT', retryable: true });
  expect((error as Error).message).toContain('login_timeout');
  await gone;
});

test('a signal stops a login at once', async () => {
  const { port } = silent.address() as { port: number };
  const started = performance.now();
  const error = await rejection(
    Session.builder.configs({ ...local.engine.connectionOptions, port }).create({ signal: AbortSignal.timeout(100) }),
  );
  expect(performance.now() - started).toBeLessThan(LIMIT_MS);
  expect(error).toMatchObject({ name: 'TimeoutError', code: 'ABORTED' });
});

test('a server that is overloaded for a moment is tried again', async () => {
  local.engine.faults.add({ on: 'login', times: 2, respond: { status: 503 } });
  const session = await local.open();
  expect(await session.sql('select 1 as a').collect()).toEqual([{ A: 1 }]);
});

test('what does not speak the protocol is told as such', async () => {
  local.engine.faults.add({
    on: 'login',
    respond: { status: 200, body: '<html>hello</html>', contentType: 'text/html' },
  });
  const error = await rejection(create(local.engine.connectionOptions as never));
  expect(error).toMatchObject({ name: 'ConnectionError', retryable: false });
  expect((error as Error).message).toContain("does not speak Snowflake's protocol");
});

test('an answer that is cut off is told as such', async () => {
  const session = await local.open();
  local.engine.faults.add({ on: 'query', respond: { status: 200, body: '{"succ' } });
  const error = await rejection(session.sql('select 1').collect());
  expect(error).toMatchObject({ name: 'ConnectionError', retryable: true });
  expect((error as Error).message).toContain('was cut off or is not JSON');
});

test('one builder opens several sessions, and branches stay apart', async () => {
  const base = Session.builder.configs({ ...local.engine.connectionOptions });
  await using first = await base.create();
  await using second = await base.config('schema', 'OTHER').create();
  const sql = 'select current_schema() as s';
  expect(await first.sql(sql).collect()).toEqual([{ S: 'PUBLIC' }]);
  expect(await second.sql(sql).collect()).toEqual([{ S: 'OTHER' }]);
  expect(Session.builder).not.toBe(Session.builder);
});

test('the object of the caller stays as it was', async () => {
  const options = Object.freeze({ ...local.engine.connectionOptions });
  const before = JSON.stringify(options);
  await using session = await create(options);
  expect(session.isClosed).toBe(false);
  expect(JSON.stringify(options)).toBe(before);
});

test('session parameters are set at login, together', async () => {
  const session = await local.open({ session_parameters: { QUERY_TAG: "it's", STATEMENT_TIMEOUT_IN_SECONDS: 77 } });
  const rows = await session.sql("show parameters like '%_T%' in session").collect();
  const values = new Map(rows.map((row) => [row['key'], row['value']]));
  expect([values.get('QUERY_TAG'), values.get('STATEMENT_TIMEOUT_IN_SECONDS')]).toEqual(["it's", '77']);
});

test('network_timeout limits every action', async () => {
  const session = await local.open({ network_timeout: 0.2 });
  expect(await rejection(session.sql('select system$wait(60)').collect())).toMatchObject({ code: 'QUERY_TIMEOUT' });
});

test('secondary roles are chosen at login', async () => {
  const start = local.engine.requests.length;
  await local.open({ secondary_roles: 'none' });
  expect(local.engine.requests.slice(start).map(({ sql }) => sql)).toContain('USE SECONDARY ROLES NONE');
});

test('a session that is kept alive does not keep the process alive', async () => {
  const timers = (): number => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
  const before = timers();
  const session = await local.open({
    client_session_keep_alive: true,
    client_session_keep_alive_heartbeat_frequency: 900,
  });
  await until(() => timers() <= before);
  expect(await session.isAlive()).toBe(true);
  await session.close();
});
