import { expect, test } from '@jest/globals';

import { Secret } from '../../../src/secret.js';
import { canonical } from '../../../src/session/canonical.js';

const shared = (): number => 1;

test.each([
  [
    { a: 1, b: 2 },
    { b: 2, a: 1 },
  ],
  [{ a: 1, b: undefined }, { a: 1 }],
  [new Date(5), new Date(5)],
  [Buffer.from('x'), new Uint8Array([120])],
  [new Secret('s'), new Secret('s')],
  [[shared], [shared]],
])('%p is the same as %p', (one, other) => {
  expect(canonical(one)).toBe(canonical(other));
});

test.each([
  [1, '1'],
  [1, 1n],
  [0, -0],
  [null, undefined],
  [null, 'null'],
  [true, 'true'],
  [new Date(0), new Date(0).toISOString()],
  [new Date(0), 0],
  [Buffer.from('a'), 'a'],
  [
    [1, [2]],
    [[1], 2],
  ],
  [['a,b'], ['a', 'b']],
  [{ a: { b: 1 } }, { 'a.b': 1 }],
  [new Secret('s'), 's'],
  [() => 1, () => 1],
  [new Map(), new Map()],
])('%p is not the same as %p', (one, other) => {
  expect(canonical(one)).not.toBe(canonical(other));
});
