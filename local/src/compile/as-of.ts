import { SnowflakeError } from '../errors.js';
import type { Expression } from '../syntax/ast.js';
import type { JoinNode } from '../syntax/table-ast.js';
import type { Compiler } from './compiler.js';
import { EMPTY_SCOPE, type Source } from './scope.js';

/**
 * Checks the conditions of an ASOF JOIN, each of whose sides belongs to one table alone.
 *
 * @throws SnowflakeError 010002 for MATCH_CONDITION, 010010 for ON
 */
export function checkAsOf(
  compiler: Compiler,
  { match, on }: JoinNode,
  left: readonly Source[],
  right: readonly Source[],
): void {
  if (match?.kind === 'binary' && !(isOf(compiler, match.left, left) && isOf(compiler, match.right, right))) {
    throw refused(
      '010002',
      'MATCH_CONDITION clause is invalid: The left side allows only column references from the left side table, and the right side allows only column references from the right side table.',
    );
  }
  for (const condition of on === undefined ? [] : conjuncts(on)) {
    const [a, b] = condition.kind === 'binary' && condition.operator === '=' ? [condition.left, condition.right] : [];
    const pairs = a !== undefined && b !== undefined ? [[a, b] as const, [b, a] as const] : [];
    if (!pairs.some(([x, y]) => isOf(compiler, x, left) && isOf(compiler, y, right))) {
      throw refused(
        '010010',
        `ON clause for ASOF JOIN must contain conjunctions of equality conditions only. Disjunctions are not allowed. Each side of an equality condition must only refer to either the left table or the right table. ${print(compiler, condition)} is invalid.`,
      );
    }
  }
}

function conjuncts(condition: Expression): readonly Expression[] {
  return condition.kind === 'binary' && condition.operator === 'AND'
    ? [...conjuncts(condition.left), ...conjuncts(condition.right)]
    : [condition];
}

function isOf(compiler: Compiler, expression: Expression, sources: readonly Source[]): boolean {
  try {
    compiler.expression(expression, { ...EMPTY_SCOPE, sources });
    return true;
  } catch (error) {
    if (error instanceof SnowflakeError && error.code === '000904') {
      return false;
    }
    throw error;
  }
}

function print(compiler: Compiler, condition: Expression): string {
  if (condition.kind !== 'binary') {
    return compiler.sql.slice(condition.start, condition.end).toUpperCase();
  }
  const { operator, left, right } = condition;
  const [a, b] = [print(compiler, left), print(compiler, right)];
  return operator === 'OR' || operator === 'AND' ? `(${a}) ${operator} (${b})` : `${a} ${operator} ${b}`;
}

function refused(code: string, message: string): SnowflakeError {
  return new SnowflakeError(code, '42601', `SQL compilation error:\n${message}`);
}
