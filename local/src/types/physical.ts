import type { SqlType } from './sql-type.js';

/**
 * What DuckDB stores for a type.
 *
 * Moments are whole nanoseconds since 1970 in a HUGEINT: DuckDB's own nanosecond timestamp ends in 2262 and its others
 * stop at microseconds. A TIMESTAMP_TZ carries its offset in the lowest twelve bits. Semi-structured values are JSON text.
 */
export function physicalType(type: SqlType): string {
  switch (type.kind) {
    case 'number':
      return `DECIMAL(${type.precision},${type.scale})`;
    case 'float':
      return 'DOUBLE';
    case 'boolean':
      return 'BOOLEAN';
    case 'date':
      return 'DATE';
    case 'time':
      return 'BIGINT';
    case 'timestamp':
      return 'HUGEINT';
    case 'binary':
      return 'BLOB';
    case 'text':
    case 'variant':
    case 'object':
    case 'array':
    case 'null':
      return 'VARCHAR';
    default:
      return type satisfies never;
  }
}
