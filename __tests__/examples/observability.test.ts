import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import { expect, test } from '@jest/globals';

const run = promisify(execFile);

/** What an example prints, line by line. */
async function printed(name: string): Promise<readonly string[]> {
  const { stdout, stderr } = await run(process.execPath, [`examples/${name}.js`], { timeout: 60_000 });
  expect(stderr).toBe('');
  return stdout.trimEnd().split('\n');
}

test('the example of errors tells them apart', async () => {
  expect(await printed('errors')).toEqual([
    'the server refused it: 002003 42S02',
    'it took too long and was cancelled: QUERY_TIMEOUT',
    'options to mend: login_timeout, acount',
    'ABORTED: The caller’s own signal did it: see cause for its reason.',
  ]);
});

test('the example of a logger prints what the session does', async () => {
  expect(await printed('logging')).toEqual([
    'debug login begins {"event":"connect.start"}',
    'info login ended {"event":"connect.end"}',
    'debug query begins {"event":"query.start"}',
    'debug query was answered {"event":"query.answer"}',
    'debug query ended {"event":"query.end","rows":3}',
    'debug query begins {"event":"query.start"}',
    'info query failed {"event":"query.fail"}',
    'debug close begins {"event":"close.start"}',
    'info close ended {"event":"close.end"}',
  ]);
});

test('the example of a tracer shows the statement under the request', async () => {
  expect(await printed('tracing')).toEqual([
    expect.stringMatching(/^CONNECT LOCAL.PUBLIC $/),
    expect.stringMatching(/^ {2}SELECT .+ 1$/),
    'GET /pets ',
    expect.stringMatching(/^CLOSE /),
  ]);
});

test('the example of progress ends with all rows', async () => {
  expect(await printed('progress')).toEqual([
    expect.stringMatching(/^100000 100000 of 100000 rows, (\d+) of \1 parts$/),
  ]);
});
