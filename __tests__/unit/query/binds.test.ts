import { expect, test } from '@jest/globals';

import { SqlError } from '../../../src/errors.js';
import type { DriverBind } from '../../../src/driver/port.js';
import { type Binds, bindRows } from '../../../src/query/binds.js';
import { prepareStatement } from '../../../src/query/statement-text.js';

function toDriverBinds(binds: Binds): readonly (DriverBind | readonly DriverBind[])[] {
  return prepareStatement('select ?', binds).binds;
}

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

let deep: unknown[] = [];
for (let level = 0; level < 50_000; level++) {
  deep = [deep];
}

const { proxy: revoked, revoke } = Proxy.revocable({}, {});
revoke();

function thrower(): never {
  throw new Error('boom');
}

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
  ['a Map for the array', new Map(), /binds must be an array .* not Map/],
  ['bytes for the array', new Uint8Array(1), /binds must be an array .* not Uint8Array/],
  ['half of a surrogate pair', ['x', 'a\ud800b'], /bind 2 has half of a surrogate pair/],
  ['ArrayBuffer', [new ArrayBuffer(4)], /bind 1 is an ArrayBuffer; pass .* Uint8Array/],
  ['DataView', [new DataView(new ArrayBuffer(4))], /bind 1 is a DataView/],
  ['typed array', [new Float64Array(2)], /bind 1 is a Float64Array/],
  ['RegExp', [/x/], /bind 1 is a RegExp/],
  ['Error', [Object.assign(new Error('x'), { code: 1 })], /bind 1 is an Error/],
  ['Promise', [Promise.resolve()], /bind 1 is a Promise/],
  ['rows among binds', [1, bindRows([[1]])], /bind 2 is bindRows/],
  ['invalid Date inside', [{ at: new Date(Number.NaN) }], /field "at" .* it is an invalid Date/],
  ['undefined in a list', [[1, undefined]], /field "1" .* it is undefined; use null/],
  ['a hole in a list', [Object.assign([1], { length: 2 })], /field "1" .* it is undefined/],
  ['a Set inside', [{ a: [new Set()] }], /field "0" .* it is a Set/],
  ['typed array inside', [{ a: new Int8Array(1) }], /field "a" .* it is an Int8Array/],
  ['half a pair inside', [{ a: '\udc00' }], /field "a" .* has half of a surrogate pair/],
  ['too deep', [deep], /bind 1 cannot be written as JSON: it holds itself, or is nested too deeply/],
  ['a typed one that holds itself', [{ type: 'VARIANT', value: circular }], /bind 1 cannot be written as JSON/],
  ['toJSON that throws', [{ toJSON: thrower }], /bind 1 cannot be .*: boom/],
  [
    'a getter that throws',
    [Object.defineProperty({}, 'a', { get: thrower, enumerable: true })],
    /bind 1 cannot be .*: boom/,
  ],
  ['a proxy that throws', ['x', new Proxy({}, { ownKeys: thrower })], /bind 2 cannot be read: boom/],
  ['a revoked proxy', ['x', revoked], /bind 2 cannot be read: .*revoked/],
  ['no array of rows', bindRows(null as unknown as []), /bindRows needs at least one row/],
  ['a Set of rows', bindRows(new Set([[1]]) as unknown as []), /bindRows needs at least one row/],
  ['a hole among rows', bindRows(Object.assign([[1]], { length: 2 })), /row 2 must be an array of 1 values/],
  ['a typed bind in a row', bindRows([[1], [{ type: 'DATE', value: 'x' }]]), /bind 1 of row 2 has a type/],
  ['no rows', bindRows([]), /bindRows needs at least one row/],
  ['an empty row', bindRows([[]]), /bindRows needs at least one row/],
  ['rows of unlike width', bindRows([[1, 2], [1]]), /row 2 must be an array of 2 values/],
  ['undefined in a row', bindRows([[1], [undefined as unknown as null]]), /bind 1 of row 2 is undefined/],
])('%s is refused with its position', (_name, binds, message) => {
  expect(() => toDriverBinds(binds as Binds)).toThrow(message);
  expect(() => toDriverBinds(binds as Binds)).toThrow(SqlError);
});

test('a getter of named binds that throws is told with its name', () => {
  const binds = Object.defineProperty({}, 'a', { get: thrower, enumerable: true });
  expect(() => prepareStatement('select :a', binds)).toThrow('bind :a cannot be read: boom');
});

test.each<[string, unknown, string]>([
  ['NUMBER', 1e-7, 'cast(? as NUMBER(38, 7))'],
  ['NUMBER', '1.5e-10', 'cast(? as NUMBER(38, 11))'],
  ['NUMBER', '1.5e3', 'cast(? as NUMBER)'],
  ['NUMBER', 12n, 'cast(? as NUMBER)'],
  ['VARIANT', 2n ** 70n, 'cast(parse_json(?) as VARIANT)'],
  ['VARIANT', 1e21, 'cast(parse_json(?) as VARIANT)'],
  ['VARIANT', 5n, 'cast(? as VARIANT)'],
  ['VARIANT', '1', 'cast(? as VARIANT)'],
])('%s of %p keeps its digits and its kind', (type, value, sqlText) => {
  expect(prepareStatement('?', [{ type, value: value as string }]).sqlText).toBe(sqlText);
});

test('a typed structure keeps the digits of a bigint, also of one that an object says it is', () => {
  const value = { a: 2n ** 70n, b: { toJSON: () => 2n ** 64n }, c: ['1'] };
  expect(prepareStatement('?', [{ type: 'OBJECT', value }]).binds).toEqual([
    '{"a":1180591620717411303424,"b":18446744073709551616,"c":["1"]}',
  ]);
});

test('a number with more digits after its point than NUMBER has is refused', () => {
  expect(() => prepareStatement('?', [{ type: 'NUMBER', value: 1e-40 }])).toThrow(
    'bind 1 has 40 digits after its point, and NUMBER has 37 at most.',
  );
});
