import type { BinaryOperator, Expression } from '../syntax/ast.js';
import { BOOLEAN } from '../types/sql-type.js';
import { compare } from './comparison.js';
import type { Compiler } from './compiler.js';
import type { Scope } from './scope.js';
import { combine, type Typed } from './typed.js';

/** Compiles a comparison of two values or of two rows, such as `(a, b) < (1, 2)`. */
export function compareNodes(
  compiler: Compiler,
  operator: BinaryOperator,
  left: Expression,
  right: Expression,
  scope: Scope,
): Typed {
  if (left.kind === 'tuple' && right.kind === 'tuple' && left.items.length === right.items.length) {
    return compareRows(compiler, operator, left.items, right.items, scope);
  }
  return compare(compiler, operator, compiler.expression(left, scope), compiler.expression(right, scope));
}

/** Rows are equal in all places; which is larger is told by the first place in which they differ. */
function compareRows(
  compiler: Compiler,
  operator: BinaryOperator,
  left: readonly Expression[],
  right: readonly Expression[],
  scope: Scope,
): Typed {
  const pairsOf = (sign: BinaryOperator): readonly Typed[] =>
    left.map((item, at) => compareNodes(compiler, sign, item, right[at] ?? item, scope));
  const equal = pairsOf('=');
  const all = equal.map(({ sql }) => sql).join(' AND ');
  if (operator !== '<' && operator !== '<=' && operator !== '>' && operator !== '>=') {
    return combine(operator === '<>' ? `(NOT (${all}))` : `(${all})`, BOOLEAN, equal);
  }
  const strict = pairsOf(operator === '<' || operator === '<=' ? '<' : '>');
  const last = pairsOf(operator).at(-1)?.sql ?? 'NULL';
  const sql = strict
    .slice(0, -1)
    .reduceRight((rest, pair, at) => `(${pair.sql} OR (${equal[at]?.sql} AND ${rest}))`, last);
  return combine(sql, BOOLEAN, equal);
}
