import type { Expression } from '../syntax/ast.js';
import { BOOLEAN, NULL, commonType, typeName, type SqlType } from '../types/sql-type.js';
import { castTo } from './casts.js';
import { compare } from './comparison.js';
import type { Compiler } from './compiler.js';
import type { Scope } from './scope.js';
import type { Span } from '../syntax/ast.js';
import { combine, nullOf, type Typed } from './typed.js';

/** Compiles CASE: its branches get one type. */
export function compileCase(compiler: Compiler, node: Extract<Expression, { kind: 'case' }>, scope: Scope): Typed {
  const operand = node.operand === undefined ? undefined : compiler.expression(node.operand, scope);
  const tests = node.branches.map(({ when }) => {
    const test = compiler.expression(when, scope);
    return operand === undefined ? castTo(compiler, test, BOOLEAN) : compare(compiler, '=', operand, test, when);
  });
  const results = node.branches.map(({ result }) => compiler.expression(result, scope));
  const otherwise = node.otherwise === undefined ? nullOf(NULL) : compiler.expression(node.otherwise, scope);
  const type = sharedType(compiler, [...results, otherwise], node);
  const branches = tests.map((test, at) => {
    const result = results[at] ?? otherwise;
    return `WHEN ${test.sql} THEN ${castTo(compiler, result, type).sql}`;
  });
  const sql = `CASE ${branches.join(' ')} ELSE ${castTo(compiler, otherwise, type).sql} END`;
  const values = [...results, otherwise];
  return { ...combine(sql, type, [...values, ...tests]), nullable: values.some((value) => value.nullable) };
}

/**
 * The type several values share.
 *
 * @throws SnowflakeError 001044 when they share none.
 */
export function sharedType(compiler: Compiler, values: readonly Typed[], span: Span): SqlType {
  return values.reduce<SqlType>((type, value) => {
    const merged = commonType(type, value.type);
    if (merged === undefined) {
      throw compiler.faults.compilation(
        '002262',
        '22000',
        `Can not convert parameter of type [${typeName(value.type)}] into expected type [${typeName(type)}]`,
        span,
      );
    }
    return merged;
  }, NULL);
}
