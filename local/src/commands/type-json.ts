import { typeName, type SqlType } from '../types/sql-type.js';

/** SHOW COLUMNS gives a type as JSON. */
export function typeJson(type: SqlType, nullable: boolean): string {
  switch (type.kind) {
    case 'number':
      return JSON.stringify({ type: 'FIXED', precision: type.precision, scale: type.scale, nullable });
    case 'float':
      return JSON.stringify({ type: 'REAL', nullable });
    case 'text':
      return JSON.stringify({
        type: 'TEXT',
        length: type.length,
        byteLength: Math.min(type.length * 4, 16_777_216),
        nullable,
        fixed: false,
      });
    case 'time':
      return JSON.stringify({ type: 'TIME', precision: 0, scale: type.scale, nullable });
    case 'timestamp':
      return JSON.stringify({
        type: `TIMESTAMP_${type.zone.toUpperCase()}`,
        precision: 0,
        scale: type.scale,
        nullable,
      });
    case 'binary':
      return JSON.stringify({ type: 'BINARY', length: type.length, byteLength: type.length, nullable, fixed: true });
    case 'array':
    case 'boolean':
    case 'date':
    case 'null':
    case 'object':
    case 'variant':
      return JSON.stringify({ type: typeName(type), nullable });
    default:
      return type satisfies never;
  }
}
