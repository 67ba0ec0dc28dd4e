import { expect, test } from '@jest/globals';

import type { ColumnMetadata } from '../../../src/driver/port.js';
import { rowsBuilder } from '../../../src/query/rows.js';

function columns(...names: readonly string[]): ColumnMetadata[] {
  return names.map((name) => ({ name, type: 'text', nullable: true, precision: undefined, scale: undefined }));
}

test('a row is a plain object keyed by the server names', () => {
  const [row] = rowsBuilder(columns('ID', 'a b', ''), {})([['1', null, 'x']]);
  expect(row).toEqual({ ID: '1', 'a b': null, '': 'x' });
  expect(Object.getPrototypeOf(row)).toBe(Object.prototype);
});

test('repeated names are numbered and never vanish, not even behind a name that looks numbered', () => {
  expect(rowsBuilder(columns('A', 'A', 'A_2', 'A'), {})([['1', '2', '3', '4']])).toEqual([
    { A: '1', A_2: '2', A_2_2: '3', A_3: '4' },
  ]);
});

test('caseSensitive: false lower-cases the keys, and names that then meet are numbered', () => {
  expect(rowsBuilder(columns('A', 'a', 'B'), { caseSensitive: false })([['1', '2', '3']])).toEqual([
    { a: '1', a_2: '2', b: '3' },
  ]);
});

test('rowMode array keeps the order of the columns', () => {
  expect(rowsBuilder(columns('A', 'A'), { rowMode: 'array' })([['1', null]])).toEqual([['1', null]]);
});

test.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])('a column named %s is a column', (name) => {
  const [row] = rowsBuilder(columns(name), {})([['x']]) as object[];
  expect(Object.entries(row ?? {})).toEqual([[name, 'x']]);
  expect(Object.getPrototypeOf(row)).toBe(Object.prototype);
});
