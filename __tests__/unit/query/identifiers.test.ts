import { expect, test } from '@jest/globals';

import { checkName, displayName, quoteName, quoteText } from '../../../src/query/identifiers.js';

test.each(['pets', '_p$1', 'db.public.pets', 'db..pets', '"My ""own"" table"', 'db."a.b".c', 'größe', ' padded '])(
  '%p is a name',
  (name) => {
    expect(checkName('name', name)).toBe(name.trim());
  },
);

test.each([
  '',
  ' ',
  '1a',
  'a b',
  'a;drop table b',
  'a.b.c.d',
  '.a',
  'a.',
  'a..',
  '..',
  '"a',
  'a"b"',
  '"a"b',
  '""',
  "a'",
  'a--b',
  undefined,
  7,
])('%p is no name, and the error says of which argument', (name) => {
  expect(() => checkName('useRole: name', name)).toThrow('useRole: name is not the name of an object');
});

test('names and texts are quoted so that they end where they should', () => {
  expect(quoteName('a"b')).toBe('"a""b"');
  expect(quoteText("it's \\ ")).toBe("'it''s \\\\ '");
  expect(['A', 'A_1', 'a', 'A B', ''].map(displayName)).toEqual(['A', 'A_1', '"a"', '"A B"', '""']);
});
