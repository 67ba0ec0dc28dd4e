import { quoteString } from '../lexer.js';
import { physicalType } from '../types/physical.js';
import { isSemiStructured, type SqlType } from '../types/sql-type.js';
import { binaryOf, binaryWriter } from './binary-text.js';
import type { CastMode } from './cast-mode.js';
import type { Compiler } from './compiler.js';
import { castMoment, formatMoment, momentText, parseMoment, secondsToMoment, variantMoment } from './moments.js';
import { toStructure } from './structure-casts.js';
import { noCast } from './no-cast.js';
import { once } from './once.js';
import { nullOf, type Typed } from './typed.js';

/**
 * Casts a value as Snowflake does.
 *
 * @throws SnowflakeError 001007 when no cast leads from one type to the other.
 */
export function castTo(compiler: Compiler, value: Typed, target: SqlType, mode: CastMode = 'cast'): Typed {
  if (value.type.kind === 'null') {
    return { ...nullOf(target), aggregate: value.aggregate };
  }
  const sql = castSql(compiler, value, target, mode);
  if (sql === undefined) {
    throw noCast(compiler, value.type, target);
  }
  const nullable = value.nullable || mode === 'try' || isSemiStructured(value.type);
  const { aggregate, origin } = value;
  return { sql, type: target, nullable, aggregate, ...(origin === undefined ? {} : { origin }) };
}

function castSql(compiler: Compiler, value: Typed, target: SqlType, mode: CastMode): string | undefined {
  switch (target.kind) {
    case 'number':
      return toNumber(value, target, mode);
    case 'float':
      return toFloat(value, mode);
    case 'text':
      return toText(compiler, value, target, mode);
    case 'boolean':
      return toBoolean(value, mode);
    case 'date':
    case 'time':
    case 'timestamp':
      return toMoment(compiler, value, target, mode);
    case 'binary':
      return toBinary(compiler, value, target, mode);
    case 'variant':
      return toVariant(compiler, value);
    case 'object':
    case 'array':
      return toStructure(compiler, value, target, castTo);
    case 'null':
      return value.sql;
    default:
      return target satisfies never;
  }
}

type Target<K extends SqlType['kind']> = Extract<SqlType, { readonly kind: K }>;

function toNumber(value: Typed, target: Target<'number'>, mode: CastMode): string | undefined {
  const { sql, type } = value;
  const physical = physicalType(target);
  const cast = mode === 'try' ? 'TRY_CAST' : 'CAST';
  switch (type.kind) {
    case 'number':
      if (type.precision === target.precision && type.scale === target.scale) {
        return sql;
      }
      return `${cast}(${sql} AS ${physical})`;
    case 'float': {
      // DuckDB multiplies; so many digits have to be written out one by one.
      const written = (real: string): string => `TRY_CAST(format('{:.${target.scale}f}', ${real}) AS ${physical})`;
      return target.scale > 15
        ? once(sql, 'real', (real) => `coalesce(${written(real)}, ${cast}(${real} AS ${physical}))`)
        : `${cast}(${sql} AS ${physical})`;
    }
    case 'boolean':
      return `CAST(CAST(${sql} AS INTEGER) AS ${physical})`;
    case 'text':
      return readText(sql, (text) => `TRY_CAST(${text} AS ${physical})`, 'sf_bad_number', mode);
    case 'variant':
      return readVariant(sql, (text) => `TRY_CAST(sf_boolean_digit(${text}) AS ${physical})`, 'FIXED');
    case 'array':
    case 'binary':
    case 'date':
    case 'null':
    case 'object':
    case 'time':
    case 'timestamp':
      return undefined;
    default:
      return type satisfies never;
  }
}

function toFloat({ sql, type }: Typed, mode: CastMode): string | undefined {
  switch (type.kind) {
    case 'float':
      return sql;
    case 'number':
    case 'boolean':
      return `CAST(${sql} AS DOUBLE)`;
    case 'text':
      return readText(sql, (text) => `TRY_CAST(${text} AS DOUBLE)`, 'sf_bad_number', mode);
    case 'variant':
      return readVariant(sql, (text) => `TRY_CAST(sf_boolean_digit(${text}) AS DOUBLE)`, 'REAL');
    case 'array':
    case 'binary':
    case 'date':
    case 'null':
    case 'object':
    case 'time':
    case 'timestamp':
      return undefined;
    default:
      return type satisfies never;
  }
}

function readText(sql: string, attempt: (text: string) => string, complaint: string, mode: CastMode): string {
  return mode === 'try'
    ? attempt(sql)
    : once(sql, 'given', (text) => `coalesce(${attempt(text)}, ${complaint}(${text}))`);
}

function readVariant(sql: string, attempt: (text: string) => string, kind: string): string {
  return once(
    sql,
    'held',
    (json) => `coalesce(${attempt(`sf_json_text(${json})`)}, sf_bad_variant(${json}, '${kind}'))`,
  );
}

function toText(compiler: Compiler, value: Typed, target: Target<'text'>, mode: CastMode): string | undefined {
  const sql = plainText(compiler, value);
  const length = value.type.kind === 'text' ? value.type.length : Number.POSITIVE_INFINITY;
  if (sql === undefined || target.length >= Math.min(length, 16_777_216)) {
    return sql;
  }
  if (mode === 'try') {
    return `CASE WHEN length(${sql}) <= ${target.length} THEN ${sql} END`;
  }
  return mode === 'cut' ? `left(${sql}, ${target.length})` : `sf_fit_text(${sql}, ${target.length})`;
}

