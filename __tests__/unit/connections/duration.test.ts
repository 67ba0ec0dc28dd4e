import { expect, test } from '@jest/globals';

import { toMilliseconds } from '../../../src/connections/duration.js';

test.each([
  [0, 0],
  [0.5, 500],
  [30, 30_000],
  [Infinity, Infinity],
  ['500ms', 500],
  ['30s', 30_000],
  ['10m', 600_000],
  ['1.5h', 5_400_000],
  ['2d', 172_800_000],
])('%p is %p ms', (duration, expected) => {
  expect(toMilliseconds('ttl', duration)).toBe(expected);
});

test.each([-1, Number.NaN, '', '10', 'soon', '-1s', '1 w', true, null, {}])('%p is no duration', (duration) => {
  expect(() => toMilliseconds('ttl', duration as never)).toThrow('ttl must be a number of seconds from 0');
});
