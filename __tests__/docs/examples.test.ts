import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from '@jest/globals';

import { blocksOf } from '../package/readme.js';

const EXAMPLES = readdirSync('examples', { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.(mjs|js|ts|toml)$/.test(path))
  .map((path) => ({ path, text: plain(readFileSync(join('examples', path), 'utf8')) }));

const PAGES = ['README.md', 'local/README.md', ...readdirSync('docs/guides').map((name) => join('docs/guides', name))];

/** Lines without their indentation: a part of a block may stand less deep on a page. */
function plain(text: string): string {
  return text.replaceAll(/^[ \t]+/gm, '');
}

test.each(PAGES)('every block of code on %s stands in a file of examples/, which tests run', (page) => {
  const blocks = blocksOf(page).filter(({ language }) => /^(js|ts|mjs|javascript|typescript)$/.test(language));
  const loose = blocks.filter(({ code }) => !EXAMPLES.some(({ text }) => text.includes(plain(code))));
  expect(loose.map(({ code }) => code)).toEqual([]);
});

test.each(EXAMPLES.filter(({ path }) => path.endsWith('s')))('$path has at most 40 lines', ({ text }) => {
  expect(text.trimEnd().split('\n').length).toBeLessThanOrEqual(40);
});

test('the list of examples names each of them', () => {
  const list = readFileSync('examples/README.md', 'utf8');
  const files = readdirSync('examples').filter((name) => /\.(mjs|js|ts)$/.test(name));
  expect(files.filter((name) => !list.includes(`(${name})`))).toEqual([]);
});
