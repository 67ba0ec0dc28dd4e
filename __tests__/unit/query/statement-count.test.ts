import { expect, test } from '@jest/globals';

import { checkOneStatement, mayBeSeveral } from '../../../src/query/statement-count.js';

const refuses = (text: string): boolean => {
  try {
    checkOneStatement(text, 'hint');
    return false;
  } catch {
    return true;
  }
};

test.each([
  ['select 1; select 2'],
  ['select 1;\n-- and\nselect 2'],
  ['; select 1'],
  ['begin; insert into t values (1); commit'],
  ['begin transaction; commit'],
  ['begin name a; commit'],
  ['insert into t values (1); begin return 1; end'],
  ['select $$a$$; $$b$$'],
])('%p is several statements', (text) => {
  expect([refuses(text), mayBeSeveral(text)]).toEqual([true, true]);
});

test.each([
  ['select 1'],
  ['select 1;'],
  ['select 1;; -- the end;'],
  ['select \';\' as ";", $$;$$ /* ; */ // ; x'],
  [''],
])('%p is one statement', (text) => {
  expect([refuses(text), mayBeSeveral(text)]).toEqual([false, false]);
});

test.each([
  ['begin select 1; return 2; end'],
  ['declare n int; begin return n; end'],
  ['create procedure p(name varchar) returns varchar as begin name := name || 1; return name; end'],
  ['create procedure p() returns int as begin let n := 1; return n; end'],
  ['create task t as begin insert into a values (1); end; select 2'],
])('%p has a block, and only the server knows where it ends', (text) => {
  expect([refuses(text), mayBeSeveral(text)]).toEqual([false, true]);
});
