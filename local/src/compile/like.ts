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
  const escape =
    node.escape === undefined ? undefined : castTo(compiler, compiler.expression(node.escape, scope), TEXT);
  const patterns = node.patterns.map((pattern) => castTo(compiler, compiler.expression(pattern, scope), TEXT));
  const tests = patterns.map((pattern) => matchSql(operand.sql, pattern.sql, node.flavour, escape?.sql));
  const joined = tests.join(node.quantifier === 'ALL' ? ' AND ' : ' OR ');
  return combine(`(${node.not ? 'NOT ' : ''}(${joined}))`, BOOLEAN, [operand, ...patterns]);
}

/** One match of a text against one pattern. RLIKE matches the whole text. */
export function matchSql(text: string, pattern: string, flavour: 'LIKE' | 'ILIKE' | 'RLIKE', escape?: string): string {
  if (flavour === 'RLIKE') {
    return `sf_regexp_like(${text}, ${pattern}, ${quoteString('')})`;
  }
  return `${text} ${flavour} ${pattern}${escape === undefined ? '' : ` ESCAPE ${escape}`}`;
}
