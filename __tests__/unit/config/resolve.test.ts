import { expect, test } from '@jest/globals';

import { toDriverParameters } from '../../../src/config/driver-options.js';
import { resolveConnection } from '../../../src/config/resolve.js';
import { ConfigurationError } from '../../../src/errors.js';
import { sourcesOf } from './sources.js';

function problemsOf(run: () => unknown): readonly string[] {
  try {
    run();
  } catch (error) {
    if (error instanceof ConfigurationError) {
      return error.problems.map(({ parameter, source, message }) => `${parameter} (${source}): ${message}`);
    }
    throw error;
  }
  return [];
}

test('common options become driver options', () => {
  const settings = resolveConnection(
    [
      { source: "config('account', …)", options: { account: 'my_org-acct.eu-central-1' } },
      { source: 'configs({…})', options: { USER: 'jo', password: 'hush', socketTimeout: '2.5', TIMEZONE: 'UTC' } },
    ],
    sourcesOf(),
  );
  expect(toDriverParameters(settings)).toMatchObject({
    account: 'my_org-acct',
    region: 'eu-central-1',
    host: 'my-org-acct.eu-central-1.snowflakecomputing.com',
    accessUrl: 'https://my-org-acct.eu-central-1.snowflakecomputing.com',
    username: 'jo',
    timeout: 2500,
    authenticator: 'SNOWFLAKE',
  });
  expect(settings.sessionParameters).toEqual({ TIMEZONE: 'UTC' });
  expect(JSON.stringify(settings.explain())).not.toContain('hush');
  expect(Object.isFrozen(settings)).toBe(true);
});

test('what the local engine hands out resolves', () => {
  const options = { account: 'local', user: 'u', password: 'p', host: '127.0.0.1', port: 4711, protocol: 'http' };
  const settings = resolveConnection([{ source: 'the local engine', options }], sourcesOf());
  expect(settings.endpoint).toEqual({
    account: 'local',
    region: undefined,
    protocol: 'http',
    host: '127.0.0.1',
    port: 4711,
    url: 'http://127.0.0.1:4711',
  });
});

test('an entry gives what calls do not, and tells its line', () => {
  const files = {
    '/home/jo/.snowflake/connections.toml': '[dev]\naccount = "acme"\nuser="jo"\npassword="x"\nrole="A"\n',
  };
  const settings = resolveConnection(
    [{ source: 'configs({…})', options: { connection_name: 'dev', role: 'B' } }],
    sourcesOf({ files }),
  );
  expect(settings.values.role).toBe('B');
  expect(settings.explain()).toContainEqual({
    parameter: 'user',
    value: '"jo"',
    source: '/home/jo/.snowflake/connections.toml [dev] line 3',
    becomes: 'username = "jo"',
  });
});

test('all problems are told at once', () => {
  const options = { acount: 'x', user: '', port: 'many', authenticator: 'jwt' };
  expect(problemsOf(() => resolveConnection([{ source: 'configs({…})', options }], sourcesOf())))
    .toMatchInlineSnapshot(`
[
  "account (not given): is missing. Give the account identifier, such as "myorg-myaccount".",
  "port (configs({…})): must be a whole number; it is text that does not hold one.",
  "authenticator (configs({…})): "jwt" is not known; use SNOWFLAKE, SNOWFLAKE_JWT, PROGRAMMATIC_ACCESS_TOKEN, OAUTH, OAUTH_AUTHORIZATION_CODE, OAUTH_CLIENT_CREDENTIALS, EXTERNALBROWSER, USERNAME_PASSWORD_MFA, WORKLOAD_IDENTITY, or the https:// address of an Okta account. Did you mean "SNOWFLAKE_JWT"?",
  "acount (configs({…})): is not a known option. Did you mean "account"?",
]
`);
});

test('local_testing needs no account', () => {
  const settings = resolveConnection([{ source: 'c', options: { local_testing: true, database: 'D' } }], sourcesOf());
  expect(settings.values).toMatchObject({ local_testing: true, database: 'D' });
});

test('a started engine takes the place of everything about server and sign-in', () => {
  const entry = 'account="acme"\nauthenticator="workload_identity"\nworkload_identity_provider="AWS"\nproxy_host="p"\n';
  const files = {
    '/home/jo/.snowflake/connections.toml': `[dev]\n${entry}private_key_file="/nowhere"\nschema="MINE"\n`,
  };
  const engine = { account: 'local', user: 'u', password: 'p', host: '127.0.0.1', port: 4711, protocol: 'http' };
  const settings = resolveConnection(
    [{ source: 'configs({…})', options: { connection_name: 'dev', local_testing: true, TIMEZONE: 'UTC' } }],
    sourcesOf({ files }),
    { source: 'local engine', options: { ...engine, database: 'ITS', schema: 'ITS' } },
  );
  expect(toDriverParameters(settings)).toMatchObject({
    accessUrl: 'http://127.0.0.1:4711',
    authenticator: 'SNOWFLAKE',
    username: 'u',
    database: 'ITS',
    schema: 'MINE',
  });
  expect(toDriverParameters(settings)).not.toHaveProperty('proxyHost');
  expect(settings.sessionParameters).toEqual({ TIMEZONE: 'UTC' });
  expect(settings.notes.map(({ parameter }) => parameter)).toContain('proxy_host');
});

test('a logger is handed through as it is, and never looked into', () => {
  const logger = Object.assign(Object.create(console) as Console, { token: 'hush', self: {} });
  logger.self = logger;
  const options = { account: 'acme', user: 'jo', password: 'p', logger };
  const settings = resolveConnection([{ source: 'c', options }], sourcesOf());
  expect(settings.values.logger).toBe(logger);
  expect(settings.explain().find(({ parameter }) => parameter === 'logger')?.value).toBe('[object]');
  const incomplete = { ...options, logger: { info: () => undefined } };
  expect(problemsOf(() => resolveConnection([{ source: 'c', options: incomplete }], sourcesOf()))).toEqual([
    'logger (c): must be an object with debug, info, warn, error; it is an object.',
  ]);
});

test.each([
  ['"snowflake"', []],
  ['"Snowflake"', []],
  [
    '"sql"',
    [
      'type (/home/jo/.snowflake/connections.toml [dev] line 2): is "sql", but this connects to Snowflake. For a type of ' +
        'your own, call connection() with "type"; otherwise write "snowflake".',
    ],
  ],
  ['7', [expect.stringContaining('is no text, but this connects to Snowflake.')]],
])('an entry of type %s, as in a file of Streamlit', (type, problems) => {
  const files = {
    '/home/jo/.snowflake/connections.toml': `[dev]\ntype = ${type}\naccount = "acme"\nuser="jo"\npassword="x"\n`,
  };
  const layer = { source: "connection('dev')", options: { connection_name: 'dev' } };
  expect(problemsOf(() => resolveConnection([layer], sourcesOf({ files })))).toEqual(problems);
});
