import type { Expression } from '../syntax/ast.js';
import { BOOLEAN, NULL } from '../types/sql-type.js';
import { alignAll, comparable } from './comparison.js';
import type { Compiler } from './compiler.js';
import type { Scope } from './scope.js';
import { combine, constant, type Typed } from './typed.js';

type Node<K extends Expression['kind']> = Extract<Expression, { readonly kind: K }>;

/** Compiles `value IN (query)`, of values or of rows. */
export function compileInQuery(compiler: Compiler, node: Node<'in-query'>, scope: Scope): Typed {
  const query = compiler.subquery(node.query, scope);
  const operands = node.operand.kind === 'tuple' ? node.operand.items : [node.operand];
  if (operands.length !== query.columns.length) {
    throw compiler.faults.compilation('001038', '42601', `Invalid number of columns in subquery`, node);
  }
  const alias = compiler.nextAlias();
  const pairs = operands.map((operand, at) => {
    const inner = query.columns[at];
    const value: Typed = {
      sql: `${alias}.c${at + 1}`,
      type: inner?.type ?? NULL,
      nullable: inner?.nullable ?? true,
      aggregate: false,
    };
    return alignAll(compiler, [compiler.expression(operand, scope), value]);
  });
  const outside = pairs.map(([value]) => (value === undefined ? '' : comparable(value)));
  const inside = pairs.map(([, value]) => (value === undefined ? '' : comparable(value)));
  const left = outside.length === 1 ? outside.join('') : `(${outside.join(', ')})`;
  // NULL is not known to be in nothing either. What is asked of it beside keeps the anti join.
  const known =
    node.not && outside.length === 1 && pairs[0]?.[0]?.nullable === true
      ? ` AND CASE WHEN ${left} IS NOT NULL THEN TRUE END`
      : '';
  const sql = `(${left} ${node.not ? 'NOT ' : ''}IN (SELECT ${inside.length === 1 ? inside.join('') : `(${inside.join(', ')})`} FROM (${query.sql}) AS ${alias})${known})`;
  return combine(sql, BOOLEAN, pairs.flat());
}

/** Compiles a query that stands for its one value. */
export function compileSubquery(compiler: Compiler, node: Node<'subquery'>, scope: Scope): Typed {
  const { sql, columns } = compiler.subquery(node.query, scope);
  const [column] = columns;
  if (column === undefined || columns.length > 1) {
    throw compiler.faults.compilation('001038', '42601', 'Invalid number of columns in subquery', node);
  }
  return constant(`(${sql})`, column.type, true);
}

/** Compiles `value = ANY (query)` and its kin. */
export function compileQuantified(compiler: Compiler, node: Node<'quantified'>, scope: Scope): Typed {
  const { sql, columns } = compiler.subquery(node.query, scope);
  const alias = compiler.nextAlias();
  const inner: Typed = { sql: `${alias}.c1`, type: columns[0]?.type ?? NULL, nullable: true, aggregate: false };
  const [left, right] = alignAll(compiler, [compiler.expression(node.left, scope), inner]);
  const test = `${left?.sql} ${node.operator} ${node.all ? 'ALL' : 'ANY'} (SELECT ${right?.sql} FROM (${sql}) AS ${alias})`;
  return constant(`(${test})`, BOOLEAN, true);
}
