import { expect, test } from '@jest/globals';

import { formatTable } from '../../../src/query/show.js';

test('the golden table: names in quotes, NULL, cells of several lines', () => {
  const table = formatTable(
    ['"A"', '"LONGNAME"'],
    [
      ['1', 'x'],
      ['NULL', 'abc\ndef'],
    ],
    50,
  );
  expect(table).toBe(
    [
      '---------------------',
      '|"A"   |"LONGNAME"  |',
      '---------------------',
      '|1     |x           |',
      '|NULL  |abc         |',
      '|      |def         |',
      '---------------------',
      '',
    ].join('\n'),
  );
});

test('a cell that is too wide ends in three dots, and the column is as wide as the limit and two more', () => {
  expect(formatTable(['"A"'], [['0123456789']], 8)).toBe(
    ['------------', '|"A"       |', '------------', '|01234...  |', '------------', ''].join('\n'),
  );
});

test('a name that is too wide is cut as well', () => {
  expect(formatTable(['"ABCDEFGH"'], [['1']], 6)).toBe(
    ['----------', '|"AB...  |', '----------', '|1       |', '----------', ''].join('\n'),
  );
});

test('a body without rows is one blank line', () => {
  expect(formatTable(['"A"', '"B"'], [], 50)).toBe(
    ['-------------', '|"A"  |"B"  |', '-------------', '|     |     |', '-------------', ''].join('\n'),
  );
});
