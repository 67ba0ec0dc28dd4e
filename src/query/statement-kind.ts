import { isMeaningful, scanSql } from './sql-scanner.js';

/** What a statement is by its first words. */
export interface StatementKind {
  /** The first word in upper case; empty when the text does not begin with one. */
  readonly verb: string;
  /** Where that word begins. */
  readonly start: number;
  /** True for a query whose text may stand as a subquery: SELECT, or WITH that is no anonymous procedure. */
  readonly isSelect: boolean;
}

/** Tells what a statement is, behind comments and opening brackets. */
export function kindOf(sqlText: string): StatementKind {
  const words = leadingWords(sqlText);
  const { verb, start } = words.next().value ?? { verb: '', start: 0 };
  return { verb, start, isSelect: verb === 'SELECT' || (verb === 'WITH' && !isProcedure(words)) };
}

/** True for a query whose text may stand as a subquery. */
export function isSelect(sqlText: string): boolean {
  return kindOf(sqlText).isSelect;
}

/**
 * The statement without what may follow it: semicolons, space and comments. So it can stand in brackets.
 */
export function withoutEnd(sqlText: string): string {
  let end = 0;
  for (const token of scanSql(sqlText)) {
    if (isMeaningful(token) && token.text !== ';') {
      end = token.start + token.text.length;
    }
  }
  return sqlText.slice(0, end);
}

type Words = Generator<Pick<StatementKind, 'verb' | 'start'>, undefined, undefined>;

function* leadingWords(sqlText: string): Words {
  let isFirst = true;
  for (const token of scanSql(sqlText)) {
    if (!isMeaningful(token) || (isFirst && token.text === '(')) {
      continue;
    }
    isFirst = false;
    yield { verb: token.kind === 'word' ? token.text.toUpperCase() : '', start: token.start };
  }
  return undefined;
}

/** `WITH name AS PROCEDURE (…) … CALL name()`: a call, though it begins as a query does. */
function isProcedure(words: Words): boolean {
  const [, as, procedure] = [words.next().value, words.next().value, words.next().value];
  return as?.verb === 'AS' && procedure?.verb === 'PROCEDURE';
}
