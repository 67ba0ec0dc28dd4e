import type { Expression, Span } from '../syntax/ast.js';
import { DATE, FLOAT, INTEGER, isNumeric, number, typeName, type SqlType } from '../types/sql-type.js';
import { castTo } from './casts.js';
import type { Compiler } from './compiler.js';
import { unsupported } from './faults.js';
import { addInterval } from './intervals.js';
import type { Scope } from './scope.js';
import { combine, type Typed } from './typed.js';

type Operator = '+' | '-' | '*' | '/' | '%';
export type NumberType = Extract<SqlType, { readonly kind: 'number' }>;

/** Compiles `+ - * / %` with Snowflake's result types: digits are kept, a division by zero is an error. */
export function compileArithmetic(
  compiler: Compiler,
  operator: Operator,
  left: Expression,
  right: Expression,
  scope: Scope,
): Typed {
  const a = left.kind === 'interval' ? undefined : compiler.expression(left, scope);
  if (right.kind === 'interval' && a !== undefined && (operator === '+' || operator === '-')) {
    return addInterval(compiler, a, right, operator === '-' ? -1 : 1);
  }
  const b = right.kind === 'interval' ? undefined : compiler.expression(right, scope);
  if (left.kind === 'interval' && b !== undefined && operator === '+') {
    return addInterval(compiler, b, left, 1);
  }
  if (a === undefined || b === undefined) {
    throw compiler.faults.invalidTypes(operator, ['INTERVAL'], left);
  }
  return arithmetic(compiler, operator, a, b, left);
}

/** The same of two values; `before` is what stands in front of the operator. */
export function arithmetic(compiler: Compiler, operator: Operator, a: Typed, b: Typed, before: Span): Typed {
  if (a.type.kind === 'timestamp' && b.type.kind === 'timestamp' && operator === '-') {
    throw unsupported('the INTERVAL between two timestamps');
  }
  const place = compiler.sql.indexOf(operator, before.end);
  return (
    dateArithmetic(compiler, operator, a, b) ??
    numericArithmetic(compiler, operator, a, b, { start: place, end: place + 1 })
  );
}

function dateArithmetic(compiler: Compiler, operator: Operator, a: Typed, b: Typed): Typed | undefined {
  if (a.type.kind === 'date' && b.type.kind === 'date' && operator === '-') {
    return combine(`CAST(date_diff('day', ${b.sql}, ${a.sql}) AS DECIMAL(9,0))`, number(9), [a, b]);
  }
  if (a.type.kind === 'date' && (operator === '+' || operator === '-') && takesDays(b)) {
    const days = castTo(compiler, b, INTEGER).sql;
    return combine(`(${a.sql} ${operator} CAST(${days} AS INTEGER))`, DATE, [a, b]);
  }
  if (b.type.kind === 'date' && operator === '+' && takesDays(a)) {
    return dateArithmetic(compiler, '+', b, a);
  }
  return undefined;
}

function takesDays({ type }: Typed): boolean {
  return isNumeric(type) || type.kind === 'variant' || type.kind === 'null';
}

function numericArithmetic(compiler: Compiler, operator: Operator, left: Typed, right: Typed, span: Span): Typed {
  if (!countable(left) || !countable(right)) {
    throw compiler.faults.invalidTypes(operator, [typeName(left.type), typeName(right.type)], span);
  }
  const a = toOperand(compiler, left, right);
  const b = toOperand(compiler, right, left);
  if (a.type.kind === 'number' && b.type.kind === 'number') {
    return exact(operator, a, a.type, b, b.type);
  }
  const [x, y] = [castTo(compiler, a, FLOAT).sql, castTo(compiler, b, FLOAT).sql];
  const sql =
    operator === '/'
      ? `sf_divide_float(${x}, ${y})`
      : operator === '%'
        ? `sf_modulo(${x}, ${y})`
        : `(${x} ${operator} ${y})`;
  return combine(sql, FLOAT, [a, b]);
}

/** True for what arithmetic reads as a number. */
function countable({ type }: Typed): boolean {
  return isNumeric(type) || type.kind === 'text' || type.kind === 'variant' || type.kind === 'null';
}

/** A text beside a NUMBER is one of its own digits or of five decimals; beside anything else it is a FLOAT, as a VARIANT is. */
function toOperand(compiler: Compiler, value: Typed, other: Typed): Typed {
  if (value.type.kind === 'null') {
    return castTo(compiler, value, INTEGER);
  }
  if (isNumeric(value.type)) {
    return value;
  }
  return castTo(
    compiler,
    value,
    value.type.kind === 'text' && other.type.kind === 'number' ? textNumber(value) : FLOAT,
  );
}

/** The NUMBER a text is read as: with a literal's own decimals, or five. */
export function textNumber({ literal }: Typed): SqlType {
  const match = /^\s*[+-]?(\d*)(?:\.(\d*))?\s*$/.exec(literal ?? '.00000');
  return number(18, Math.min(match?.[2]?.length ?? (match === null ? 5 : 0), 5));
}

/** The NUMBER a text literal would be, by its digits. */
export function literalNumber(literal: string): SqlType {
  const match = /^\s*[+-]?(\d*)(?:\.(\d*))?\s*$/.exec(literal);
  const scale = match === null ? 5 : (match[2]?.length ?? 0);
  return number(38, Math.min(scale, 37));
}

