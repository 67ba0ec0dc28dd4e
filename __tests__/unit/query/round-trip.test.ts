import { beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';

import { loadExactJson } from '../../../src/query/exact-json.js';
import { rowsBuilder, type RowOptions } from '../../../src/query/rows.js';

beforeAll(loadExactJson);

function decode(type: string, scale: number, cell: string, options: RowOptions = {}): unknown {
  const column = { name: 'C', type, nullable: true, precision: undefined, scale };
  const [row] = rowsBuilder([column], { ...options, rowMode: 'array' })([[cell]]);
  return row;
}

const NANOS = 1_000_000_000n;
const seconds = fc.bigInt({ min: -62_135_596_800n, max: 253_402_300_799n });
const scale = fc.integer({ min: 0, max: 9 });

/** A moment as the wire writes it: seconds with as many digits of a fraction as the column has. */
function toCell(nanos: bigint, digits: number): string {
  const unit = 10n ** BigInt(9 - digits);
  const ticks = nanos / unit;
  const whole = (ticks < 0n ? -ticks : ticks).toString().padStart(digits + 1, '0');
  const text = digits === 0 ? whole : `${whole.slice(0, -digits)}.${whole.slice(-digits)}`;
  return ticks < 0n ? `-${text}` : text;
}

function floorDivide(value: bigint, by: bigint): bigint {
  return value / by - (value % by < 0n ? 1n : 0n);
}

test('every moment is the millisecond it lies in, before and after 1970, at every scale, with and without an offset', () => {
  fc.assert(
    fc.property(
      seconds,
      fc.bigInt({ min: 0n, max: NANOS - 1n }),
      scale,
      fc.integer({ min: 0, max: 2880 }),
      (whole, part, digits, offset) => {
        const unit = 10n ** BigInt(9 - digits);
        const nanos = ((whole * NANOS + part) / unit) * unit;
        const expected = [new Date(Number(floorDivide(nanos, 1_000_000n)))];
        const cell = toCell(nanos, digits);
        expect(decode('timestamp_ntz', digits, cell)).toEqual(expected);
        expect(decode('timestamp_ltz', digits, cell)).toEqual(expected);
        expect(decode('timestamp_tz', digits, `${cell} ${offset}`)).toEqual(expected);
      },
    ),
    { numRuns: 1_000 },
  );
});

test('every double comes back as it is', () => {
  fc.assert(
    fc.property(fc.double(), (value) => {
      const cell = Number.isNaN(value) ? 'NaN' : String(value).replace('Infinity', 'inf');
      expect(decode('real', 0, cell)).toEqual([Object.is(value, -0) ? 0 : value]);
    }),
  );
});

test('bytes come back as they are', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      const cell = Buffer.from(bytes).toString('hex').toUpperCase();
      expect(decode('binary', 0, cell)).toEqual([Buffer.from(bytes)]);
    }),
  );
});

test('nested values come back with all digits of their integers', () => {
  const integers = fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n });
  fc.assert(
    fc.property(fc.json(), integers, (json, integer) => {
      const [value] = decode('variant', 0, `{"integer":${integer},"json":${json}}`) as [
        { integer: unknown; json: unknown },
      ];
      expect(String(value.integer)).toBe(String(integer));
      const isSafe = integer >= Number.MIN_SAFE_INTEGER && integer <= Number.MAX_SAFE_INTEGER;
      expect(typeof value.integer).toBe(isSafe ? 'number' : 'bigint');
    }),
  );
});

test('no name of a column loses a value or touches the row itself', () => {
  const name = fc.oneof(fc.constantFrom('__proto__', 'constructor', 'toString', '', 'A', 'A_2', 'a'), fc.string());
  fc.assert(
    fc.property(fc.array(name, { minLength: 1, maxLength: 8 }), fc.boolean(), (names, caseSensitive) => {
      const columns = names.map((column) => ({
        name: column,
        type: 'text',
        nullable: true,
        precision: undefined,
        scale: undefined,
      }));
      const [row = {}] = rowsBuilder(columns, { caseSensitive })([names.map((_, index) => String(index))]) as object[];
      expect(new Set(Object.values(row))).toEqual(new Set(names.map((_, index) => String(index))));
      expect(Object.getPrototypeOf(row)).toBe(Object.prototype);
    }),
  );
});
