import { expect, test } from '@jest/globals';

import { SqlError } from '../../../src/errors.js';
import { type Binds, bindRows, toDriverBinds } from '../../../src/query/binds.js';

/** What the driver puts on the wire for a bind: it writes what is not text as JSON. */
function sent(binds: Binds): unknown {
  return toDriverBinds(binds).map((value) => (typeof value === 'object' ? JSON.parse(JSON.stringify(value)) : value));
}

test.each<[string, unknown, unknown]>([
  ['string', 'x', 'x'],
  ['empty string', '', ''],
  ['integer', 7, 7],
  ['fraction', 0.1, 0.1],
  ['a number the driver would write with an exponent', 1e21, '1000000000000000000000'],
  ['small bigint', 7n, 7],
  ['large bigint', 9007199254740993n, '9007199254740993'],
  ['boolean', false, false],
  ['null', null, null],
  ['Date', new Date(0), '1970-01-01T00:00:00.000Z'],
  ['Buffer', Buffer.from([0, 255]), '00FF'],
  ['Uint8Array view', new Uint8Array([1, 2, 3]).subarray(1), '0203'],
  ['object', { a: 1 }, { a: 1 }],
  ['array', [1, [2]], [1, [2]]],
])('%s', (_name, value, expected) => {
  expect(sent([value as string])).toEqual([expected]);
});

test('a leading array stays one value: the driver sees no array in first place', () => {
  const [first] = toDriverBinds([[1, 2], 3]);
  expect(Array.isArray(first)).toBe(false);
  expect(JSON.stringify(first)).toBe('[1,2]');
});

test('bindRows gives rows to the driver as they are', () => {
  expect(
    toDriverBinds(
      bindRows([
        [1, 'a'],
        [2, null],
      ]),
    ),
  ).toEqual([
    [1, 'a'],
    [2, null],
  ]);
});

test('a value is copied: what the caller changes later is not sent', () => {
  const list = [1];
  const [bind] = toDriverBinds([list]);
  list.push(2);
  expect(JSON.stringify(bind)).toBe('[1]');
});

const circular: Record<string, unknown> = {};
circular['self'] = circular;

test.each<[string, unknown, RegExp]>([
  ['undefined', ['x', undefined], /bind 2 is undefined; pass null/],
  ['a hole', Object.assign(['x'], { length: 2 }), /bind 2 is undefined/],
  ['NaN', [Number.NaN], /bind 1 is NaN/],
  ['Infinity', [-Infinity], /bind 1 is -Infinity/],
  ['symbol', [Symbol('s')], /bind 1 is a symbol/],
  ['function', [() => 1], /bind 1 is a function/],
  ['invalid Date', [new Date(Number.NaN)], /bind 1 is an invalid Date/],
  ['Map', [new Map()], /bind 1 is a Map/],
  ['circular object', [circular], /bind 1 cannot be written as JSON/],
  ['bigint inside an object', [{ n: 1n }], /bind 1 has a field "n" that cannot be written as JSON/],
  ['not an array', 'x', /binds must be an array/],
  ['an object for the array', { a: 1 }, /binds must be an array/],
  ['no rows', bindRows([]), /bindRows needs at least one row/],
  ['an empty row', bindRows([[]]), /bindRows needs at least one row/],
  ['rows of unlike width', bindRows([[1, 2], [1]]), /row 2 must be an array of 2 values/],
  ['undefined in a row', bindRows([[1], [undefined as unknown as null]]), /bind 1 of row 2 is undefined/],
])('%s is refused with its position', (_name, binds, message) => {
  expect(() => toDriverBinds(binds as Binds)).toThrow(message);
  expect(() => toDriverBinds(binds as Binds)).toThrow(SqlError);
});
