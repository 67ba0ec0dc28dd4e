import { expect, test } from '@jest/globals';
import fc from 'fast-check';

import { RowScanner } from '../../../src/driver/readers/row-scanner.js';
import { SqlError } from '../../../src/errors.js';

/** Cells that look like the ends of rows, as text of cells can. */
const cell = fc.oneof(
  fc.constantFrom(
    null,
    '',
    '],[',
    '"],["',
    '\\"],[\\"',
    '[null],[null]',
    '],["x',
    'null],[null',
    '\\',
    '日本',
    '\u0000',
  ),
  fc.string({ unit: 'binary' }),
  fc.json(),
);
const rows = fc.array(fc.array(cell, { minLength: 2, maxLength: 2 }), { maxLength: 30 });
const blank = fc.constantFrom('', ' ', '\n', '\r\n\t');

/** Cuts a buffer into parts of these sizes, over and over. */
function cut(bytes: Buffer, sizes: readonly number[]): Buffer[] {
  const parts: Buffer[] = [];
  for (let start = 0, turn = 0; start < bytes.length; turn++) {
    const size = sizes[turn % sizes.length] ?? 1;
    parts.push(bytes.subarray(start, start + size));
    start += size;
  }
  return parts;
}

function newScanner(width: number): RowScanner {
  return new RowScanner({ width, queryId: 'query', rowsBefore: 0 });
}

function readAll(parts: readonly Buffer[], width = 2): unknown[] {
  const scanner = newScanner(width);
  const read = parts.flatMap((part) => [...(scanner.push(part) ?? [])]);
  return [...read, ...(scanner.end() ?? [])];
}

test('rows come back whole and in order, wherever the text is cut', () => {
  fc.assert(
    fc.property(
      rows,
      blank,
      blank,
      fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1 }),
      (all, before, after, sizes) => {
        const text = all.map((row) => JSON.stringify(row)).join(`${before},${after}`);
        expect(readAll(cut(Buffer.from(text), sizes))).toEqual(all);
      },
    ),
    { numRuns: 500 },
  );
});

test('text that is cut off, or followed by something, is never taken for whole rows', () => {
  fc.assert(
    fc.property(rows, fc.nat(), fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1 }), (all, at, sizes) => {
      const bytes = Buffer.from(all.map((row) => JSON.stringify(row)).join(','));
      const kept = bytes.subarray(0, bytes.length === 0 ? 0 : at % bytes.length);
      let read: unknown[] = [];
      try {
        read = readAll(cut(kept, sizes));
      } catch (error) {
        expect(error).toBeInstanceOf(SyntaxError);
      }
      // What was cut off at the end of a row is told by the number of rows.
      expect(all.slice(0, read.length)).toEqual(read);
    }),
    { numRuns: 500 },
  );
});

test('a row far larger than a part is read in a time that grows with its size alone', () => {
  const large = '],["'.repeat(1_000_000);
  const text = JSON.stringify([large, 'x']);
  const started = performance.now();
  expect(readAll(cut(Buffer.from(`${text},${text}`), [64 * 1024]))).toEqual([
    [large, 'x'],
    [large, 'x'],
  ]);
  expect(performance.now() - started).toBeLessThan(10_000);
});

test('a part is handed over as soon as a row is complete in it', () => {
  const scanner = newScanner(1);
  expect([...(scanner.push(Buffer.from('["1"],["2"],["3')) ?? [])]).toEqual([['1'], ['2']]);
  expect([...(scanner.push(Buffer.from('"],["4"]')) ?? [])]).toEqual([['3'], ['4']]);
  expect(scanner.end()).toBeUndefined();
});

test.each([
  '["1","2"],[nonsense,"3"],["4","5"]',
  '{"a":1}',
  '["1","2"],',
  ',["1","2"]',
  '["1","2"]["3","4"]',
  '["1","2"],["3"',
  '["1","2"],["3","4"',
  '["1","2"],["3","4',
  '["1","2"],[nul',
  '["1" "2"]',
  '["1","\\x"]',
  '["1","\\u12"]',
  '["1","\\u12g4"]',
  '["1","\n"]',
  '["1","2"] x',
  '<html>',
])('%s is refused, wherever it is cut', (text) => {
  for (const size of [1, 2, 3, 100]) {
    expect(() => readAll(cut(Buffer.from(text), [size]))).toThrow();
  }
});

test.each([
  ['["1","2"],["3"]', 'not 2 cells wide (row 2)'],
  ['["1","2","3"]', 'not 2 cells wide (row 1)'],
  ['["1","2"],[]', 'not 2 cells wide (row 2)'],
  ['["1",2]', 'neither text nor null (row 1)'],
  ['["1",true]', 'neither text nor null (row 1)'],
  ['["1",["2"]]', 'neither text nor null (row 1)'],
])('%s says what is wrong, and where', (text, message) => {
  expect(() => readAll([Buffer.from(text)])).toThrow(SqlError);
  expect(() => readAll([Buffer.from(text)])).toThrow(message);
});

test('bytes that are no characters are refused, and characters that are cut are not', () => {
  const whole = Buffer.from('["日","é"]');
  expect(readAll(cut(whole, [1]))).toEqual([['日', 'é']]);
  expect(() => readAll([Buffer.concat([whole.subarray(0, 3), whole.subarray(5)])])).toThrow(SyntaxError);
});
