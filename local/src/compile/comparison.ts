import type { SnowflakeError } from '../errors.js';
import type { BinaryOperator, Expression } from '../syntax/ast.js';
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
import { printExpression } from './printed.js';
import { combine, type Typed } from './typed.js';

const SYMBOLS: Partial<Readonly<Record<BinaryOperator, string>>> = {
  'IS DISTINCT': 'IS DISTINCT FROM',
  'IS NOT DISTINCT': 'IS NOT DISTINCT FROM',
};

/** Compiles a comparison: both sides get one type first, and a form in which DuckDB compares them as Snowflake does. */
export function compare(compiler: Compiler, operator: BinaryOperator, left: Typed, right: Typed): Typed {
  const [a, b] = alignAll(compiler, [left, right]);
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
 * @throws SnowflakeError 002262 when Snowflake does not compare them.
 */
export function alignAll(compiler: Compiler, values: readonly Typed[]): readonly Typed[] {
  const type = values.reduce<SqlType | undefined>((found, value) => {
    return found === undefined ? comparisonType(value, undefined) : mergeTypes(compiler, found, value);
  }, undefined);
  return values.map((value) => castTo(compiler, value, type ?? TEXT));
}

function comparisonType(value: Typed, other: SqlType | undefined): SqlType {
  if (value.type.kind === 'text' && other?.kind === 'number') {
    return value.literal === undefined ? number(38, Math.max(other.scale, 5)) : literalNumber(value.literal);
  }
  return value.type;
}

const PLAIN = ['text', 'variant'] as const;

/** What each type is compared with besides its own kind and NULL. */
const COMPARED_WITH: Readonly<Record<SqlType['kind'], readonly SqlType['kind'][]>> = {
  array: ['variant'],
  binary: [],
  boolean: ['number', 'float', ...PLAIN],
  date: ['timestamp', ...PLAIN],
  float: ['number', 'boolean', ...PLAIN],
  null: [],
  number: ['float', 'boolean', ...PLAIN],
  object: ['variant'],
  text: ['boolean', 'date', 'float', 'number', 'time', 'timestamp', 'variant'],
  time: PLAIN,
  timestamp: ['date', ...PLAIN],
  variant: ['array', 'boolean', 'date', 'float', 'number', 'object', 'text', 'time', 'timestamp'],
};

function mergeTypes(compiler: Compiler, found: SqlType, value: Typed): SqlType {
  const next = comparisonType(value, found);
  if (found.kind === 'null' || next.kind === 'null') {
    return found.kind === 'null' ? next : found;
  }
  const meets = found.kind === value.type.kind || COMPARED_WITH[found.kind].includes(value.type.kind);
  if (!meets || isRefusedTruth(compiler, found, value)) {
    throw cannotConvert(compiler, value, found);
  }
  if (found.kind === 'text' && next.kind === 'number') {
    return number(38, Math.max(next.scale, 5));
  }
  if (isSemiStructured(found) && isSemiStructured(next)) {
    return found.kind === next.kind ? found : VARIANT;
  }
  if (found.kind === 'variant' || next.kind === 'variant') {
    return plainSide(found.kind === 'variant' ? next : found);
  }
  if (found.kind === 'boolean' || next.kind === 'boolean') {
    return found.kind === 'text' ? TEXT : BOOLEAN;
  }
  return commonType(found, next) ?? found;
}

/** A VARIANT is compared in the type of the other side; numbers lose no digit in NUMBER's widest forms, texts no character. */
function plainSide(type: SqlType): SqlType {
  if (type.kind === 'text') {
    return TEXT;
  }
  return type.kind === 'number' ? FLOAT : type;
}

const TRUTHS: ReadonlySet<Expression['kind']> = new Set(['binary', 'between', 'in-list', 'is', 'like', 'unary']);

/** Beside a BOOLEAN alone stands what an operator tells of truth; columns and constants of BOOLEAN stand beside others too. */
export function isRefusedTruth(compiler: Compiler, beside: SqlType, value: Typed): boolean {
  const node = compiler.sourceOf(value)?.node;
  return (
    value.type.kind === 'boolean' &&
    beside.kind !== 'boolean' &&
    beside.kind !== 'null' &&
    node !== undefined &&
    TRUTHS.has(node.kind) &&
    !(node.kind === 'unary' && node.operand.kind === 'boolean')
  );
}

/** 002262: a value does not become what stands to its left. */
export function cannotConvert(compiler: Compiler, value: Typed, expected: SqlType): SnowflakeError {
  const types = [value.type, expected];
  const time = types.find(({ kind }) => kind === 'time');
  const moment = types.find(({ kind }) => kind === 'timestamp');
  if (time !== undefined && moment !== undefined) {
    const text = `incompatible types: [${typeName(time)}] and [${typeName(moment)}]`;
    return compiler.faults.statement('002262', '22000', text);
  }
  const source = compiler.sourceOf(value);
  const printed = source === undefined ? '' : ` '${printExpression(compiler, source.node, source.scope)}'`;
  const text = `Can not convert parameter${printed} of type [${typeName(value.type)}] into expected type [${typeName(expected)}]`;
  return compiler.faults.statement('002262', '22000', text);
}

/** The form in which equality and order are Snowflake's: a TIMESTAMP_TZ by its instant, a VARIANT by its value. */
export function comparable({ sql, type }: Typed): string {
  if (type.kind === 'timestamp' && type.zone === 'tz') {
    return `sf_tz_instant(${sql})`;
  }
  return isSemiStructured(type) ? `sf_json_key(${sql})` : sql;
}
