import { readFile } from 'node:fs/promises';
import { expect, test } from '@jest/globals';
import { supportMatrix } from '../../src/support-matrix.js';

const guide = (name: string): Promise<string> =>
  readFile(new URL(`../../../docs/guides/${name}`, import.meta.url), 'utf8');

test('the guide to the engine lists what the engine works by', async () => {
  expect(await guide('local-engine.md')).toContain(supportMatrix());
});
