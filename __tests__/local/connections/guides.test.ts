import { readFileSync } from 'node:fs';
import { formatWithOptions } from 'node:util';

import { afterAll, expect, test } from '@jest/globals';

import * as api from '../../../src/index.js';
import { testEngine } from '../../helpers/engine.js';

const local = testEngine();

afterAll(async () => api.closeAllConnections());

test.each(['sessions-and-closing', 'connections-and-caching'])('every line %s prints is what it says', async (page) => {
  const guide = readFileSync(`docs/guides/${page}.md`, 'utf8');
  const code = [...guide.matchAll(/```js\n([^]*?)```/g)].map(([, block = '']) => block).join('\n');
  const promised = [...code.matchAll(/console\.log\(.*\); \/\/ (.*)$/gm)].map(([, comment = '']) => comment);
  const printed: string[] = [];
  const console = {
    log: (...values: readonly unknown[]): void => {
      printed.push(formatWithOptions({ breakLength: Infinity }, ...values));
    },
  };
  const { Session, connection, closeAllConnections, BaseConnection } = api;
  const given = {
    Session,
    connection,
    closeAllConnections,
    BaseConnection,
    console,
    options: local.engine.connectionOptions,
  };
  // Disposal by `await using` is not yet in every Node: it is written out.
  const plain = code.replaceAll('await using only', 'const only');
  const module = `export default async ({ ${Object.keys(given).join(', ')} }) => {${plain}};`;
  const { default: run } = (await import(`data:text/javascript,${encodeURIComponent(module)}`)) as {
    readonly default: (names: typeof given) => Promise<void>;
  };
  await run(given);
  await api.Session.getActiveSession()?.close();
  expect(promised.length).toBeGreaterThan(3);
  expect(printed).toEqual(promised);
});
