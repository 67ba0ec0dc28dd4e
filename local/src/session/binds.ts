import { textLiteral, textSql } from '../compile/text-literal.js';
import { constant, nullOf, type Typed } from '../compile/typed.js';
import { SnowflakeError } from '../errors.js';
import type { Bind, Cell } from '../statement.js';
import {
  BOOLEAN,
  DATE,
  FLOAT,
  TEXT,
  TIME,
  VARIANT,
  binary,
  number,
  text,
  timestamp,
  type SqlType,
} from '../types/sql-type.js';

const TYPES: ReadonlyMap<string, SqlType> = new Map<string, SqlType>([
  ['FIXED', number()],
  ['REAL', FLOAT],
  ['TEXT', TEXT],
  ['BOOLEAN', BOOLEAN],
  ['DATE', DATE],
  ['TIME', TIME],
  ['TIMESTAMP', timestamp('ntz')],
  ['TIMESTAMP_NTZ', timestamp('ntz')],
  ['TIMESTAMP_LTZ', timestamp('ltz')],
  ['TIMESTAMP_TZ', timestamp('tz')],
  ['BINARY', binary()],
  ['VARIANT', VARIANT],
  ['OBJECT', VARIANT],
  ['ARRAY', VARIANT],
  ['ANY', TEXT],
]);

/** The value of one bind, as a literal. */
export function bindLiteral({ type, value }: Bind): Typed {
  if (typeof value !== 'string') {
    return nullOf();
  }
  const kind = bindType(type, value);
  if (kind.kind === 'text') {
    const literal = textLiteral(value);
    return value === '' ? { ...literal, type: text(1) } : literal;
  }
  return constant(decodeSql(textSql(value), kind), kind);
}

/** A bind whose values stand in a column of DuckDB, one a row. */
export function bindColumn({ type, value }: Bind, column: string): Typed {
  const first = Array.isArray(value) ? value.find((cell: Cell) => cell !== null) : undefined;
  const kind = first === undefined ? TEXT : bindType(type, first);
  return { sql: kind.kind === 'text' ? column : decodeSql(column, kind), type: kind, nullable: true, aggregate: false };
}

/** A FIXED with a point or an exponent is what JavaScript made of a large number. */
function bindType(written: string, value: string): SqlType {
  const type = TYPES.get(written.toUpperCase());
  if (type === undefined) {
    throw new SnowflakeError(
      '002049',
      '42601',
      `SQL compilation error:\nbind variable type ${written} is not supported.`,
    );
  }
  if (type.kind !== 'number' || /^[+-]?\d{1,38}$/.test(value)) {
    return type;
  }
  const digits = /^[+-]?\d+\.(\d+)$/.exec(value)?.[1]?.length;
  return digits === undefined || digits > 37 ? FLOAT : number(38, digits);
}

/** What the wire sends for a type, as DuckDB stores it: days or milliseconds, nanoseconds, hexadecimal digits. */
function decodeSql(sql: string, type: SqlType): string {
  switch (type.kind) {
    case 'number':
      return `CAST(${sql} AS DECIMAL(${type.precision},${type.scale}))`;
    case 'float':
      return `CAST(${sql} AS DOUBLE)`;
    case 'boolean':
      return `sf_try_boolean(${sql})`;
    case 'date':
      return `(DATE '1970-01-01' + CAST(CAST(${sql} AS BIGINT) // 86400000 AS INTEGER))`;
    case 'time':
      return `CAST(${sql} AS BIGINT)`;
    case 'timestamp':
      return type.zone === 'tz'
        ? `sf_tz_pack(CAST(split_part(${sql}, ' ', 1) AS HUGEINT), coalesce(TRY_CAST(split_part(${sql}, ' ', 2) AS INTEGER), 1440) - 1440)`
        : `CAST(${sql} AS HUGEINT)`;
    case 'binary':
      return `unhex(${sql})`;
    case 'variant':
      return `sf_parse_json(${sql}, 's')`;
    case 'text':
    case 'object':
    case 'array':
    case 'null':
      return sql;
    default:
      return type satisfies never;
  }
}
