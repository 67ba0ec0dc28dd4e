import { beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';

import { RowScanner } from '../../../src/driver/readers/row-scanner.js';
import type { Cell } from '../../../src/driver/port.js';
import { loadExactJson } from '../../../src/query/exact-json.js';
import { rowsBuilder } from '../../../src/query/rows.js';
import type { ValueOptions } from '../../../src/query/values.js';

beforeAll(loadExactJson);

const column = (type: string, scale: number) => ({ name: 'C', type, nullable: true, precision: undefined, scale });

/** The values of a column by both ways: from texts, and from the bytes of the rows that say the same. */
function decodeBoth(type: string, scale: number, cells: readonly Cell[], options: ValueOptions): [unknown, unknown] {
  const scanner = new RowScanner({ width: 1, queryId: 'query', rowsBefore: 0 });
  const packed = scanner.push(Buffer.from(cells.map((cell) => JSON.stringify([cell])).join(',')));
  const build = rowsBuilder([column(type, scale)], { ...options, rowMode: 'array' });
  return [outcome(() => build(cells.map((cell) => [cell]))), packed === undefined ? [] : outcome(() => build(packed))];
}

/** The values, or what is said of a cell that is none. */
function outcome(decode: () => unknown): unknown {
  try {
    return decode();
  } catch (error) {
    return String(error);
  }
}

const integer = fc.bigInt({ min: -(10n ** 38n), max: 10n ** 38n }).map(String);
const decimal = fc
  .tuple(fc.boolean(), fc.stringMatching(/^\d{1,20}$/), fc.stringMatching(/^\d{0,20}$/))
  .map(([isNegative, whole, fraction]) => `${isNegative ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`);
const odd = fc.constantFrom(
  '',
  '-',
  '.',
  '1.',
  '.5',
  '-.5',
  '+1',
  '1e3',
  '0x10',
  '1,2',
  ' 7',
  'NaN',
  'inf',
  '-inf',
  '-0',
  '00',
);
const words = fc.constantFrom('1', '0', '2', '1.0', 'true', 'TRUE', 'false', '01', '');
/** Within what a `Date` can hold: two that hold nothing are equal to nobody. */
const seconds = fc
  .tuple(
    fc.maxSafeInteger().map((value) => value % 62_135_596_800),
    fc.stringMatching(/^\d{0,12}$/),
  )
  .map(([whole, fraction]) => (fraction === '' ? String(whole) : `${whole}.${fraction}`));
const moment = fc.tuple(seconds, fc.constantFrom('', ' 1440', ' 1500', ' 0')).map(([text, zone]) => text + zone);
const oddMoment = fc.constantFrom('', '-0', '00', '1e3', ' 7', '0x10');
const json = fc.oneof(
  fc.json(),
  fc.json().map((text) => JSON.stringify(JSON.parse(text), null, 2)),
  fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }).map((value) => `{"id":${value},"list":[${value}]}`),
  fc.string({ unit: 'binary' }).map((text) => JSON.stringify({ text, [text]: [text] })),
  fc.constantFrom('{"__proto__":1}', '"a,b"', '"]"', '"\\\\"', '""', '1e400', '-0'),
);
/** Not JSON each, but JSON when they are put side by side. */
const notJson = fc.constantFrom(
  'undefined',
  '<a/>',
  '1,2',
  '[3',
  '4]',
  '{"a":1',
  '"b":2}',
  '',
  ' ',
  '"',
  '"x',
  'x"',
  ']',
  '[',
  '\\',
  '"\\',
);

function holds(type: string, scale: number, cell: fc.Arbitrary<string>, options: ValueOptions = {}): void {
  fc.assert(
    fc.property(fc.array(fc.option(cell), { maxLength: 12 }), (cells) => {
      const [fromTexts, fromBytes] = decodeBoth(type, scale, cells, options);
      expect(fromBytes).toEqual(fromTexts);
    }),
    { numRuns: 400 },
  );
}

test.each<[string, number, fc.Arbitrary<string>, ValueOptions?]>([
  ['fixed', 0, fc.oneof(integer, fc.integer().map(String))],
  ['fixed', 0, integer, { integers: 'bigint' }],
  ['fixed', 2, fc.oneof(decimal, integer)],
  ['fixed', 2, decimal, { decimals: 'string' }],
  ['real', 0, fc.oneof(fc.double().map(String), decimal, odd)],
  ['boolean', 0, words],
  ['date', 0, fc.oneof(fc.integer({ min: -800_000, max: 3_000_000 }).map(String), oddMoment)],
  ['date', 0, fc.integer({ min: -800_000, max: 3_000_000 }).map(String), { timestamps: 'string' }],
  ['timestamp_ntz', 9, fc.oneof(moment, oddMoment)],
  ['timestamp_ltz', 3, moment],
  ['timestamp_tz', 9, moment],
  ['time', 9, fc.integer({ min: 0, max: 86_399 }).map((time) => `${time}.000000001`)],
  ['binary', 0, fc.stringMatching(/^([\dA-F]{2})*$/)],
  ['text', 0, fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.constantFrom('null', '"', '日本'))],
  ['geography', 0, fc.string()],
  ['variant', 0, json],
  ['variant', 0, fc.oneof(json, notJson)],
  ['array', 0, fc.oneof(notJson, json)],
])('%s of scale %i has the same values from bytes as from text', holds);

test('cells that are JSON only when they are put side by side stay what each of them is', () => {
  const cells = ['1,2', '[3', '4]', '"', ',"', '{', '}', '[],[]'];
  const [, fromBytes] = decodeBoth('variant', 0, cells, {});
  expect(fromBytes).toEqual(cells.map((cell) => [cell]));
  expect(decodeBoth('real', 0, ['1,2', '[3', '4]'], {})[1]).toContain('in column "C" that is no value of REAL');
});

test('a column far larger than what is kept from one to the next is read whole', () => {
  const cells = Array.from({ length: 3_000 }, (_value, at) => JSON.stringify({ at, text: 'x'.repeat(1_000) }));
  const [fromTexts, fromBytes] = decodeBoth('variant', 0, cells, {});
  expect(fromBytes).toEqual(fromTexts);
  expect(decodeBoth('text', 0, cells, {})[1]).toEqual(cells.map((cell) => [cell]));
});
