import type { Expression } from '../syntax/ast.js';
import { plainCall } from '../syntax/plain-call.js';
import { BOOLEAN, VARIANT } from '../types/sql-type.js';
import { alignAll, comparable } from './comparison.js';
import type { Compiler } from './compiler.js';
import { compareNodes } from './row-comparison.js';
import type { Scope } from './scope.js';
import { combine, type Typed } from './typed.js';

type Node<K extends Expression['kind']> = Extract<Expression, { readonly kind: K }>;

/** Compiles `value IN (1, 2, ** array)`, of values or of rows. */
export function compileInList(compiler: Compiler, node: Node<'in-list'>, scope: Scope): Typed {
  const { operand } = node;
  if (operand.kind === 'tuple' || node.items.some((item) => item.kind === 'tuple')) {
    const tests = node.items.map((item) => compareNodes(compiler, '=', operand, item, scope));
    const any = tests.map(({ sql }) => sql).join(' OR ');
    return combine(`(${node.not ? 'NOT ' : ''}(${any}))`, BOOLEAN, tests);
  }
  const spread = node.items.filter((item) => item.kind === 'spread');
  if (spread.length > 0) {
    const rest = node.items.filter((item) => item.kind !== 'spread');
    const tests = [
      ...(rest.length === 0 ? [] : [compileInList(compiler, { ...node, items: rest, not: false }, scope)]),
      ...spread.map((list) => compiler.expression(containedIn(operand, list), scope)),
    ];
    return combine(`(${node.not ? 'NOT ' : ''}(${tests.map(({ sql }) => sql).join(' OR ')}))`, BOOLEAN, tests);
  }
  const values = [operand, ...node.items].map((item) => compiler.expression(item, scope));
  const [first, ...others] = alignAll(compiler, values);
  if (first === undefined || others.length === 0) {
    throw compiler.faults.compilation('001003', '42000', 'syntax error: empty IN list', node);
  }
  const list = others.map(comparable).join(', ');
  return combine(`(${comparable(first)} ${node.not ? 'NOT ' : ''}IN (${list}))`, BOOLEAN, values);
}

/** `value IN (** array)`, where the array is no constant. */
function containedIn(value: Expression, { operand: array, start, end }: Node<'spread'>): Expression {
  const held: Expression = { kind: 'cast', operand: value, type: VARIANT, try: false, start, end };
  return { ...plainCall([{ text: 'ARRAY_CONTAINS', quoted: false, start, end }], [held, array]), start, end };
}
