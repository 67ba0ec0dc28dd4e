import { castTo } from '../compile/casts.js';
import { sharedType } from '../compile/case.js';
import { combine, type Typed } from '../compile/typed.js';
import { physicalType } from '../types/physical.js';
import {
  ARRAY,
  BOOLEAN,
  DATE,
  FLOAT,
  INTEGER,
  OBJECT,
  TEXT,
  VARIANT,
  binary,
  isNumeric,
  number,
  typeName,
  type SqlType,
} from '../types/sql-type.js';
import type { FunctionCall, FunctionRule } from './rule.js';

/**
 * How an argument is prepared: `text`, `float`, `boolean`, `date`, `array`, `object`, `variant`, `binary` are casts; `integer` is a
 * whole number in DuckDB's own BIGINT; `number` keeps a NUMBER or FLOAT and turns anything else into one; `any` is left alone.
 */
export type ParameterKind =
  | 'text'
  | 'integer'
  | 'number'
  | 'float'
  | 'boolean'
  | 'date'
  | 'array'
  | 'object'
  | 'variant'
  | 'binary'
  | 'any';

/** A parameter in a signature, such as `text`, `integer=1` or `any...`. */
interface Parameter {
  readonly kind: ParameterKind;
  readonly fallback: string | undefined;
  readonly variadic: boolean;
}

/** What a result's type depends on. */
export type ResultType = SqlType | ((args: readonly Typed[], call: FunctionCall) => SqlType);

/** How the DuckDB text is made: a template with `$1`, `$2` … and `$*`, or a function of the arguments. */
export type Template = string | ((args: readonly string[], call: FunctionCall, values: readonly Typed[]) => string);

const PLAIN: Readonly<Partial<Record<ParameterKind, SqlType>>> = {
  text: TEXT,
  float: FLOAT,
  boolean: BOOLEAN,
  date: DATE,
  array: ARRAY,
  object: OBJECT,
  variant: VARIANT,
  binary: binary(),
};

const KINDS: ReadonlySet<string> = new Set<ParameterKind>([
  'text',
  'integer',
  'number',
  'float',
  'boolean',
  'date',
  'array',
  'object',
  'variant',
  'binary',
  'any',
]);

function isKind(text: string): text is ParameterKind {
  return KINDS.has(text);
}

/**
 * Defines a scalar function by a signature such as `text, integer=1, any...`, its result's type and its DuckDB text.
 * Arguments left out take the text after `=`.
 */
export function scalar(signature: string, result: ResultType, template: Template): FunctionRule {
  const parameters = readSignature(signature);
  return {
    kind: 'scalar',
    ...arity(parameters),
    compile: (call) => {
      const { values, sql } = prepare(call, parameters);
      return resultOf(call, values, result, fill(template, sql, call, values));
    },
  };
}

/** Defines an aggregate: the template calls DuckDB's through `call.aggregate`, which carries DISTINCT, FILTER and OVER. */
export function aggregate(signature: string, result: ResultType, template: Template): FunctionRule {
  const rule = scalar(signature, result, template);
  return {
    ...rule,
    kind: 'aggregate',
    compile: (call) => ({ ...rule.compile(call), nullable: true }),
  };
}

/** An aggregate that as a window may see a part of its partition, as most may not. */
export function sliding(rule: FunctionRule): FunctionRule {
  return { ...rule, slides: true };
}

/** Calls DuckDB's aggregate of this name on all arguments. */
export function direct(name: string): Template {
  return (args, call) => call.aggregate(name, args);
}

/** Defines a window function: it needs OVER with an ORDER BY and is no aggregate to GROUP BY ALL. */
export function window(signature: string, result: ResultType, template: Template, ordered = true): FunctionRule {
  const rule = scalar(signature, result, template);
  return {
    ...rule,
    kind: 'window',
    compile: (call) => {
      if (call.node.over === undefined) {
        const message = `Window function [${call.name}] requires an OVER clause`;
        throw call.compiler.faults.compilation('002303', '42601', message, call.node);
      }
      if (ordered && call.node.over.order.length === 0) {
        const message = `Window function type [${call.name}] requires ORDER BY in window specification`;
        throw call.compiler.faults.compilation('002303', '42601', message, call.node);
      }
      return { ...rule.compile(call), nullable: true };
    },
  };
}

/** A rule that never answers NULL. */
export function never(rule: FunctionRule): FunctionRule {
  return { ...rule, compile: (call) => ({ ...rule.compile(call), nullable: false }) };
}

/** A rule that can answer NULL for arguments that are not. */
export function maybe(rule: FunctionRule): FunctionRule {
  return { ...rule, compile: (call) => ({ ...rule.compile(call), nullable: true }) };
}

/** The type all arguments share. */
export function sharedResult(args: readonly Typed[], call: FunctionCall): SqlType {
  return sharedType(call.compiler, args, call.node);
}

/** The type of one argument. */
export function typeOf(place: number): ResultType {
  return (args) => args[place]?.type ?? TEXT;
}

