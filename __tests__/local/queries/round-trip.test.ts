import { expect, test } from '@jest/globals';
import fc from 'fast-check';

import type { BindValue } from '../../../src/index.js';
import { rejection, testEngine } from '../../helpers/engine.js';

const local = testEngine({ longPollMs: 200, chunkRows: 100 });

const RUNS = { numRuns: 40 };
const BIGGEST = 10n ** 38n - 1n;

test('integers of 38 digits go and come back', async () => {
  const session = await local.open();
  await fc.assert(
    fc.asyncProperty(fc.bigInt({ min: -BIGGEST, max: BIGGEST }), async (n) => {
      const frame = session.sql<{ readonly N: bigint }>('select ?::number(38,0) as n', [n]);
      expect(await frame.first(undefined, { integers: 'bigint' })).toEqual({ N: n });
    }),
    RUNS,
  );
});

test('decimals keep every digit', async () => {
  const session = await local.open();
  const decimal = fc
    .tuple(fc.bigInt({ min: 0n, max: 10n ** 20n - 1n }), fc.stringMatching(/^\d{18}$/), fc.boolean())
    .map(([whole, fraction, isNegative]) => `${isNegative ? '-' : ''}${whole}.${fraction}`);
  await fc.assert(
    fc.asyncProperty(decimal, async (value) => {
      const frame = session.sql('select ? as d', [{ type: 'NUMBER', value }]);
      const row = await frame.first(undefined, { decimals: 'string' });
      // Minus nought has no sign.
      expect(row).toEqual({ D: /^-[0.]+$/.test(value) ? value.slice(1) : value });
    }),
    RUNS,
  );
});

test('texts, booleans, doubles and bytes go and come back', async () => {
  const session = await local.open();
  const row = fc.record({
    t: fc.string({ unit: 'grapheme' }),
    b: fc.boolean(),
    f: fc.double({ noNaN: true }),
    x: fc.uint8Array({ minLength: 1 }),
  });
  await fc.assert(
    fc.asyncProperty(row, async ({ t, b, f, x }) => {
      const frame = session.sql('select :t as t, :b as b, :f as f, :x as x', {
        t,
        b,
        f: { type: 'FLOAT', value: f },
        x: { type: 'BINARY', value: x },
      });
      expect(await frame.first()).toEqual({ T: t, B: b, F: f === 0 ? expect.any(Number) : f, X: Buffer.from(x) });
    }),
    RUNS,
  );
});

test('moments with nanoseconds, before and after 1970, and with offsets', async () => {
  const session = await local.open();
  const moment = fc
    .tuple(
      fc.date({ min: new Date('0001-01-01T00:00:00Z'), max: new Date('9999-12-31T00:00:00Z'), noInvalidDate: true }),
      fc.stringMatching(/^\d{9}$/),
    )
    .map(([date, fraction]) => `${date.toISOString().slice(0, 19)}.${fraction}`);
  await fc.assert(
    fc.asyncProperty(moment, fc.integer({ min: -12 * 60, max: 14 * 60 }), async (text, minutes) => {
      const size = Math.abs(minutes);
      const offset = `${minutes < 0 ? '-' : '+'}${[Math.floor(size / 60), size % 60].map((part) => String(part).padStart(2, '0')).join(':')}`;
      const frame = session.sql('select ? as ntz, ? as tz', [
        { type: 'TIMESTAMP_NTZ(9)', value: text },
        { type: 'TIMESTAMP_TZ(9)', value: `${text} ${offset}` },
      ]);
      expect(await frame.first(undefined, { timestamps: 'string' })).toEqual({ NTZ: text, TZ: `${text}${offset}` });
    }),
    RUNS,
  );
});

test('nested structures keep their digits', async () => {
  const session = await local.open();
  const leaf = fc.oneof(
    fc.string({ unit: 'grapheme-ascii' }),
    fc.boolean(),
    fc.constant(null),
    fc.integer(),
    fc.bigInt({ min: 2n ** 53n, max: 10n ** 30n }),
  );
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { maxDepth: 3 },
      leaf,
      fc.array(tie('tree'), { maxLength: 3 }),
      fc.dictionary(fc.stringMatching(/^[a-z]{1,3}$/), tie('tree'), { maxKeys: 3 }),
    ),
  }));
  await fc.assert(
    fc.asyncProperty(fc.array(tree, { maxLength: 4 }), async (value) => {
      const bind: BindValue = { type: 'VARIANT', value };
      expect(await session.sql('select ? as v', [bind]).first()).toEqual({ V: value });
    }),
    RUNS,
  );
});

test('hostile and repeated column names are kept, or one error names the column', async () => {
  const session = await local.open();
  const row = await session.sql('select 1 as "a b", 2 as "A.B", 3 as "", 4 as a, 5 as a, 6 as "a\'""b"').first();
  expect(row).toEqual({ 'a b': 1, 'A.B': 2, '': 3, A: 4, A_2: 5, 'a\'"b': 6 });
  for (const name of ['__proto__', 'constructor']) {
    const error = await rejection(session.sql(`select 1 as "${name}"`).collect());
    expect(error).toMatchObject({ name: 'SqlError', message: expect.stringContaining(`"${name}"`) });
  }
  const renamed = session.sql('select 1 as "constructor"').collect({ rowMode: 'array' });
  expect(await rejection(renamed)).toMatchObject({ code: 'RESULT_INVALID' });
});

test('every kind of bind inserts into its column, one by one and in bulk', async () => {
  const session = await local.open();
  await session
    .sql(
      'create or replace table kinds (n number(38,0), f float, t varchar, b boolean, d date, x binary, at timestamp_tz)',
    )
    .collect();
  const day = new Date('2020-02-29T00:00:00Z');
  const at = new Date('1969-12-31T23:59:59.999Z');
  const row = [9007199254740993n, 0.5, "it's", false, day, Buffer.from([0, 255]), at];
  const empty = row.map(() => null);
  const marks = row.map(() => '?').join(', ');
  await session.sql(`insert into kinds values (${marks})`, row).collect();
  await session.sql(`insert into kinds values (${marks})`, empty).collect();
  const { bindRows } = await import('../../../src/index.js');
  await session.sql(`insert into kinds values (${marks})`, bindRows([empty, row])).collect();
  const rows = await session.sql('select * from kinds order by n nulls last').collect({ rowMode: 'array' });
  expect(rows).toEqual([row, row, empty, empty]);
});
