import { execFile, spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { promisify } from 'node:util';

import { afterAll, beforeAll, expect, test } from '@jest/globals';

import { testFiles } from '../helpers/cli.js';
import { until } from '../helpers/engine.js';

const run = promisify(execFile);
const MAIN = resolve('dist/cli/main.js');
const files = testFiles();
const env = { PATH: process.env['PATH'], SNOWFLAKE_HOME: files.directory };

interface Started {
  readonly child: ReturnType<typeof spawn>;
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** Exit code, or the signal that ended it. */
  readonly ended: Promise<number | string | null>;
}

/** The built command as a process of its own, the way a shell starts it. */
function start(argv: readonly string[], more: Readonly<Record<string, string>> = {}): Started {
  const child = spawn(process.execPath, [MAIN, ...argv], {
    env: { ...env, ...more },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const texts = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk) => (texts.stdout += String(chunk)));
  child.stderr.on('data', (chunk) => (texts.stderr += String(chunk)));
  const ended = new Promise<number | string | null>((done) =>
    child.on('close', (code, signal) => done(code ?? signal)),
  );
  return { child, stdout: () => texts.stdout, stderr: () => texts.stderr, ended };
}

interface Printed {
  readonly url: string;
  readonly connectionOptions: Readonly<Record<string, string>>;
}

interface Answer {
  readonly data: { readonly token: string };
}

let engine: Started;

beforeAll(async () => {
  engine = start(['local', '--tls']);
  await until(() => engine.stdout().includes('NODE_EXTRA_CA_CERTS='));
  files.write('connections.toml', engine.stdout().replace('[local]', '[local]\ndisable_ocsp_checks = true'));
});
afterAll(async () => {
  engine.child.kill('SIGTERM');
  // Its end on a signal is how it is meant to end.
  expect(await engine.ended).toBe(0);
  expect(engine.stderr()).toMatch(/^A local Snowflake answers at https:[^\n]+\n$/);
});

const trust = (): Record<string, string> => ({
  NODE_EXTRA_CA_CERTS: /NODE_EXTRA_CA_CERTS=(\S+)/.exec(engine.stdout())?.[1] ?? '',
});

test('neither help, nor the list, nor offline checks load the driver', async () => {
  const spy = files.write(
    'spy.cjs',
    `process.on('exit', () => {
       const loaded = Object.keys(require('node:module')._cache).filter((path) => /snowflake-sdk.dist|duckdb/.test(path));
       if (loaded.length > 0) console.error('LOADED', loaded.length);
     });`,
  );
  for (const argv of [['--help'], ['--version'], ['connections'], ['doctor', '--offline', '-c', 'local']]) {
    const { stderr } = await run(process.execPath, ['--require', spy, MAIN, ...argv], { env });
    expect([argv, stderr]).toEqual([argv, '']);
  }
});

test('doctor finds nothing wrong by TLS with a trusted certificate, and an untrusted one without', async () => {
  const trusting = start(['doctor', '-c', 'local'], trust());
  expect([await trusting.ended, trusting.stderr()]).toEqual([0, '']);
  expect(trusting.stdout()).toMatch(/✓ TLS +TLSv1\.3; the certificate is for localhost, 127\.0\.0\.1/);
  expect(trusting.stdout()).toContain('Nothing is wrong.');

  const doubting = start(['doctor', '-c', 'local']);
  expect([await doubting.ended, doubting.stderr()]).toEqual([1, '']);
  expect(doubting.stdout()).toMatch(/✗ TLS[^]*self-signed[^]*NODE_EXTRA_CA_CERTS/);
  expect(doubting.stdout()).toContain('Failed: TLS.');
});

test('a reader that has seen enough ends it quietly', async () => {
  const many = 'select seq8() as n from table(generator(rowcount => 600000))';
  const reader = start(['sql', '-c', 'local', '--format', 'csv', many], trust());
  reader.child.stdout?.once('data', () => reader.child.stdout?.destroy());
  expect([await reader.ended, reader.stderr()]).toEqual([0, '']);
});

test('many rows pass in flat memory', async () => {
  const rows = 200_000;
  const script = `select seq8() as n, randstr(40, 1) as text from table(generator(rowcount => ${rows}))`;
  const { stdout } = await run(
    'sh',
    [
      '-c',
      '"$0" --max-old-space-size=48 "$1" sql -c local --format ndjson "$2" | wc -l',
      process.execPath,
      MAIN,
      script,
    ],
    { env: { ...env, ...trust() } },
  );
  expect(Number(stdout)).toBe(rows);
});

test('SIGTERM ends the engine also while its database plans a statement, which nothing stops', async () => {
  const busy = start(['local', '--json'], { TMPDIR: files.directory });
  await until(() => busy.stdout().endsWith('\n'));
  const { url, connectionOptions } = JSON.parse(busy.stdout()) as Printed;
  const ask = async (path: string, body: object, token = 'None'): Promise<Answer> => {
    const headers = { 'content-type': 'application/json', authorization: `Snowflake Token="${token}"` };
    const response = await fetch(`${url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    return (await response.json()) as Answer;
  };
  const { account, user, password } = connectionOptions;
  const login = { ACCOUNT_NAME: account, LOGIN_NAME: user, PASSWORD: password };
  const { token } = (await ask('/session/v1/login-request', { data: login })).data;
  // Products of that many factors take the database a minute and more before it reads a row.
  const product = Array.from({ length: 900 }, () => 'x').join(' * ');
  const sqlText = `select ${`${product}, `.repeat(8)} x from (select seq4()::float as x from table(generator(rowcount => 1)))`;
  const asking = ask('/queries/v1/query-request', { sqlText }, token).catch(() => undefined);
  await ask('/queries/v1/query-request', { sqlText: 'select 1' }, token);
  busy.child.kill('SIGTERM');
  expect(await busy.ended).toBe('SIGTERM');
  expect(await asking).toBeUndefined();
  expect(readdirSync(files.directory)).not.toContainEqual(expect.stringMatching(/^snowpark-/));
}, 60_000);

test('SIGINT ends a statement whose rows are under way, with 130', async () => {
  const many = 'select seq8() as n from table(generator(rowcount => 600000))';
  const streaming = start(['sql', '-c', 'local', '-v', '--format', 'csv', many], trust());
  streaming.child.stdout?.once('data', () => streaming.child.kill('SIGINT'));
  expect([await streaming.ended, streaming.stderr()]).toEqual([130, '']);
});
