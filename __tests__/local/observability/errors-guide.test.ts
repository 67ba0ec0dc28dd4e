import { readFileSync } from 'node:fs';

import { expect, test } from '@jest/globals';

import { ConnectionError, SqlError } from '../../../src/index.js';
import { testEngine } from '../../helpers/engine.js';

const local = testEngine();
const guide = readFileSync('docs/guides/errors.md', 'utf8');

test('the first example of the guide to errors prints what it says', async () => {
  const session = await local.open();
  const printed: unknown[][] = [];
  const console = { log: (...values: readonly unknown[]): void => void printed.push([...values]) };
  const [, code = ''] = /```js\n([^]*?)```/.exec(guide) ?? [];
  const module = `export default async (session, SqlError, ConnectionError, console) => {${code}};`;
  const { default: run } = (await import(`data:text/javascript,${encodeURIComponent(module)}`)) as {
    readonly default: (...given: readonly unknown[]) => Promise<void>;
  };
  await run(session, SqlError, ConnectionError, console);
  expect(code).toContain(`// ${(printed[0] ?? []).join(' ')}`);
  expect(printed).toEqual([
    ['SQL_FAILED', '002003', '42S02'],
    [expect.stringMatching(/^[\da-f-]{36}$/), expect.stringMatching(/#sql_failed$/)],
  ]);
});
