import { quoteString } from '../lexer.js';
import type { Expression } from '../syntax/ast.js';
import { BOOLEAN, TEXT } from '../types/sql-type.js';
import { castTo } from './casts.js';
import type { Compiler } from './compiler.js';
import type { Scope } from './scope.js';
import { combine, type Typed } from './typed.js';

/** Compiles LIKE, ILIKE and RLIKE, with ANY and ALL. */
export function compileLike(compiler: Compiler, node: Extract<Expression, { kind: 'like' }>, scope: Scope): Typed {
  const operand = castTo(compiler, compiler.expression(node.operand, scope), TEXT);
  const escape = node.escape === undefined ? undefined : textOf(compiler, node.escape, scope);
  const patterns = node.patterns.map((pattern) => textOf(compiler, pattern, scope));
  if (escape?.literal !== undefined && Array.from(escape.literal).length !== 1) {
    throw compiler.faults.statement('001008', '22023', `invalid value ['${escape.literal}'] for parameter 'escape'`);
  }
  const direct = node.flavour === 'LIKE' && node.quantifier !== 'ALL';
  const tests = patterns.map(
    (pattern) =>
      (direct ? directTest(operand.sql, pattern.literal, escape?.literal) : undefined) ??
      matchSql(operand.sql, pattern.sql, node.flavour, escape?.sql),
  );
  const joined = tests.join(node.quantifier === 'ALL' ? ' AND ' : ' OR ');
  return combine(`(${node.not ? 'NOT ' : ''}(${joined}))`, BOOLEAN, [operand, ...patterns]);
}

/** An operand as text that still knows how it was written. */
function textOf(compiler: Compiler, node: Expression, scope: Scope): Typed {
  const value = compiler.expression(node, scope);
  return { ...value, ...castTo(compiler, value, TEXT) };
}

/** A pattern of plain characters keeps an escape that has nothing to escape, at its end: it is compared as it stands. */
function directTest(text: string, pattern = '', escape = ''): string | undefined {
  if (escape === '' || escape === '%' || escape === '_' || !pattern.endsWith(escape)) {
    return undefined;
  }
  const [, wild = '', plain = ''] = /^(%*)([\s\S]*)$/.exec(pattern) ?? [];
  const [letters, rest] = unescaped(plain, escape);
  if (rest !== escape || letters === undefined) {
    return undefined;
  }
  const wanted = quoteString(letters + escape);
  return wild === '' ? `(${text} = ${wanted})` : `ends_with(${text}, ${wanted})`;
}

/** The characters a pattern stands for, none when one is a wildcard, and an escape left over. */
function unescaped(pattern: string, escape: string): readonly [letters: string | undefined, rest: string] {
  const marks = Array.from(pattern);
  let letters = '';
  for (let at = 0; at < marks.length; at += 1) {
    const mark = marks[at] ?? '';
    if (mark === escape) {
      at += 1;
      if (at === marks.length) {
        return [letters, escape];
      }
      letters += marks[at] ?? '';
    } else if (mark === '%' || mark === '_') {
      return [undefined, ''];
    } else {
      letters += mark;
    }
  }
  return [letters, ''];
}

/** One match of a text against one pattern. RLIKE matches the whole text. */
export function matchSql(text: string, pattern: string, flavour: 'LIKE' | 'ILIKE' | 'RLIKE', escape?: string): string {
  if (flavour === 'RLIKE') {
    return `sf_regexp_like(${text}, ${pattern}, ${quoteString('')})`;
  }
  return `${text} ${flavour} ${pattern}${escape === undefined ? '' : ` ESCAPE ${escape}`}`;
}
