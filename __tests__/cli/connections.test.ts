import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, test } from '@jest/globals';

import { makeOpensslKeys } from '../helpers/openssl-keys.js';
import { runCli, testFiles, tomlEntry } from '../helpers/cli.js';

const files = testFiles();
const before = process.env['SNOWFLAKE_HOME'];
const CANARY = 'canary-7d3f';

beforeAll(() => {
  process.env['SNOWFLAKE_HOME'] = files.directory;
});
afterAll(() => {
  if (before === undefined) {
    delete process.env['SNOWFLAKE_HOME'];
  } else {
    process.env['SNOWFLAKE_HOME'] = before;
  }
});

test('lists names, sources and the default, and never a secret', async () => {
  const key = files.write('key.p8', makeOpensslKeys().pkcs8.toString());
  files.write('config.toml', 'default_connection_name = "jobs"\n');
  const path = files.write(
    'connections.toml',
    [
      tomlEntry('dev', { account: 'myorg-dev', user: 'jo', password: CANARY }),
      tomlEntry('jobs', { account: 'myorg-prod', user: 'SVC', private_key_file: key }),
      tomlEntry('tests', { local_testing: true }),
      tomlEntry('broken', { accont: CANARY, user: 'jo', pasword: CANARY }),
    ].join('\n'),
  );
  const { exitCode, stdout, stderr } = await runCli(['connections']);
  expect(exitCode).toBe(0);
  expect(stdout).toBe(
    [
      `   NAME    ACCOUNT     USER  AUTHENTICATOR  SOURCE`,
      `   dev     myorg-dev   jo    SNOWFLAKE      ${path} [dev] line 1`,
      `*  jobs    myorg-prod  SVC   SNOWFLAKE_JWT  ${path} [jobs] line 6`,
      `   tests   -           -     local engine   ${path} [tests] line 11`,
      `   broken  4 problems  -     -              ${path} [broken] line 14`,
      '',
    ].join('\n'),
  );
  expect(stderr).toContain('snowpark-session doctor --offline -c broken');

  const json = await runCli(['connections', '--json']);
  expect(JSON.parse(json.stdout)).toMatchObject({
    connections: [
      { name: 'dev', isDefault: false, account: 'myorg-dev', host: 'myorg-dev.snowflakecomputing.com', problems: 0 },
      { name: 'jobs', isDefault: true, authenticator: 'SNOWFLAKE_JWT' },
      { name: 'tests', authenticator: 'local engine' },
      { name: 'broken', problems: 4 },
    ],
    problems: [],
  });
  expect(stdout + stderr + json.stdout + json.stderr).not.toContain(CANARY);
});

test('a file that cannot be read fails, and says why without its text', async () => {
  const file = files.write('bad.toml', `[dev]\npassword = "${CANARY}\n`);
  const { exitCode, stdout, stderr } = await runCli(['connections', '--connections-file', file]);
  expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
  expect(stderr).toMatch(/bad\.toml: is not valid TOML: .*line 2/);
  expect(stderr).not.toContain(CANARY);
});

test('a file for all to read is a warning; none at all is told', async () => {
  const file = files.write('open.toml', tomlEntry('dev', { local_testing: true }), 0o644);
  const { exitCode, stderr } = await runCli(['connections', '--connections-file', file]);
  expect(exitCode).toBe(0);
  expect(stderr).toMatch(/^warning: \(.*open\.toml\) the file can be read by other users/);

  const empty = join(files.directory, 'empty');
  mkdirSync(empty);
  process.env['SNOWFLAKE_HOME'] = empty;
  expect(await runCli(['connections'])).toEqual({
    exitCode: 0,
    stdout: '',
    stderr: expect.stringContaining(`There are no connections: ${empty}`),
  });
});
