import { quoteString } from '../lexer.js';
import type { Expression, PathStep } from '../syntax/ast.js';
import { INTEGER, TEXT, VARIANT, typeName } from '../types/sql-type.js';
import { castTo } from './casts.js';
import type { Compiler } from './compiler.js';
import type { Scope } from './scope.js';
import { combine, type Typed } from './typed.js';

/** Compiles a path into a VARIANT, such as `v:a.b[0]`: a step that leads nowhere gives NULL. */
export function compilePath(compiler: Compiler, node: Extract<Expression, { kind: 'path' }>, scope: Scope): Typed {
  const operand = compiler.expression(node.operand, scope);
  const { kind } = operand.type;
  if (kind !== 'variant' && kind !== 'object' && kind !== 'array' && kind !== 'null') {
    throw compiler.faults.invalidTypes('GET', [typeName(operand.type)], node);
  }
  return { ...node.steps.reduce((value, step) => takeStep(compiler, value, step, scope), operand), nullable: true };
}

function takeStep(compiler: Compiler, value: Typed, step: PathStep, scope: Scope): Typed {
  if ('key' in step) {
    return getKey(value, quoteString(step.key));
  }
  const index = compiler.expression(step.index, scope);
  return index.type.kind === 'text'
    ? getKey(value, castTo(compiler, index, TEXT).sql)
    : getIndex(value, castTo(compiler, index, INTEGER).sql);
}

/** The value under a key given as SQL. */
export function getKey(value: Typed, key: string): Typed {
  return combine(`sf_get_key(${value.sql}, ${key})`, VARIANT, [value], true);
}

/** The item at an index given as SQL. */
export function getIndex(value: Typed, index: string): Typed {
  return combine(`sf_get_index(${value.sql}, CAST(${index} AS HUGEINT))`, VARIANT, [value], true);
}