/** Casts all arguments to the type they share. */
export function unified(call: FunctionCall, values: readonly Typed[]): readonly string[] {
  const type = sharedType(call.compiler, values, call.node);
  return values.map((value) => castTo(call.compiler, value, type).sql);
}

function readSignature(signature: string): readonly Parameter[] {
  return signature
    .split(',')
    .map((piece) => piece.trim())
    .filter((piece) => piece !== '')
    .map((piece) => {
      const [written = '', fallback] = piece.split('=');
      const variadic = written.endsWith('...');
      const kind = variadic ? written.slice(0, -3) : written;
      if (!isKind(kind)) {
        throw new TypeError(`${kind} is no kind of parameter`);
      }
      return { kind, fallback, variadic };
    });
}

function arity(parameters: readonly Parameter[]): { minimum: number; maximum: number } {
  const needed = parameters.filter(({ fallback, variadic }) => fallback === undefined && !variadic).length;
  return {
    minimum: needed,
    maximum: parameters.some(({ variadic }) => variadic) ? Number.POSITIVE_INFINITY : parameters.length,
  };
}

function prepare(
  call: FunctionCall,
  parameters: readonly Parameter[],
): { values: readonly Typed[]; sql: readonly string[] } {
  const values = call.args().map((value, at) => convert(call, value, parameters[at] ?? parameters.at(-1)));
  const missing = parameters.slice(values.length).filter(({ variadic }) => !variadic);
  const sql = values.map((value, at) => argumentSql(value, parameters[at] ?? parameters.at(-1)));
  return { values, sql: [...sql, ...missing.map(({ fallback }) => fallback ?? 'NULL')] };
}

function convert(call: FunctionCall, value: Typed, parameter: Parameter | undefined): Typed {
  const { compiler } = call;
  const kind = parameter?.kind ?? 'any';
  const target = PLAIN[kind];
  if (kind === 'array' && !mayBeArray(value.type)) {
    throw refuseTypes(call);
  }
  if (target !== undefined) {
    return castTo(compiler, value, target);
  }
  switch (kind) {
    case 'integer':
      return castTo(compiler, value, INTEGER);
    case 'number':
      return isNumeric(value.type) ? value : castTo(compiler, value, numericTarget(call, value));
    case 'any':
    case 'array':
    case 'binary':
    case 'boolean':
    case 'date':
    case 'float':
    case 'object':
    case 'text':
    case 'variant':
      return value;
    default:
      return kind satisfies never;
  }
}

/** True for what may stand where an ARRAY is wanted: other types are not turned into one. */
export function mayBeArray({ kind }: SqlType): boolean {
  return kind === 'array' || kind === 'variant' || kind === 'null';
}

/** 001044 with the types of all arguments. */
export function refuseTypes(call: FunctionCall): Error {
  const types = call.args().map(({ type }) => typeName(type));
  return call.compiler.faults.invalidTypes(call.name, types, call.node);
}

function numericTarget(call: FunctionCall, { type }: Typed): SqlType {
  switch (type.kind) {
    case 'text':
    case 'variant':
      return FLOAT;
    case 'boolean':
    case 'null':
      return INTEGER;
    case 'array':
    case 'binary':
    case 'date':
    case 'float':
    case 'number':
    case 'object':
    case 'time':
    case 'timestamp':
      throw refuseTypes(call);
    default:
      return type satisfies never;
  }
}

function argumentSql({ sql }: Typed, parameter: Parameter | undefined): string {
  return parameter?.kind === 'integer' ? `CAST(${sql} AS BIGINT)` : sql;
}

function fill(template: Template, args: readonly string[], call: FunctionCall, values: readonly Typed[]): string {
  if (typeof template === 'function') {
    return template(args, call, values);
  }
  return template.replace(/\$(\d+|\*)/g, (_, place: string) =>
    place === '*' ? args.join(', ') : (args[Number(place) - 1] ?? 'NULL'),
  );
}

function resultOf(call: FunctionCall, values: readonly Typed[], result: ResultType, sql: string): Typed {
  const type = typeof result === 'function' ? result(values, call) : result;
  // Numbers are always DECIMALs of their declared size: arithmetic and row types rely on it.
  return combine(isNumeric(type) ? `CAST(${sql} AS ${physicalType(type)})` : sql, type, values);
}

/** NUMBER(18,0): what counts and positions are. */
export const COUNT: SqlType = number(18);

/**
 * The NUMBER of a precision and scale written as numbers from the n-th argument on.
 *
 * @throws SnowflakeError 001014 when they are no sizes of a NUMBER
 */
export function writtenNumber({ node, compiler }: FunctionCall, from: number): SqlType {
  const [precision = 38, scale = 0] = node.args
    .slice(from)
    .map((arg) => (arg.kind === 'number' ? Number(arg.text) : Number.NaN));
  if (!(precision >= 1 && precision <= 38 && scale >= 0 && scale < 38 && scale <= precision)) {
    throw compiler.faults.compilation('001014', '22023', `Invalid NUMBER precision or scale`, node);
  }
  return number(precision, scale);
}
