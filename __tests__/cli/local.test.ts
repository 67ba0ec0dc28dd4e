import { existsSync } from 'node:fs';

import { expect, test } from '@jest/globals';

import { EXIT, StopRequest } from '../../src/cli/exit-codes.js';
import { type CliOutcome, runCli, testFiles } from '../helpers/cli.js';

const files = testFiles();

/** Starts an engine, works with it once its options are printed, and stops it. */
async function withLocal(argv: readonly string[], work: (printed: string) => Promise<void>): Promise<CliOutcome> {
  const stopping = new AbortController();
  let told: ((printed: string) => void) | undefined;
  const printed = new Promise<string>((resolve) => {
    told = resolve;
  });
  const running = runCli(['local', ...argv], {
    stop: stopping.signal,
    onOutput: (soFar) => soFar.endsWith('\n') && told?.(soFar),
  });
  try {
    await work(await Promise.race([printed, running.then(({ stderr }) => Promise.reject(new Error(stderr)))]));
  } finally {
    stopping.abort(new StopRequest(EXIT.interrupted));
  }
  return running;
}

test('prints an entry for connections.toml that works, and stops cleanly', async () => {
  const seed = files.write('seed.sql', 'create table pets (id number); insert into pets values (1), (2);');
  const databases = `${files.directory}/databases`;
  const { exitCode, stderr } = await withLocal(['--sql', seed, '-d', databases], async (printed) => {
    const file = files.write('local.toml', printed);
    const connection = ['-c', 'local', '--connections-file', file, '--format', 'ndjson'];
    expect(await runCli(['sql', 'select count(*) as n from pets', ...connection])).toEqual({
      exitCode: 0,
      stdout: '{"N":2}\n',
      stderr: '',
    });
    expect(printed).toMatch(/# Python: snowflake\.connector\.connect\(account="local"/);
    expect(printed).toMatch(
      /# Go: +sql\.Open\("snowflake", "LOCAL_USER:[^@]+@127\.0\.0\.1:\d+\/LOCAL\/PUBLIC\?account=local/,
    );
  });
  expect(exitCode).toBe(0);
  expect(stderr).toMatch(/^A local Snowflake answers at http:\/\/127\.0\.0\.1:\d+ until Ctrl-C\.\n$/);

  // What was kept is there for the next one.
  await withLocal(['-d', databases, '--json'], async (printed) => {
    const { connectionOptions } = JSON.parse(printed) as { connectionOptions: Record<string, string | number> };
    const entry = Object.entries(connectionOptions).map(([name, value]) => `${name} = ${JSON.stringify(value)}`);
    const file = files.write('again.toml', `[default]\n${entry.join('\n')}\n`);
    const { stdout } = await runCli([
      'sql',
      'select count(*) as n from pets',
      '--connections-file',
      file,
      '--format',
      'csv',
    ]);
    expect(stdout).toBe('N\n2\n');
  });
});

test('--tls names a file with the certificate, which goes with the engine', async () => {
  let certificateFile = '';
  await withLocal(['--tls', '--json'], async (printed) => {
    const told = JSON.parse(printed) as { url: string; certificateFile: string };
    expect(told.url).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
    ({ certificateFile } = told);
    expect(existsSync(certificateFile)).toBe(true);
  });
  expect(existsSync(certificateFile)).toBe(false);
});

test('what keeps the engine from starting is told', async () => {
  await withLocal(['--json'], async (printed) => {
    const { connectionOptions } = JSON.parse(printed) as { connectionOptions: { port: number } };
    const { exitCode, stderr } = await runCli(['local', '--port', String(connectionOptions.port)]);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^error: The local engine did not start: .*EADDRINUSE/);
  });
  const { exitCode, stderr } = await runCli(['local', '--sql', '/nowhere/seed.sql']);
  expect(exitCode).toBe(1);
  expect(stderr).toMatch(/seed: file \/nowhere\/seed\.sql/);
});
