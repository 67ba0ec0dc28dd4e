import { beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';

import type { ColumnMetadata } from '../../../src/driver/port.js';
import { loadExactJson } from '../../../src/query/exact-json.js';
import { decoderOf, type ValueOptions } from '../../../src/query/values.js';

beforeAll(loadExactJson);

function decode(type: string, scale: number | undefined, cell: string, options: ValueOptions = {}): unknown {
  const column: ColumnMetadata = { name: 'C', type, nullable: true, precision: undefined, scale };
  return decoderOf(column, options)(cell);
}

test.each<[string, number | undefined, string, unknown, ValueOptions?]>([
  ['fixed', 0, '0', 0],
  ['fixed', 0, '-42', -42],
  ['fixed', 0, '9007199254740991', 9007199254740991],
  ['fixed', 0, '9007199254740993', 9007199254740993n],
  ['fixed', 0, '-9007199254740992', -9007199254740992n],
  ['fixed', 0, '99999999999999999999999999999999999999', 99999999999999999999999999999999999999n],
  ['fixed', 0, '7', 7n, { integers: 'bigint' }],
  ['fixed', 2, '1.50', 1.5],
  ['fixed', 2, '-0.07', -0.07],
  ['fixed', 2, '0.00', 0],
  ['fixed', 2, '12345678901234567890.12', '12345678901234567890.12'],
  ['fixed', 10, '0.1234567890', 0.123456789],
  ['fixed', 20, '0.10000000000000000000', 0.1],
  ['fixed', 20, '0.10000000000000000001', '0.10000000000000000001'],
  ['fixed', 37, '0.0000000000000000000000000000000000001', 1e-37],
  ['fixed', 37, '-0.0000000000000000000000000000000000015', -1.5e-36],
  ['fixed', 2, '1.50', '1.50', { decimals: 'string' }],
  ['real', undefined, '1.5e300', 1.5e300],
  ['real', undefined, 'NaN', Number.NaN],
  ['real', undefined, 'inf', Infinity],
  ['real', undefined, '-inf', -Infinity],
  ['text', undefined, '', ''],
  ['text', undefined, 'NULL', 'NULL'],
  ['boolean', undefined, '1', true],
  ['boolean', undefined, 'true', true],
  ['boolean', undefined, '0', false],
  ['boolean', undefined, 'FALSE', false],
  ['date', undefined, '19675', new Date('2023-11-14T00:00:00Z')],
  ['date', undefined, '-1', new Date('1969-12-31T00:00:00Z')],
  ['date', undefined, '-719162', '0001-01-01', { timestamps: 'string' }],
  ['date', undefined, '2932896', '9999-12-31', { timestamps: 'string' }],
  ['time', 9, '3723.000000001', '01:02:03.000000001'],
  ['time', 0, '86399', '23:59:59'],
  ['time', 3, '0.5', '00:00:00.500'],
  ['timestamp_ntz', 9, '1700000000.123456789', new Date(1700000000123)],
  ['timestamp_ntz', 9, '1700000000.123456789', '2023-11-14T22:13:20.123456789', { timestamps: 'string' }],
  ['timestamp_ntz', 0, '1700000000', '2023-11-14T22:13:20', { timestamps: 'string' }],
  ['timestamp_ltz', 3, '1700000000.123', '2023-11-14T22:13:20.123Z', { timestamps: 'string' }],
  ['timestamp_ntz', 9, '-1.250000000', new Date(-1250)],
  ['timestamp_ntz', 9, '-1.250000000', '1969-12-31T23:59:58.750000000', { timestamps: 'string' }],
  ['timestamp_ntz', 9, '-0.000000001', '1969-12-31T23:59:59.999999999', { timestamps: 'string' }],
  ['timestamp_ntz', 9, '-0.000000001', new Date(-1)],
  ['timestamp_tz', 9, '1700000000.123456789 1020', new Date(1700000000123)],
  ['timestamp_tz', 9, '1700000000.123456789 1020', '2023-11-14T15:13:20.123456789-07:00', { timestamps: 'string' }],
  ['timestamp_tz', 0, '1700000000 1770', '2023-11-15T03:43:20+05:30', { timestamps: 'string' }],
  ['binary', undefined, '00FFab', Buffer.from([0, 255, 171])],
  ['variant', undefined, '{"a":[1,null,"x"]}', { a: [1, null, 'x'] }],
  ['variant', undefined, 'null', null],
  ['variant', undefined, '{"n":9007199254740993,"f":0.1}', { n: 9007199254740993n, f: 0.1 }],
  ['variant', undefined, '{"s":"1234567890123456789"}', { s: '1234567890123456789' }],
  ['array', undefined, '[undefined,1]', '[undefined,1]'],
  ['object', undefined, '<a>x</a>', '<a>x</a>'],
  ['geography', undefined, '{"type":"Point"}', '{"type":"Point"}'],
  ['decfloat', undefined, '1.5E-16383', '1.5E-16383'],
])('%s(%s) %s', (type, scale, cell, expected, options = {}) => {
  expect(decode(type, scale, cell, options)).toEqual(expected);
});

test('a cell is never run', () => {
  const cell = '(()=>{globalThis.pwned=1})()';
  expect(decode('variant', undefined, cell)).toBe(cell);
  expect(Reflect.has(globalThis, 'pwned')).toBe(false);
});

test('a hostile key of a VARIANT stays a key', () => {
  for (const cell of ['{"__proto__":{"x":1}}', '{"__proto__":{"x":1},"n":12345678901234567890}']) {
    const value = decode('variant', undefined, cell);
    expect(Object.keys(value as object)).toContain('__proto__');
    expect(Reflect.has({}, 'x')).toBe(false);
  }
});

test('every integer of up to 38 digits comes back with its digits', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(10n ** 38n) + 1n, max: 10n ** 38n - 1n }), (value) => {
      const decoded = decode('fixed', 0, value.toString()) as number | bigint;
      expect(BigInt(decoded)).toBe(value);
      expect(typeof decoded).toBe(Number.isSafeInteger(Number(value)) ? 'number' : 'bigint');
    }),
  );
});

