import type { BinaryOperator, Expression } from '../syntax/ast.js';

type Binary = Extract<Expression, { readonly kind: 'binary' }>;

/** Operands that stand in a row, as in `a + b - c`, and between them the nodes that join each to all before it. */
export interface Chain {
  readonly operands: readonly Expression[];
  readonly joints: readonly Binary[];
}

/** Takes apart what is joined by these operators: a tree that leans to the left, as deep as the row is long. */
export function chainOf(node: Binary, operators: readonly BinaryOperator[]): Chain {
  const joints: Binary[] = [];
  let first: Expression = node;
  while (first.kind === 'binary' && operators.includes(first.operator)) {
    joints.push(first);
    first = first.left;
  }
  joints.reverse();
  return { operands: [first, ...joints.map(({ right }) => right)], joints };
}

/** Joins parts pair by pair, so that a long row is not as deep as it is long: DuckDB goes no deeper than 1000. */
export function joinBalanced<T>(parts: readonly T[], join: (left: T, right: T) => T): T | undefined {
  if (parts.length < 2) {
    return parts[0];
  }
  const half = Math.ceil(parts.length / 2);
  const [left, right] = [joinBalanced(parts.slice(0, half), join), joinBalanced(parts.slice(half), join)];
  return left === undefined || right === undefined ? left : join(left, right);
}
