import { beforeAll, expect, test } from '@jest/globals';

import { runCli, testFiles, tomlEntry } from '../helpers/cli.js';
import { testEngine } from '../helpers/engine.js';
import { closedPort, silentServer, stubbornServer } from '../helpers/odd-servers.js';
import { CANARY, expectDiagnosis, expectSecretless, type Fault } from './fault.js';

const files = testFiles();
const local = testEngine({ users: { jo: CANARY } });

beforeAll(async () => {
  // The first login of a process loads the driver.
  await (await local.open()).close();
});

let count = 0;
function dev(options: Readonly<Record<string, unknown>> = {}): readonly string[] {
  count += 1;
  const entry = { ...local.engine.connectionOptions, ...options };
  return ['-c', 'dev', '--connections-file', files.write(`session-${count}.toml`, tomlEntry('dev', entry))];
}

function refuseLogin(code: string, message: string): void {
  const body = JSON.stringify({ success: false, code, message, data: null });
  local.engine.faults.add({ on: 'login', respond: { status: 200, body, contentType: 'application/json' } });
}

type Row = readonly (string | null)[];

/** The next queries are answered so, each with one row or none. */
function answerQueries(...answers: readonly { readonly columns: readonly string[]; readonly row?: Row }[]): void {
  for (const { columns, row } of answers) {
    const data = {
      queryId: '01b00000-0000-0000-0000-000000000001',
      rowtype: columns.map((name) => ({
        name,
        type: 'text',
        nullable: true,
        length: 100,
        precision: null,
        scale: null,
      })),
      rowset: row === undefined ? [] : [row],
      returned: row === undefined ? 0 : 1,
      total: row === undefined ? 0 : 1,
      parameters: [],
      version: 1,
      queryResultFormat: 'json',
    };
    const body = JSON.stringify({ success: true, code: null, message: null, data });
    local.engine.faults.add({ on: 'query', respond: { status: 200, body, contentType: 'application/json' } });
  }
}

const NAMES = ['role', 'warehouse', 'database', 'schema'];
const current = (...row: Row): { columns: readonly string[]; row: Row } => ({ columns: NAMES, row });
const warehouse = (...row: Row): { columns: readonly string[]; row: Row } => ({
  columns: ['name', 'state', 'size', 'auto_resume'],
  row,
});
const STARTED = warehouse('COMPUTE_WH', 'STARTED', 'X-Small', 'true');

const faults: Readonly<Record<string, Fault>> = {
  'a wrong password': {
    seed: () => dev({ password: `${CANARY}-not` }),
    step: 'login',
    says: /refused the login: Incorrect username or password/,
    remedy: /^Check user and password/,
  },
  'a role that is not granted': {
    seed: () => {
      refuseLogin('390189', "Role 'NOPE' specified in the connect string is not granted to this user.");
      return dev({ role: 'NOPE' });
    },
    step: 'login',
    says: /Role 'NOPE'/,
    remedy: /^Check role/,
  },
  'a network policy': {
    seed: () => {
      refuseLogin('390422', 'Incoming request with IP 127.0.0.1 is not allowed to access Snowflake.');
      return dev();
    },
    step: 'login',
    says: /is not allowed to access/,
    remedy: /network polic/,
  },
  'a page in the place of an answer': {
    seed: async () => {
      const { port } = await stubbornServer(200, '<html>Please accept the terms of this hotel</html>');
      return dev({ port });
    },
    step: 'login',
    says: /does not speak Snowflake’s protocol|does not speak Snowflake's protocol|is not JSON/,
    remedy: /proxy or a captive portal|account, host and port|Check account/,
  },
  'a login that is never answered': {
    seed: () => {
      local.engine.faults.add({ on: 'login', respond: 'hang', times: Infinity });
      return dev();
    },
    step: 'login',
    says: /did not complete the login/,
    remedy: /Check account, host and proxy/,
    timeout: 4,
  },
  'another role than the one asked for': {
    seed: () => {
      answerQueries(current('PUBLIC', 'COMPUTE_WH', 'LOCAL', 'PUBLIC'), STARTED);
      return dev({ role: 'ANALYST' });
    },
    step: 'role',
    says: /role ANALYST was asked for, and PUBLIC is current/,
    remedy: /GRANT ROLE ANALYST TO USER/,
  },
  'a warehouse that is not there': {
    seed: () => {
      answerQueries(current('ACCOUNTADMIN', null, 'LOCAL', 'PUBLIC'));
      return dev({ warehouse: 'NOPE' });
    },
    step: 'warehouse',
    says: /warehouse NOPE was asked for, and none is current/,
    remedy: /SHOW WAREHOUSES[^]*GRANT USAGE ON WAREHOUSE NOPE/,
  },
  'no warehouse at all': {
    seed: () => dev({ warehouse: undefined }),
    step: 'warehouse',
    says: /no warehouse is current/,
    remedy: /DEFAULT_WAREHOUSE/,
  },
  'a suspended warehouse': {
    seed: () => {
      const suspended = warehouse('COMPUTE_WH', 'SUSPENDED', 'X-Small', 'false');
      answerQueries(current('ACCOUNTADMIN', 'COMPUTE_WH', 'LOCAL', 'PUBLIC'), suspended);
      return dev();
    },
    step: 'warehouse',
    says: /suspended and does not resume by itself/,
    remedy: /ALTER WAREHOUSE COMPUTE_WH RESUME/,
  },
  'a database that is not there': {
    seed: () => {
      answerQueries(current('ACCOUNTADMIN', 'COMPUTE_WH', null, null), STARTED);
      return dev({ database: 'NOPE', schema: undefined });
    },
    step: 'database',
    says: /database NOPE was asked for, and none is current/,
    remedy: /GRANT USAGE ON DATABASE NOPE/,
  },
  'a schema that is not there': {
    seed: () => {
      answerQueries(current('ACCOUNTADMIN', 'COMPUTE_WH', 'LOCAL', null), STARTED);
      return dev({ schema: 'NOPE' });
    },
    step: 'schema',
    says: /schema NOPE was asked for, and none is current/,
    remedy: /GRANT USAGE ON SCHEMA NOPE/,
  },
  'a firewall before the cloud’s storage': {
    seed: async () => {
      const hosts = [
        { type: 'SNOWFLAKE_DEPLOYMENT', host: 'myorg-dev.snowflakecomputing.com', port: 443 },
        { type: 'STAGE', host: '127.0.0.1', port: local.engine.connectionOptions.port },
        { type: 'STAGE', host: '127.0.0.1', port: await closedPort() },
      ];
      answerQueries(
        current('ACCOUNTADMIN', 'COMPUTE_WH', 'LOCAL', 'PUBLIC'),
        STARTED,
        { columns: ['1'], row: ['1'] },
        { columns: ['hosts'], row: [JSON.stringify(hosts)] },
      );
      return dev();
    },
    step: 'storage',
    says: /^127\.0\.0\.1:\d+: nothing listens at 127\.0\.0\.1:\d+ \(ECONNREFUSED\)\.$/,
    remedy: /^Large results and staged files come from there/,
  },
  'an answer that is cut off': {
    seed: () => {
      answerQueries(current('ACCOUNTADMIN', 'COMPUTE_WH', 'LOCAL', 'PUBLIC'), STARTED);
      local.engine.faults.add({
        on: 'query',
        respond: { status: 200, body: '{"success":', contentType: 'application/json' },
      });
      return dev();
    },
    step: 'query',
    says: /cut off or is not JSON/,
    remedy: /\w/,
  },
};

