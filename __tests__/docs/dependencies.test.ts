import { readFileSync } from 'node:fs';

import { expect, test } from '@jest/globals';

import { renderDependencies } from '../../scripts/render-dependencies.js';

const SIZE = /[\d.]+ MB/g;

test('the README tells what the packages bring along, with versions, licences and sizes', () => {
  const made = renderDependencies();
  const [, told = ''] =
    /<!-- Made by scripts\/generate-dependencies[^]*? -->\n\n([^]*?)\n\n<!-- The end/.exec(
      readFileSync('README.md', 'utf8'),
    ) ?? [];
  expect(told.replaceAll(SIZE, 'n MB')).toBe(made.replaceAll(SIZE, 'n MB'));
  // They differ a little between platforms.
  const sizes = (text: string): number[] => (text.match(SIZE) ?? []).map((size) => Number.parseFloat(size));
  const differ = sizes(told).filter((size, index) => {
    const measured = sizes(made)[index] ?? 0;
    return Math.abs(size - measured) > Math.max(0.2, measured / 4);
  });
  expect(differ).toEqual([]);
});
