import { readFileSync } from 'node:fs';
import { formatWithOptions } from 'node:util';

import { expect, test } from '@jest/globals';

import { bindRows } from '../../../src/index.js';
import { testEngine } from '../../helpers/engine.js';

const local = testEngine();
const guide = readFileSync('docs/guides/queries-and-rows.md', 'utf8');
const code = [...guide.matchAll(/```js\n([^]*?)```/g)].map(([, block = '']) => block).join('\n');

/** What the guide says each `console.log` prints: the comment behind it. */
const promised = [...code.matchAll(/console\.log\(.*\); \/\/ (.*)$/gm)].map(([, comment = '']) => comment);

test('every line the guide prints is what it says', async () => {
  const session = await local.open();
  const printed: string[] = [];
  const console = {
    log: (...values: readonly unknown[]): void => {
      printed.push(formatWithOptions({ breakLength: Infinity }, ...values));
    },
  };
  const module = `export default async (session, bindRows, console) => {${code}};`;
  const { default: run } = (await import(`data:text/javascript,${encodeURIComponent(module)}`)) as {
    readonly default: (...given: readonly unknown[]) => Promise<void>;
  };
  await run(session, bindRows, console);
  expect(promised.length).toBeGreaterThan(20);
  expect(printed).toEqual(promised);
});

test('the table the guide shows is the one that is printed', async () => {
  const session = await local.open();
  let table = '';
  await session.sql('select 1 as a, null as b').show(10, {
    write: (text) => {
      table += text;
    },
  });
  expect(guide).toContain(`\n${table}`);
});
