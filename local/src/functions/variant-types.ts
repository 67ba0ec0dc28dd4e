import { castTo } from '../compile/casts.js';
import { once } from '../compile/once.js';
import { combine, nullOf } from '../compile/typed.js';
import { quoteString } from '../lexer.js';
import {
  ARRAY,
  BOOLEAN,
  DATE,
  FLOAT,
  INTEGER,
  OBJECT,
  TEXT,
  TIME,
  VARIANT,
  binary,
  timestamp,
  typeName,
  type SqlType,
} from '../types/sql-type.js';
import { maybe, scalar, writtenNumber } from './define.js';
import { isCoerced, refuseTypes } from './parameters.js';
import type { FunctionCall, FunctionRule, FunctionTable } from './rule.js';

/** A test of what a VARIANT holds. */
function test(...types: readonly string[]): FunctionRule {
  return scalar('coerced', BOOLEAN, `(sf_typeof($1) IN (${types.map(quoteString).join(', ')}))`);
}

/** What a VARIANT holds when it is of one of these types, and NULL otherwise. */
function only(result: SqlType, ...types: readonly string[]): FunctionRule {
  return taken(() => result, types, 1);
}

/** The name that messages give a function whose argument is not any type's, as they call AS_NUMBER by AS_DECIMAL's. */
const TOLD_BY_PARAMETER: { readonly [name in string]?: string } = {
  AS_DECIMAL: 'AS_DECIMAL',
  AS_NUMBER: 'AS_DECIMAL',
  AS_INTEGER: 'AS_INTEGER',
  AS_TIMESTAMP_NTZ: 'AS_TIMESTAMP_NTZ',
  AS_TIMESTAMP_LTZ: 'AS_TIMESTAMP_LTZ',
  AS_TIMESTAMP_TZ: 'AS_TIMESTAMP_TZ',
};

/** A text is no VARIANT that holds one. */
function refuseHolder(call: FunctionCall, type: SqlType): void {
  if (isCoerced(type)) {
    return;
  }
  const told = TOLD_BY_PARAMETER[call.name];
  throw told === undefined
    ? refuseTypes(call)
    : call.compiler.faults.statement(
        '001007',
        '22023',
        `invalid type [${typeName(type)}] for parameter '${told}(variantValue...)'`,
      );
}

function taken(result: (call: FunctionCall) => SqlType, types: readonly string[], maximum: number): FunctionRule {
  return {
    kind: 'scalar',
    minimum: 1,
    maximum,
    compile: (call) => {
      const { compiler } = call;
      const [given = nullOf()] = call.args();
      refuseHolder(call, given.type);
      const value = castTo(compiler, given, VARIANT);
      const kept = once(value.sql, 'held', (sql) => {
        return `CASE WHEN sf_typeof(${sql}) IN (${types.map(quoteString).join(', ')}) THEN ${sql} END`;
      });
      const held = combine(kept, VARIANT, [value], true);
      return { ...castTo(compiler, held, result(call)), nullable: true };
    },
  };
}

const DECIMAL = taken((call) => writtenNumber(call, 1), ['INTEGER', 'DECIMAL', 'DOUBLE'], 3);
const REAL = only(FLOAT, 'INTEGER', 'DECIMAL', 'DOUBLE');
const CHARACTERS = only(TEXT, 'VARCHAR');

/** What a VARIANT holds: IS_ tells, AS_ takes it out. */
export const VARIANT_TYPE_FUNCTIONS: FunctionTable = {
  TYPEOF: maybe(scalar('coerced', TEXT, 'sf_typeof($1)')),
  IS_NULL_VALUE: scalar('coerced', BOOLEAN, "($1 = 'null')"),
  IS_ARRAY: test('ARRAY'),
  IS_OBJECT: test('OBJECT'),
  IS_BOOLEAN: test('BOOLEAN'),
  IS_VARCHAR: test('VARCHAR'),
  IS_CHAR: test('VARCHAR'),
  IS_INTEGER: test('INTEGER'),
  IS_DECIMAL: test('INTEGER', 'DECIMAL'),
  IS_DOUBLE: test('INTEGER', 'DECIMAL', 'DOUBLE'),
  IS_REAL: test('INTEGER', 'DECIMAL', 'DOUBLE'),
  IS_BINARY: test('BINARY'),
  IS_DATE: test('DATE'),
  IS_DATE_VALUE: test('DATE'),
  IS_TIME: test('TIME'),
  IS_TIMESTAMP_NTZ: test('TIMESTAMP_NTZ'),
  IS_TIMESTAMP_LTZ: test('TIMESTAMP_LTZ'),
  IS_TIMESTAMP_TZ: test('TIMESTAMP_TZ'),
  AS_ARRAY: only(ARRAY, 'ARRAY'),
  AS_OBJECT: only(OBJECT, 'OBJECT'),
  AS_VARCHAR: CHARACTERS,
  AS_CHAR: CHARACTERS,
  AS_BOOLEAN: only(BOOLEAN, 'BOOLEAN'),
  AS_INTEGER: only(INTEGER, 'INTEGER', 'DECIMAL', 'DOUBLE'),
  AS_DECIMAL: DECIMAL,
  AS_NUMBER: DECIMAL,
  AS_DOUBLE: REAL,
  AS_REAL: REAL,
  AS_BINARY: only(binary(), 'BINARY'),
  AS_DATE: only(DATE, 'DATE'),
  AS_TIME: only(TIME, 'TIME'),
  AS_TIMESTAMP_NTZ: only(timestamp('ntz'), 'TIMESTAMP_NTZ'),
  AS_TIMESTAMP_LTZ: only(timestamp('ltz'), 'TIMESTAMP_LTZ'),
  AS_TIMESTAMP_TZ: only(timestamp('tz'), 'TIMESTAMP_TZ'),
};