function exact(operator: Operator, a: Typed, p: NumberType, b: Typed, q: NumberType): Typed {
  switch (operator) {
    case '+':
    case '-':
      return sum(operator, a, p, b, q);
    case '*':
      return product(a, p, b, q);
    case '/':
      return quotient(a, p, b, q);
    case '%':
      return remainder(a, p, b, q);
    default:
      return operator satisfies never;
  }
}

/** The NUMBER that a sum or difference of two is: of different scales it has three digits before its point at least. */
export function sumType(p: NumberType, q: NumberType): NumberType {
  const scale = Math.max(p.scale, q.scale);
  const carried = Math.max(p.precision - p.scale, q.precision - q.scale) + 1;
  const whole = p.scale === q.scale ? carried : Math.max(carried, 3);
  return { kind: 'number', precision: Math.min(38, whole + scale), scale };
}

function sum(operator: '+' | '-', a: Typed, p: NumberType, b: Typed, q: NumberType): Typed {
  const type = sumType(p, q);
  const wide = `DECIMAL(38,${type.scale})`;
  return combine(wrap(`CAST(${a.sql} AS ${wide}) ${operator} CAST(${b.sql} AS ${wide})`, type), type, [a, b]);
}

function product(a: Typed, p: NumberType, b: Typed, q: NumberType): Typed {
  const scale = Math.min(p.scale + q.scale, Math.max(p.scale, q.scale, 12));
  const whole = p.precision - p.scale + (q.precision - q.scale);
  const type = number(Math.min(38, whole + scale), scale);
  // DuckDB keeps every digit after the point or refuses; more than it can hold are cut from the longer side first.
  const spare = Math.max(0, p.scale + q.scale - 37);
  const [x, y] = p.scale >= q.scale ? [p.scale - spare, q.scale] : [p.scale, q.scale - spare];
  const sql = `CAST(${a.sql} AS DECIMAL(38,${x})) * CAST(${b.sql} AS DECIMAL(38,${y}))`;
  return combine(wrap(sql, type), type, [a, b]);
}

/** Snowflake gives a quotient six digits more than the dividend has, but no more than twelve. */
function quotient(a: Typed, p: NumberType, b: Typed, q: NumberType): Typed {
  const scale = Math.max(p.scale, Math.min(p.scale + 6, 12));
  const type = number(Math.min(38, p.precision - p.scale + q.scale + scale), scale);
  const dividend = unscaled(a.sql, scale + q.scale);
  const divisor = unscaled(b.sql, q.scale);
  const whole = `CAST(sf_divide(${dividend}, ${divisor}) AS DECIMAL(38,0))`;
  return combine(wrap(`${whole} * ${unitOf(scale)}`, type), type, [a, b]);
}

/** An average along a frame has three digits more than its values, and cuts off the rest. */
export function slidingAverage(total: Typed, rows: Typed, { precision, scale }: NumberType): Typed {
  const digits = Math.min(scale + 3, 37);
  const type = number(Math.min(38, precision + 15), digits);
  const whole = `CAST(${unscaled(total.sql, digits)} // CAST(${rows.sql} AS HUGEINT) AS DECIMAL(38,0))`;
  return combine(wrap(`${whole} * ${unitOf(digits)}`, type), type, [total, rows]);
}

/** The digits of a decimal as a whole number. */
function unscaled(sql: string, scale: number): string {
  if (scale > 9) {
    // A product of so many digits would not fit; the text without its point does.
    return `CAST(replace(CAST(CAST(${sql} AS DECIMAL(38,${Math.min(scale, 37)})) AS VARCHAR), '.', '') AS HUGEINT)${scale > 37 ? ` * ${10 ** (scale - 37)}` : ''}`;
  }
  return scale === 0
    ? `CAST(${sql} AS HUGEINT)`
    : `CAST(CAST(${sql} AS DECIMAL(38,${scale})) * ${tenTo(scale)} AS HUGEINT)`;
}

function tenTo(power: number): string {
  return `CAST('1${'0'.repeat(power)}' AS DECIMAL(38,0))`;
}

function unitOf(scale: number): string {
  return scale === 0
    ? `CAST(1 AS DECIMAL(1,0))`
    : `CAST('0.${'0'.repeat(scale - 1)}1' AS DECIMAL(${scale + 1},${scale}))`;
}

function remainder(a: Typed, p: NumberType, b: Typed, q: NumberType): Typed {
  const scale = Math.max(p.scale, q.scale);
  // Two digits stand before its point at least.
  const whole = Math.max(p.precision - p.scale, q.precision - q.scale, 2);
  const type = number(Math.min(38, whole + scale), scale);
  const wide = `DECIMAL(38,${scale})`;
  return combine(wrap(`sf_modulo(CAST(${a.sql} AS ${wide}), CAST(${b.sql} AS ${wide}))`, type), type, [a, b]);
}

/** Brings what DuckDB computes into the digits of a type. */
export function wrap(sql: string, type: SqlType): string {
  return type.kind === 'number' ? `CAST(${sql} AS DECIMAL(${type.precision},${type.scale}))` : sql;
}

/** An operation on two values, for functions that are defined by it. */
export function operate(compiler: Compiler, operator: Operator, a: Typed, b: Typed, span: Span): Typed {
  return numericArithmetic(compiler, operator, a, b, span);
}
