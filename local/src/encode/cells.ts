import {
  DuckDBBlobValue,
  DuckDBDateValue,
  DuckDBDecimalValue,
  DuckDBTimestampNanosecondsValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  DuckDBTimeValue,
  type DuckDBValue,
} from '@duckdb/node-api';
import type { Cell } from '../statement.js';

/** One DuckDB value as Snowflake's JSON result format writes it. */
export function encodeValue(value: DuckDBValue): Cell {
  if (typeof value === 'string') {
    return value;
  }
  if (typeof value === 'number') {
    return encodeReal(value);
  }
  if (typeof value === 'boolean') {
    return value ? '1' : '0';
  }
  return typeof value === 'object' && value !== null ? encodeObject(value) : encodeBare(value);
}

function encodeBare(value: bigint | null | undefined): Cell {
  return value === null || value === undefined ? null : value.toString();
}

function encodeReal(value: number): string {
  if (Number.isFinite(value)) {
    return String(value);
  }
  return Number.isNaN(value) ? 'NaN' : value > 0 ? 'inf' : '-inf';
}

function encodeObject(value: NonNullable<DuckDBValue> & object): string {
  if (value instanceof DuckDBDecimalValue) {
    return value.toString();
  }
  if (value instanceof DuckDBDateValue) {
    return String(value.days);
  }
  if (
    value instanceof DuckDBTimeValue ||
    value instanceof DuckDBTimestampValue ||
    value instanceof DuckDBTimestampTZValue
  ) {
    return encodeNanoseconds(value.micros * 1000n);
  }
  if (value instanceof DuckDBTimestampNanosecondsValue) {
    return encodeNanoseconds(value.nanos);
  }
  if (value instanceof DuckDBBlobValue) {
    return Buffer.from(value.bytes).toString('hex').toUpperCase();
  }
  return value.toString();
}

const BILLION = 1_000_000_000n;

/** Seconds with nine digits of fraction. The fraction of a moment before 1970 counts down, as Snowflake writes it. */
export function encodeNanoseconds(nanoseconds: bigint): string {
  const sign = nanoseconds < 0n ? '-' : '';
  const size = nanoseconds < 0n ? -nanoseconds : nanoseconds;
  return `${sign}${size / BILLION}.${String(size % BILLION).padStart(9, '0')}`;
}
