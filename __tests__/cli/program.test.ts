import { expect, test } from '@jest/globals';

import { runCli, testFiles, tomlEntry } from '../helpers/cli.js';

const files = testFiles();
const colour = '\u001B[';

test.each([[['--help']], [['help']], [['doctor', '--help']], [['sql', '-h']], [['help', 'local']]])(
  '%j prints help on standard output',
  async (argv) => {
    const { exitCode, stdout, stderr } = await runCli(argv);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toContain('Usage: snowpark-session');
  },
);

test('--version prints the version of the package', async () => {
  expect(await runCli(['--version'])).toEqual({
    exitCode: 0,
    stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
    stderr: '',
  });
});

test.each([
  [[], /Usage: snowpark-session/],
  [['docktor'], /unknown command 'docktor'.*Did you mean doctor/s],
  [['doctor', '--jsno'], /unknown option '--jsno'.*Did you mean --json/s],
  [['doctor', '--timeout', '-1'], /--timeout <seconds>.*above 0/],
  [['sql', 'select 1', '--format', 'xml'], /--format.*table, json, ndjson, csv/],
  [['sql'], /Give one statement/],
  [['sql', 'select 1', '-f', 'x.sql'], /Give one statement/],
  [['sql', '-f', '/nowhere/x.sql'], /\/nowhere\/x\.sql cannot be read \(ENOENT\)/],
  [['sql', ' '], /The statement is empty/],
  [['sql', 'select 1', '-n', 'many'], /--max-rows <number>.*whole number/],
  [['sql', 'select 1', '-o', 'role'], /--option needs a name and a value/],
  [['sql', 'select 1', '-o', 'password=canary'], /--option password: other users of this machine can see/],
  [['local', '--port', 'http'], /--port <number>.*whole number/],
] as const)('%j is a wrong call', async (argv, says) => {
  const { exitCode, stdout, stderr } = await runCli(argv);
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  expect(stderr).toMatch(says);
  expect(stderr).not.toContain('canary');
});

test('colours are for terminals, unless the variables say otherwise', async () => {
  const file = files.write('local.toml', tomlEntry('default', { local_testing: true }));
  const argv = ['doctor', '--offline', '--connections-file', file];
  const paints = async (columns: number | undefined, env: Readonly<Record<string, string>>): Promise<boolean> =>
    (await runCli(argv, { ...(columns === undefined ? {} : { columns }), env })).stdout.includes(colour);
  expect(await paints(undefined, {})).toBe(false);
  expect(await paints(80, {})).toBe(true);
  expect(await paints(80, { NO_COLOR: '1' })).toBe(false);
  expect(await paints(80, { NO_COLOR: '' })).toBe(true);
  expect(await paints(80, { TERM: 'dumb' })).toBe(false);
  expect(await paints(undefined, { FORCE_COLOR: '1' })).toBe(true);
  expect(await paints(80, { FORCE_COLOR: '0' })).toBe(false);
});

test('on a narrow terminal nothing is wider than it but single words', async () => {
  const file = files.write('narrow.toml', tomlEntry('default', { local_testing: true }));
  const { stdout } = await runCli(['doctor', '--offline', '--connections-file', file], {
    columns: 50,
    env: { NO_COLOR: '1' },
  });
  const wide = stdout.split('\n').filter((line) => line.length > 50 && line.trim().includes('  '));
  expect(wide).toEqual([]);
  expect(stdout).toContain('Nothing is wrong.');
});
