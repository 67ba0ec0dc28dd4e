import { expect, test } from '@jest/globals';
import { readBinds } from '../../src/wire/binds.js';

test('binds are read as the driver sends them', () => {
  expect(
    readBinds({
      1: { type: 'fixed', value: '42' },
      2: { type: 'TEXT', value: null },
      3: { type: 'TEXT' },
      4: { type: 'REAL', value: ['1.5', null] },
      5: { type: 'TIMESTAMP_NTZ', value: '1700000000000000000', fmt: 'x', extra: 1 },
    }),
  ).toEqual({
    1: { type: 'FIXED', value: '42' },
    2: { type: 'TEXT', value: null },
    3: { type: 'TEXT', value: null },
    4: { type: 'REAL', value: ['1.5', null] },
    5: { type: 'TIMESTAMP_NTZ', value: '1700000000000000000', fmt: 'x' },
  });
});

test('no binds are none', () => {
  expect([readBinds(undefined), readBinds(null), readBinds({})]).toEqual([{}, {}, {}]);
});
