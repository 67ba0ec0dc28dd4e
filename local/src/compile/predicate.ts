import type { Expression } from '../syntax/ast.js';
import { BOOLEAN, typeName } from '../types/sql-type.js';
import { castTo } from './casts.js';
import type { Compiler } from './compiler.js';
import { printExpression } from './printed.js';
import type { Scope } from './scope.js';

/**
 * Compiles what WHERE, HAVING, QUALIFY and ON ask: a BOOLEAN.
 *
 * @throws SnowflakeError 002016 for anything else: nothing is read as a BOOLEAN here.
 */
export function compilePredicate(compiler: Compiler, condition: Expression, scope: Scope): string {
  const value = compiler.expression(condition, scope);
  if (value.type.kind !== 'boolean' && value.type.kind !== 'null') {
    const text = printExpression(compiler, condition, scope);
    const message = `Invalid data type [${typeName(value.type)}] for predicate [${text}]`;
    throw compiler.faults.statement('002016', '22000', message);
  }
  return castTo(compiler, value, BOOLEAN).sql;
}