/** DuckDB writes no zero before the point of a number that has no place for it. */
function withUnits(sql: string, { precision, scale }: Target<'number'>): string {
  return precision === scale ? `CAST(${sql} AS DECIMAL(${precision + 1},${scale}))` : sql;
}

function plainText(compiler: Compiler, value: Typed): string | undefined {
  const { sql, type } = value;
  switch (type.kind) {
    case 'text':
      return sql;
    case 'number':
      return `CAST(${withUnits(sql, type)} AS VARCHAR)`;
    case 'boolean':
      return `CAST(${sql} AS VARCHAR)`;
    case 'float':
      return `sf_float_text(${sql})`;
    case 'date':
    case 'time':
    case 'timestamp':
      return momentText(compiler, value);
    case 'binary':
      return `${binaryWriter(compiler.environment.parameter('BINARY_OUTPUT_FORMAT'))}(${sql})`;
    case 'variant':
      return `sf_variant_text(${sql})`;
    case 'object':
      return `sf_json_text(${sql})`;
    case 'array':
      return `sf_json_print(${sql})`;
    case 'null':
      return sql;
    default:
      return type satisfies never;
  }
}

function toBoolean({ sql, type }: Typed, mode: CastMode): string | undefined {
  switch (type.kind) {
    case 'boolean':
      return sql;
    case 'number':
      return `(${sql} <> 0)`;
    case 'float': {
      const text = (real: string): string => (mode === 'try' ? 'NULL' : `sf_bad_boolean(CAST(${real} AS VARCHAR))`);
      return once(sql, 'real', (real) => `CASE WHEN isfinite(${real}) THEN ${real} <> 0 ELSE ${text(real)} END`);
    }
    case 'text':
      return readText(sql, (text) => `sf_try_boolean(${text})`, 'sf_bad_boolean', mode);
    case 'variant':
      return readVariant(sql, (text) => `sf_try_boolean(${text})`, 'BOOLEAN');
    case 'array':
    case 'binary':
    case 'date':
    case 'null':
    case 'object':
    case 'time':
    case 'timestamp':
      return undefined;
    default:
      return type satisfies never;
  }
}

function toMoment(
  compiler: Compiler,
  value: Typed,
  target: Target<'date' | 'time' | 'timestamp'>,
  mode: CastMode,
): string | undefined {
  const { type } = value;
  if (target.kind === 'timestamp' && (type.kind === 'number' || type.kind === 'float')) {
    return secondsToMoment(compiler, value, target);
  }
  if (type.kind === 'text') {
    return parseMoment(compiler, value, target, mode === 'try');
  }
  if (type.kind === 'variant') {
    return variantMoment(compiler, value, target, mode === 'try');
  }
  return castMoment(compiler, value, target);
}

function toBinary(
  compiler: Compiler,
  { sql, type }: Typed,
  target: Target<'binary'>,
  mode: CastMode,
): string | undefined {
  switch (type.kind) {
    case 'binary':
      return mode === 'store' && target.length < type.length ? `sf_fit_binary(${sql}, ${target.length})` : sql;
    case 'text':
      return binaryOf(compiler.environment.parameter('BINARY_INPUT_FORMAT'), sql, mode);
    case 'variant':
      return `sf_from_hex(sf_json_full(${sql}))`;
    case 'array':
    case 'boolean':
    case 'date':
    case 'float':
    case 'null':
    case 'number':
    case 'object':
    case 'time':
    case 'timestamp':
      return undefined;
    default:
      return type satisfies never;
  }
}

/** How a TIMESTAMP is held in a VARIANT: with every digit, by the letter of its type. */
const TYPED_MOMENTS = {
  ntz: ['N', 'YYYY-MM-DD HH24:MI:SS.FF9'],
  ltz: ['L', 'YYYY-MM-DD HH24:MI:SS.FF9 TZHTZM'],
  tz: ['Z', 'YYYY-MM-DD HH24:MI:SS.FF9 TZHTZM'],
} as const;

function toVariant(compiler: Compiler, value: Typed): string | undefined {
  const { sql, type } = value;
  switch (type.kind) {
    case 'variant':
    case 'object':
    case 'array':
    case 'null':
      return sql;
    case 'number':
      return type.scale === 0 ? `CAST(${sql} AS VARCHAR)` : `sf_number_json(${withUnits(sql, type)})`;
    case 'float':
      return `sf_float_json(${sql})`;
    case 'boolean':
      return `sf_boolean_json(${sql})`;
    case 'text':
      return value.literal === undefined ? `sf_text_json(${sql})` : quoteString(JSON.stringify(value.literal));
    case 'date':
      return `('D"' || ${formatMoment(compiler, value, quoteString('YYYY-MM-DD'))} || '"')`;
    case 'time':
      return `('T"' || ${formatMoment(compiler, value, quoteString('HH24:MI:SS.FF9'))} || '"')`;
    case 'timestamp': {
      const [tag, format] = TYPED_MOMENTS[type.zone];
      return `('${tag}"' || ${formatMoment(compiler, value, quoteString(format))} || '"')`;
    }
    case 'binary':
      return `('B"' || hex(${sql}) || '"')`;
    default:
      return type satisfies never;
  }
}
