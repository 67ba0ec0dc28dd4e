import {
  DuckDBBlobValue,
  DuckDBDateValue,
  DuckDBDecimalValue,
  type DuckDBDataChunk,
  type DuckDBValue,
} from '@duckdb/node-api';
import type { OutputColumn } from '../compile/compiler.js';
import { layOut, layOutJson } from '../native/json-print.js';
import type { Cell } from '../statement.js';
import { hasFields, inFieldOrder } from './field-order.js';
import type { SqlType } from '../types/sql-type.js';

type Encoder = (value: NonNullable<DuckDBValue>) => string;

/** Encodes a chunk of DuckDB's rows as Snowflake's JSON result format has them. */
export function encodeChunk(chunk: DuckDBDataChunk, columns: readonly OutputColumn[]): readonly (readonly Cell[])[] {
  const count = chunk.rowCount;
  const rows: Cell[][] = Array.from({ length: count }, () => []);
  columns.forEach((column, at) => {
    const vector = chunk.getColumnVector(at);
    const encode = encoderOf(column.type);
    for (let row = 0; row < count; row += 1) {
      const value = vector.getItem(row);
      rows[row]?.push(value === null || value === undefined ? null : encode(value));
    }
  });
  return rows;
}

function encoderOf(type: SqlType): Encoder {
  switch (type.kind) {
    case 'number':
      return encodeNumber;
    case 'text':
    case 'null':
      return (value) => value.toString();
    case 'variant':
    case 'object':
    case 'array':
      return hasFields(type)
        ? (value) => layOut(inFieldOrder(value.toString(), type))
        : (value) => layOutJson(value.toString());
    case 'float':
      return (value) => encodeReal(Number(value));
    case 'boolean':
      return (value) => (value === true ? '1' : '0');
    case 'date':
      return (value) => String(value instanceof DuckDBDateValue ? value.days : value);
    case 'time':
      return (value) => encodeNanoseconds(toBigInt(value), type.scale);
    case 'timestamp':
      return type.zone === 'tz'
        ? (value) => encodeOffsetMoment(toBigInt(value), type.scale)
        : (value) => encodeNanoseconds(toBigInt(value), type.scale);
    case 'binary':
      return (value) =>
        value instanceof DuckDBBlobValue ? Buffer.from(value.bytes).toString('hex').toUpperCase() : String(value);
    default:
      return type satisfies never;
  }
}

/** Decimals are written here: DuckDB's own text of them groups and trims by options. */
function encodeNumber(value: NonNullable<DuckDBValue>): string {
  if (!(value instanceof DuckDBDecimalValue)) {
    return value.toString();
  }
  const { value: scaled, scale } = value;
  if (scale === 0) {
    return scaled.toString();
  }
  const digits = (scaled < 0n ? -scaled : scaled).toString().padStart(scale + 1, '0');
  return `${scaled < 0n ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

function toBigInt(value: NonNullable<DuckDBValue>): bigint {
  return typeof value === 'bigint' ? value : BigInt(value.toString());
}

/** A FLOAT as text. */
export function encodeReal(value: number): string {
  if (Number.isFinite(value)) {
    return String(value);
  }
  return Number.isNaN(value) ? 'NaN' : value > 0 ? 'inf' : '-inf';
}

const BILLION = 1_000_000_000n;

/** Seconds with their fraction; before 1970 both count down, as in a plain decimal number. */
export function encodeNanoseconds(nanoseconds: bigint, scale = 9): string {
  const sign = nanoseconds < 0n ? '-' : '';
  const size = nanoseconds < 0n ? -nanoseconds : nanoseconds;
  const fraction = String(size % BILLION)
    .padStart(9, '0')
    .slice(0, scale);
  return `${sign}${size / BILLION}${scale === 0 ? '' : `.${fraction}`}`;
}

/** A TIMESTAMP_TZ: its instant, and its offset in minutes plus a day. */
function encodeOffsetMoment(packed: bigint, scale: number): string {
  const offset = ((packed % 4096n) + 4096n) % 4096n;
  return `${encodeNanoseconds((packed - offset) / 4096n, scale)} ${offset}`;
}
