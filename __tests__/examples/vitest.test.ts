import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import { expect, test } from '@jest/globals';

const run = promisify(execFile);

test('the example with vitest passes under vitest, on the build', async () => {
  const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--root', 'examples/vitest'];
  const { stdout } = await run(process.execPath, vitest, { env: { ...process.env, NO_COLOR: '1', VITEST: undefined } });
  expect(stdout).toMatch(/Tests {2}3 passed/);
}, 120_000);
