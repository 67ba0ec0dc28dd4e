import { castTo } from '../compile/casts.js';
import type { Typed } from '../compile/typed.js';
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
  typeName,
  type SqlType,
} from '../types/sql-type.js';
import type { FunctionCall } from './rule.js';

/** What a kind of parameter does with an argument. */
interface ParameterForm {
  /** The type the argument is cast to; without one it is left alone. */
  readonly target?: SqlType | ((type: SqlType) => SqlType);
  /** The types it does not take, where a cast would: Snowflake turns only some by itself. */
  readonly refuses?: (type: SqlType) => boolean;
}

const MOMENTS: readonly SqlType['kind'][] = ['date', 'time', 'timestamp'];

const FORMS = {
  text: { target: TEXT, refuses: ({ kind }) => kind === 'object' || kind === 'array' || kind === 'binary' },
  /** A whole number, in DuckDB's own BIGINT. */
  integer: { target: INTEGER, refuses: isNoNumber },
  /** A NUMBER or FLOAT as it is, and anything else turned into one. */
  number: { target: numericTarget, refuses: isNoNumber },
  float: { target: FLOAT, refuses: isNoNumber },
  boolean: { target: BOOLEAN },
  /** A number or text that is read as a BOOLEAN, and none that is one. */
  truth: { target: BOOLEAN, refuses: (type) => type.kind === 'boolean' || isNoNumber(type) },
  date: { target: DATE },
  array: { target: ARRAY, refuses: (type) => !mayBeArray(type) },
  object: { target: OBJECT },
  map: {
    target: OBJECT,
    refuses: (type) => type.kind !== 'object' || type.shape === undefined || !('key' in type.shape),
  },
  variant: { target: VARIANT },
  /** What becomes a VARIANT by itself, as a number does and a text does not. */
  coerced: { target: VARIANT, refuses: (type) => !isCoerced(type) },
  binary: { target: binary() },
  any: {},
} as const satisfies Readonly<Record<string, ParameterForm>>;

/** How an argument is prepared. */
export type ParameterKind = keyof typeof FORMS;

/** A parameter in a signature, such as `text`, `integer=1` or `any...`. */
export interface Parameter {
  readonly kind: ParameterKind;
  readonly fallback: string | undefined;
  readonly variadic: boolean;
}

/** True for what becomes a VARIANT by itself. */
export function isCoerced({ kind }: SqlType): boolean {
  return kind !== 'text' && kind !== 'binary' && !MOMENTS.includes(kind);
}

/** True for what may stand where an ARRAY is wanted: other types are not turned into one. */
export function mayBeArray(type: SqlType): boolean {
  return type.kind === 'array' ? type.dimension === undefined : type.kind === 'variant' || type.kind === 'null';
}

function isNoNumber({ kind }: SqlType): boolean {
  return kind === 'object' || kind === 'array' || kind === 'binary' || MOMENTS.includes(kind);
}

function numericTarget(type: SqlType): SqlType {
  return isNumeric(type) ? type : type.kind === 'text' || type.kind === 'variant' ? FLOAT : INTEGER;
}

/** The parameters of a signature, such as `text, integer=1, any...`. */
export function readSignature(signature: string): readonly Parameter[] {
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

function isKind(text: string): text is ParameterKind {
  return text in FORMS;
}

/** How many arguments the parameters take. */
export function arity(parameters: readonly Parameter[]): { minimum: number; maximum: number } {
  const needed = parameters.filter(({ fallback, variadic }) => fallback === undefined && !variadic).length;
  return {
    minimum: needed,
    maximum: parameters.some(({ variadic }) => variadic) ? Number.POSITIVE_INFINITY : parameters.length,
  };
}

/**
 * The arguments of a call as its parameters want them.
 *
 * @throws SnowflakeError 001044 for an argument of a type the function does not take.
 */
export function convertAll(call: FunctionCall, parameters: readonly Parameter[]): readonly Typed[] {
  return call.args().map((value, at) => convert(call, value, parameters[at] ?? parameters.at(-1)));
}

/** The DuckDB text of arguments, with what stands for those left out. */
export function argumentTexts(values: readonly Typed[], parameters: readonly Parameter[]): readonly string[] {
  const missing = parameters.slice(values.length).filter(({ variadic }) => !variadic);
  const texts = values.map((value, at) => argumentSql(value, parameters[at] ?? parameters.at(-1)));
  return [...texts, ...missing.map(({ fallback }) => fallback ?? 'NULL')];
}

function convert(call: FunctionCall, value: Typed, parameter: Parameter | undefined): Typed {
  const { target, refuses }: ParameterForm = FORMS[parameter?.kind ?? 'any'];
  if (refuses?.(value.type) === true) {
    throw refuseTypes(call);
  }
  const type = typeof target === 'function' ? target(value.type) : target;
  return type === undefined || type === value.type ? value : castTo(call.compiler, value, type);
}

/** 001044 with the types of all arguments. */
export function refuseTypes(call: FunctionCall): Error {
  const types = call.args().map(({ type }) => typeName(type));
  return call.compiler.faults.invalidTypes(call.name, types, call.node);
}

function argumentSql({ sql }: Typed, parameter: Parameter | undefined): string {
  return parameter?.kind === 'integer' ? `CAST(${sql} AS BIGINT)` : sql;
}
