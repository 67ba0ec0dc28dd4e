import type { Expression } from '../syntax/ast.js';
import { BOOLEAN, NULL, commonType, number, type SqlType } from '../types/sql-type.js';
import { castTo } from './casts.js';
import { cannotConvert, compare, isRefusedTruth } from './comparison.js';
import type { Compiler } from './compiler.js';
import type { Scope } from './scope.js';
import { combine, nullOf, type Typed } from './typed.js';

/** Compiles CASE: its branches get one type. */
export function compileCase(compiler: Compiler, node: Extract<Expression, { kind: 'case' }>, scope: Scope): Typed {
  const operand = node.operand === undefined ? undefined : compiler.expression(node.operand, scope);
  const tests = node.branches.map(({ when }) => {
    const test = compiler.expression(when, scope);
    return operand === undefined ? condition(compiler, test) : compare(compiler, '=', operand, test);
  });
  const results = node.branches.map(({ result }) => compiler.expression(result, scope));
  const otherwise = node.otherwise === undefined ? nullOf(NULL) : compiler.expression(node.otherwise, scope);
  const type = sharedType(compiler, [...results, otherwise]);
  const branches = tests.map((test, at) => {
    const result = results[at] ?? otherwise;
    return `WHEN ${test.sql} THEN ${castTo(compiler, result, type).sql}`;
  });
  const sql = `CASE ${branches.join(' ')} ELSE ${castTo(compiler, otherwise, type).sql} END`;
  const values = [...results, otherwise];
  return { ...combine(sql, type, [...values, ...tests]), nullable: values.some((value) => value.nullable) };
}

/** WHEN takes a BOOLEAN and nothing that could be read as one. */
function condition(compiler: Compiler, test: Typed): Typed {
  if (test.type.kind !== 'boolean' && test.type.kind !== 'null') {
    throw cannotConvert(compiler, test, BOOLEAN);
  }
  return castTo(compiler, test, BOOLEAN);
}

/** Beside a NUMBER a text literal has the digits it spells. */
function spelledType({ type, literal }: Typed): SqlType {
  const [, whole, fraction = ''] = /^\s*[+-]?(\d*)(?:\.(\d*))?\s*$/.exec(literal ?? '') ?? [];
  const size = (whole?.length ?? 0) + fraction.length;
  return type.kind === 'text' && size > 0 && size <= 38 ? number(size, fraction.length) : type;
}

/**
 * The type several values share.
 *
 * @throws SnowflakeError 002262 when they share none.
 */
export function sharedType(compiler: Compiler, values: readonly Typed[]): SqlType {
  const counted = values.some(({ type }) => type.kind === 'number');
  return values.reduce<SqlType>((type, value) => {
    const merged = commonType(type, counted ? spelledType(value) : value.type);
    if (merged === undefined || isRefusedTruth(compiler, type, value)) {
      throw cannotConvert(compiler, value, type);
    }
    return merged;
  }, NULL);
}