test('every decimal comes back as a number that prints its digits, or as its text', () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: -(10n ** 38n) + 1n, max: 10n ** 38n - 1n }),
      fc.integer({ min: 1, max: 37 }),
      (digits, scale) => {
        const sign = digits < 0n ? '-' : '';
        const padded = (digits < 0n ? -digits : digits).toString().padStart(scale + 1, '0');
        const cell = `${sign}${padded.slice(0, -scale)}.${padded.slice(-scale)}`;
        const decoded = decode('fixed', scale, cell);
        if (typeof decoded === 'number') {
          expect(toFixedDigits(decoded, scale)).toBe(digits);
        } else {
          expect(decoded).toBe(cell);
          expect(toFixedDigits(Number(cell), scale)).not.toBe(digits);
        }
      },
    ),
    { numRuns: 1000 },
  );
});

/** What a number prints, as an integer scaled up; worked out without the code under test. */
function toFixedDigits(value: number, scale: number): bigint | undefined {
  const [mantissa = '', exponent = '0'] = String(value).split('e');
  const [whole = '', fraction = ''] = mantissa.replace('-', '').split('.');
  const places = fraction.length - Number(exponent);
  const digits = BigInt(whole + fraction);
  const magnitude = places <= scale ? digits * 10n ** BigInt(scale - places) : undefined;
  return magnitude === undefined ? undefined : value < 0 ? -magnitude : magnitude;
}

test('every nanosecond timestamp keeps its digits, before and after 1970', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(62135596800n * 10n ** 9n), max: 253402300799n * 10n ** 9n }), (nanos) => {
      const magnitude = (nanos < 0n ? -nanos : nanos).toString().padStart(10, '0');
      const cell = `${nanos < 0n ? '-' : ''}${magnitude.slice(0, -9)}.${magnitude.slice(-9)}`;
      const text = decode('timestamp_ntz', 9, cell, { timestamps: 'string' }) as string;
      const ms = BigInt(Date.parse(`${text.slice(0, 19)}Z`));
      expect(ms * 1_000_000n + BigInt(text.slice(20))).toBe(nanos);
    }),
  );
});

test.each<[string, number | undefined, string, ValueOptions?]>([
  ['fixed', 0, ''],
  ['fixed', 0, ' '],
  ['fixed', 0, '', { integers: 'bigint' }],
  ['fixed', 2, ''],
  ['real', undefined, ''],
  ['date', undefined, ''],
  ['date', undefined, '', { timestamps: 'string' }],
  ['time', 9, ''],
  ['time', 9, '1.x'],
  ['timestamp_ntz', 9, ''],
  ['timestamp_ntz', 9, '.5', { timestamps: 'string' }],
  ['timestamp_ntz', 9, '12.3x', { timestamps: 'string' }],
])('a cell of %s(%p) without digits is malformed, and no zero: %p', (type, scale, cell, options = {}) => {
  expect(() => decode(type, scale, cell, options)).toThrow('that is no value of');
});
