import { expect, test } from '@jest/globals';
import { entryTexts, itemText, itemTexts, memberText } from '../../src/native/json-scan.js';

const OBJECT = String.raw`{"a":[1,{"b":"]}"}],"b":{"a":2},"c\"":"x\\","d":D"2024-01-01"}`;

test('parts of a JSON text are handed on as they are written', () => {
  expect(entryTexts(OBJECT)).toEqual([
    ['a', '[1,{"b":"]}"}]'],
    ['b', '{"a":2}'],
    ['c"', String.raw`"x\\"`],
    ['d', 'D"2024-01-01"'],
  ]);
  expect(['a', 'b', 'c"', 'c', 'd', 'e'].map((key) => memberText(OBJECT, key))).toEqual([
    '[1,{"b":"]}"}]',
    '{"a":2}',
    String.raw`"x\\"`,
    undefined,
    'D"2024-01-01"',
    undefined,
  ]);
  expect(memberText(String.raw`{"\u0061":1}`, 'a')).toBe('1');
});

test('an array may have places without a value', () => {
  expect(itemTexts('[1,undefined,"a,b",[]]')).toEqual(['1', undefined, '"a,b"', '[]']);
  expect([0, 1, 2, 3, 4, -1].map((index) => itemText('[1,undefined,"a,b",[]]', index))).toEqual([
    '1',
    undefined,
    '"a,b"',
    '[]',
    undefined,
    undefined,
  ]);
  expect([itemTexts('[]'), entryTexts('{}')]).toEqual([[], []]);
});

test('what is of the other kind has no parts', () => {
  expect([itemTexts('{"a":1}'), entryTexts('[1]'), memberText('"a"', 'a'), itemText('12', 0)]).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});
