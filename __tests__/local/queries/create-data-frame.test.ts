import { expect, test } from '@jest/globals';
import fc from 'fast-check';

import { testEngine } from '../../helpers/engine.js';

const local = testEngine({ longPollMs: 200, chunkRows: 100 });

test('rows come back with their values, in order, and the frame has every action', async () => {
  const session = await local.open();
  const rows = [
    { id: 1, big: 12345678901234567890123456789012345678n, ratio: 0.5, name: "it's", born: new Date(1), ok: true },
    { id: 2, ratio: -Infinity, name: null, bytes: Buffer.from([1]), tags: { a: [1, 9007199254740993n, null] } },
    { id: -3, ratio: 3, name: '', born: new Date(0), ok: false },
  ];
  const frame = session.createDataFrame(rows);
  expect(await frame.collect()).toEqual([
    { ID: 1, BIG: rows[0]?.big, RATIO: 0.5, NAME: "it's", BORN: new Date(1), OK: true, BYTES: null, TAGS: null },
    {
      ID: 2,
      BIG: null,
      RATIO: -Infinity,
      NAME: null,
      BORN: null,
      OK: null,
      BYTES: Buffer.from([1]),
      TAGS: rows[1]?.tags,
    },
    { ID: -3, BIG: null, RATIO: 3, NAME: '', BORN: new Date(0), OK: false, BYTES: null, TAGS: null },
  ]);
  expect(await frame.count()).toBe(3);
  expect(await frame.first()).toMatchObject({ ID: 1 });
  expect(await session.createDataFrame([], ['a']).collect()).toEqual([]);
});

test('a schema gives names and types, for arrays too', async () => {
  const session = await local.open();
  const frame = session.createDataFrame([['1.50', 7, '2020-02-29']], {
    price: 'NUMBER(10,2)',
    '"n n"': 'VARCHAR',
    'd-1': 'DATE',
  });
  expect(await frame.columns()).toEqual(['PRICE', '"n n"', '"d-1"']);
  expect(await frame.collect()).toEqual([{ PRICE: 1.5, 'n n': '7', 'd-1': new Date('2020-02-29T00:00:00Z') }]);
  expect(await session.createDataFrame([[1], [2]], ['index']).collect()).toEqual([{ INDEX: 1 }, { INDEX: 2 }]);
});

function thrower(): never {
  throw new Error('boom');
}

test('each value of a VARIANT column stays what it is', async () => {
  const session = await local.open();
  const values = [1, 1.5, 1e21, 2n ** 70n, 'x', '5', true, null, [1, { a: 2n ** 70n }], new Date(0)];
  const rows = await session
    .createDataFrame(
      values.map((a) => ({ a })),
      { a: 'VARIANT' },
    )
    .collect();
  expect(rows.map(({ A }) => A)).toEqual([
    1,
    1.5,
    1e21,
    2n ** 70n,
    'x',
    '5',
    true,
    null,
    [1, { a: 2n ** 70n }],
    '1970-01-01T00:00:00.000Z',
  ]);
});

test('NUMBER without digits keeps those of numbers that are written with an exponent', async () => {
  const session = await local.open();
  expect(await session.createDataFrame([{ a: 1e-7 }, { a: '12.5' }], { a: 'NUMBER' }).collect()).toEqual([
    { A: 1e-7 },
    { A: 12.5 },
  ]);
});

test('a schema finds the fields whose names mean the same in SQL', async () => {
  const session = await local.open();
  const rows = [{ id: 1, 'My Name': 'x' }, { ID: 2 }];
  expect(await session.createDataFrame(rows, ['Id', '"My Name"']).collect()).toEqual([
    { ID: 1, 'My Name': 'x' },
    { ID: 2, 'My Name': null },
  ]);
});

test('any integer, text and number arrives as it is', async () => {
  const session = await local.open();
  const integer = fc.bigInt({ min: -(10n ** 38n) + 1n, max: 10n ** 38n - 1n });
  const row = fc.record({ I: integer, T: fc.string({ unit: 'grapheme' }), F: fc.double({ noNaN: true }) });
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 1 }), async (rows) => {
      const back = await session
        .createDataFrame(rows, { I: 'NUMBER', T: 'VARCHAR', F: 'FLOAT' })
        .collect({ integers: 'bigint' });
      // -0 has no sign on the server.
      expect(back).toEqual(rows.map(({ I, T, F }) => ({ I, T, F: F === 0 ? expect.any(Number) : F })));
    }),
    { numRuns: 25 },
  );
});

test.each<[unknown, unknown, RegExp]>([
  ['x', undefined, /rows must be an array/],
  [[1], undefined, /row 1 must be an object or an array, not number/],
  [Object.assign([{ a: 1 }], { length: 2 }), undefined, /row 2 must be an object or an array, not undefined/],
  [[new Map([['a', 1]])], ['a'], /row 1 must be an object or an array, but it is a Map/],
  [[new Date(0)], ['a'], /row 1 must be an object or an array, but it is a Date/],
  [[{ a: 1 }], null, /schema must be an array of names/],
  [[{ a: 1 }], 'a', /schema must be an array of names/],
  [[Object.defineProperty({}, 'a', { get: thrower, enumerable: true })], undefined, /row 1 cannot be read: boom/],
  [[{ a: 'x\ud800' }], undefined, /column "a", row 1 has half of a surrogate pair/],
  [[], undefined, /schema must name at least one column/],
  [[[1, 2]], ['a'], /row 1 must be an array of 1 values/],
  [[{ a: 1 }, { a: 'x' }], undefined, /column "a" has values of several types: NUMBER\(38,0\), VARCHAR/],
  [[{ a: 1 }], { a: 'CAT' }, /column "a" has a type that is no SQL type: "CAT"/],
  [[{ a: 1, A: 2 }], undefined, /schema has a column twice/],
  [[{ a: Symbol('s') }], undefined, /column "a", row 1 /],
  [[{ a: 'x'.repeat(17_000_000) }], undefined, /more than 16 MB/],
])('%#: what cannot be sent is refused', async (rows, schema, message) => {
  const session = await local.open();
  expect(() => session.createDataFrame(rows as [], schema as [])).toThrow(message);
});
