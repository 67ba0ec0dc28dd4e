import type { BinaryOperator, Span } from '../syntax/ast.js';
import {
  BOOLEAN,
  FLOAT,
  TEXT,
  VARIANT,
  commonType,
  isSemiStructured,
  number,
  typeName,
  type SqlType,
} from '../types/sql-type.js';
import { literalNumber } from './arithmetic.js';
import { castTo } from './casts.js';
import type { Compiler } from './compiler.js';
import { combine, type Typed } from './typed.js';

const SYMBOLS: Partial<Readonly<Record<BinaryOperator, string>>> = {
  'IS DISTINCT': 'IS DISTINCT FROM',
  'IS NOT DISTINCT': 'IS NOT DISTINCT FROM',
};

/** Compiles a comparison: both sides get one type first, and a form in which DuckDB compares them as Snowflake does. */
export function compare(compiler: Compiler, operator: BinaryOperator, left: Typed, right: Typed, span: Span): Typed {
  const [a, b] = alignAll(compiler, [left, right], span);
  if (a === undefined || b === undefined) {
    throw new TypeError('a comparison has two sides');
  }
  const sql = `(${comparable(a)} ${SYMBOLS[operator] ?? operator} ${comparable(b)})`;
  const never = operator === 'IS DISTINCT' || operator === 'IS NOT DISTINCT';
  const result = combine(sql, BOOLEAN, [left, right]);
  return never ? { ...result, nullable: false } : result;
}

/**
 * Gives values one type to be compared in.
 *
 * @throws SnowflakeError 001044 when Snowflake does not compare them.
 */
export function alignAll(compiler: Compiler, values: readonly Typed[], span: Span): readonly Typed[] {
  const type = values.reduce<SqlType | undefined>((found, value) => {
    return found === undefined ? comparisonType(value, undefined) : mergeTypes(compiler, found, value, span);
  }, undefined);
  return values.map((value) => castTo(compiler, value, type ?? TEXT));
}

function comparisonType(value: Typed, other: SqlType | undefined): SqlType {
  if (value.type.kind === 'text' && other?.kind === 'number') {
    return value.literal === undefined ? number(38, Math.max(other.scale, 5)) : literalNumber(value.literal);
  }
  return value.type;
}

function mergeTypes(compiler: Compiler, found: SqlType, value: Typed, span: Span): SqlType {
  const next = comparisonType(value, found);
  if (found.kind === 'text' && next.kind === 'number') {
    return number(38, Math.max(next.scale, 5));
  }
  if (isSemiStructured(found) && isSemiStructured(next)) {
    return found.kind === next.kind ? found : VARIANT;
  }
  if (found.kind === 'variant' || next.kind === 'variant') {
    return plainSide(found.kind === 'variant' ? next : found);
  }
  const merged =
    found.kind === 'boolean' || next.kind === 'boolean' ? booleanWith(found, next) : commonType(found, next);
  if (merged === undefined) {
    throw compiler.faults.invalidTypes('=', [typeName(found), typeName(next)], span);
  }
  return merged;
}

/** A VARIANT is compared in the type of the other side; numbers lose no digit in NUMBER's widest forms. */
function plainSide(type: SqlType): SqlType {
  if (type.kind === 'null') {
    return VARIANT;
  }
  return type.kind === 'number' ? FLOAT : type;
}

function booleanWith(left: SqlType, right: SqlType): SqlType | undefined {
  const other = left.kind === 'boolean' ? right : left;
  return other.kind === 'boolean' || other.kind === 'text' || other.kind === 'number' || other.kind === 'null'
    ? BOOLEAN
    : undefined;
}

/** The form in which equality and order are Snowflake's: a TIMESTAMP_TZ by its instant, a VARIANT by its value. */
export function comparable({ sql, type }: Typed): string {
  if (type.kind === 'timestamp' && type.zone === 'tz') {
    return `sf_tz_instant(${sql})`;
  }
  return isSemiStructured(type) ? `sf_json_key(${sql})` : sql;
}
