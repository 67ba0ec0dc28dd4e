import { quoteString } from '../lexer.js';
import type { Expression, PathStep } from '../syntax/ast.js';
import { INTEGER, TEXT, VARIANT, typeName } from '../types/sql-type.js';
import { castTo } from './casts.js';
import type { Compiler } from './compiler.js';
import type { Scope } from './scope.js';
import { memberType } from './structure-casts.js';
import { combine, constant, type Typed } from './typed.js';

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
    return getKey(compiler, value, { ...constant(quoteString(step.key), TEXT), literal: step.key });
  }
  const index = compiler.expression(step.index, scope);
  return index.type.kind === 'text'
    ? getKey(compiler, value, index)
    : getIndex(compiler, value, castTo(compiler, index, INTEGER).sql);
}

/** The value under a key. */
export function getKey(compiler: Compiler, value: Typed, key: Typed): Typed {
  const member = combine(`sf_get_key(${value.sql}, ${castTo(compiler, key, TEXT).sql})`, VARIANT, [value], true);
  return { ...castTo(compiler, member, memberType(value.type, key.literal)), nullable: true };
}

/** The item at an index given as SQL. */
export function getIndex(compiler: Compiler, value: Typed, index: string): Typed {
  const member = combine(`sf_get_index(${value.sql}, CAST(${index} AS HUGEINT))`, VARIANT, [value], true);
  return { ...castTo(compiler, member, memberType(value.type, undefined)), nullable: true };
}
