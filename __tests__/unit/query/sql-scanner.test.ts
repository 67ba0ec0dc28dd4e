import { expect, test } from '@jest/globals';
import fc from 'fast-check';

import { isMeaningful, scanSql } from '../../../src/query/sql-scanner.js';
import { kindOf, withoutEnd } from '../../../src/query/statement-kind.js';

function tokens(text: string): string[] {
  return [...scanSql(text)].filter(isMeaningful).map(({ kind, text: piece }) => `${kind} ${piece}`);
}

test.each([
  ["select 'it''s', 'a\\'b'", ['word select', "string 'it''s'", 'sign ,', "string 'a\\'b'"]],
  ['select "a ""b""" from t', ['word select', 'name "a ""b"""', 'word from', 'word t']],
  ['a -- ?\n+ b // :x\n/* ? */ c', ['word a', 'sign +', 'word b', 'word c']],
  ['$$ ? :a $$ ?', ['string $$ ? :a $$', 'placeholder ?']],
  ['v:a::int = :b', ['word v', 'variable :a', 'sign ::', 'word int', 'sign =', 'variable :b']],
  ['1.5e-3 + .5 :1', ['number 1.5e-3', 'sign +', 'number .5', 'variable :1']],
  ["x := 'open ? ", ['word x', 'sign :=', "string 'open ? "]],
  ['/* open ? :a', []],
  ['$1 @stage é', ['word $1', 'word @stage', 'word é']],
])('%p has its tokens', (text, expected) => {
  expect(tokens(text)).toEqual(expected);
});

test('the tokens of any text put together are the text', () => {
  const pieces = fc.constantFrom(
    "'",
    '"',
    '$$',
    '--',
    '/*',
    '*/',
    '\n',
    '?',
    ':a',
    '\\',
    '::',
    'x',
    '1',
    ' ',
    '\ud800',
  );
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(pieces).map((list) => list.join('')),
  );
  fc.assert(
    fc.property(text, (sql) => {
      const found = [...scanSql(sql)];
      expect(found.map((token) => token.text).join('')).toBe(sql);
      expect(found.every((token) => sql.startsWith(token.text, token.start))).toBe(true);
    }),
  );
});

test.each([
  ["'", "'"],
  ['"', '"'],
  ['/*', '*/'],
  ['$$', '$$'],
  ['--', '\n'],
  ['', ''],
])('a token of many megabytes between %p and %p is one token', (open, close) => {
  const text = `${open}${'x'.repeat(20_000_000)}${close}`;
  expect([...scanSql(text)].filter(({ text: piece }) => piece.length > 1_000_000)).toHaveLength(1);
});

test.each([
  ['select 1', 'SELECT', true],
  ['  -- why\n /* and */ ((select 1) union select 2)', 'SELECT', true],
  ['// a\nWITH x as (select 1) select * from x', 'WITH', true],
  ['with p as procedure () returns int language sql as $$ $$ call p()', 'WITH', false],
  ['with "procedure" (a) as (select 1) select 1', 'WITH', true],
  ['show tables', 'SHOW', false],
  ['selection', 'SELECTION', false],
  ['"select"', '', false],
  ['-- select 1', '', false],
])('%p begins with %p', (text, verb, isSelect) => {
  expect(kindOf(text)).toMatchObject({ verb, isSelect });
});

test.each([
  ['select 1 ; -- bye', 'select 1'],
  ["select ';' ;; \n", "select ';'"],
  ['select 1 -- one\n + 2', 'select 1 -- one\n + 2'],
])('%p without its end', (text, expected) => {
  expect(withoutEnd(text)).toBe(expected);
});
