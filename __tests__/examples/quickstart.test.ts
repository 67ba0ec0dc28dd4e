import { execFile } from 'node:child_process';
import { readdir, stat } from 'node:fs/promises';
import { promisify } from 'node:util';

import { expect, test } from '@jest/globals';

const run = promisify(execFile);

test('the quick start prints the table and the cancelled query, and leaves nothing behind', async () => {
  const before = await readdir('.');
  const { stdout, stderr } = await run(process.execPath, ['examples/quickstart.js'], { timeout: 60_000 });
  expect(stderr).toBe('');
  expect(stdout).toContain('The Americas');
  expect(stdout).toContain('CHANGE_CLOCKS');
  expect(stdout).toContain('QueryCancelledError');
  expect(await readdir('.')).toEqual(before);
  expect((await stat('examples/connections.toml')).mode & 0o777).toBe(0o600);
});