test.each(Object.entries(faults))('%s', async (_what, fault) => {
  await expectDiagnosis(fault);
});

test('a suspended warehouse that resumes by itself is no fault', async () => {
  const suspended = warehouse('COMPUTE_WH', 'SUSPENDED', 'X-Small', 'true');
  answerQueries(current('ACCOUNTADMIN', 'COMPUTE_WH', 'LOCAL', 'PUBLIC'), suspended);
  const { exitCode, stdout } = await runCli(['doctor', ...dev()]);
  expect({ exitCode }).toEqual({ exitCode: 0 });
  expect(stdout).toMatch(/✓ Warehouse[^\n]*\n +it is suspended, size X-Small\n +it resumes by itself/);
});

test('a sound connection: all is well, and the session is ended', async () => {
  const start = local.engine.requests.length;
  const { exitCode, stdout, stderr } = await runCli(['doctor', ...dev()]);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect(stdout).toMatch(/✓ Login[^\n]*signed in to 127\.0\.0\.1 by SNOWFLAKE/);
  expect(stdout).toMatch(/✓ Query[^\n]*select 1 was answered/);
  expect(stdout).toMatch(/✓ Storage[^\n]*does not tell where large results come from/);
  expect(stdout).toMatch(/✓ Logout/);
  expect(stdout).toContain('Nothing is wrong.');
  expect(local.engine.requests.slice(start).map(({ kind }) => kind)).toContain('delete');
  expectSecretless(stdout);
});

test('local_testing: the way is skipped, the session is not', async () => {
  const file = files.write('own.toml', tomlEntry('default', { local_testing: true }));
  const { exitCode, stdout } = await runCli(['doctor', '--connections-file', file]);
  expect({ exitCode }).toEqual({ exitCode: 0 });
  expect(stdout).toMatch(/- TCP +local_testing: the engine runs in this process/);
  expect(stdout).toMatch(/✓ Query/);
});

test('the progress line is for a terminal, and goes away', async () => {
  const { stderr } = await runCli(['doctor', ...dev()], { columns: 60, env: { NO_COLOR: '1' } });
  expect(stderr).toContain('\r\u001B[2KLogin …');
  expect(stderr.endsWith('\r\u001B[2K')).toBe(true);
});

test('Ctrl-C while a step waits ends it, with 130', async () => {
  const { port } = await silentServer();
  const { StopRequest, EXIT } = await import('../../src/cli/exit-codes.js');
  const stopping = new AbortController();
  const outcome = await runCli(['doctor', ...dev({ port })], {
    stop: stopping.signal,
    onOutput: (soFar) => soFar.includes('TCP') && stopping.abort(new StopRequest(EXIT.interrupted)),
  });
  expect(outcome.exitCode).toBe(130);
});
