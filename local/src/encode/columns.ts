import type { OutputColumn } from '../compile/compiler.js';
import type { ResultColumn, WireType } from '../statement.js';
import { MAX_TEXT, type SqlType } from '../types/sql-type.js';

/** Describes a query's column as `rowtype` does. */
export function toResultColumn({ name, type, nullable, origin }: OutputColumn): ResultColumn {
  return {
    name,
    type: wireType(type),
    nullable,
    ...sizes(type),
    database: origin?.database ?? '',
    schema: origin?.schema ?? '',
    table: origin?.table ?? '',
  };
}

/** What the wire calls a type. */
export function wireType(type: SqlType): WireType {
  switch (type.kind) {
    case 'number':
      return 'fixed';
    case 'float':
      return 'real';
    case 'null':
      return 'text';
    case 'timestamp':
      return `timestamp_${type.zone}`;
    case 'text':
    case 'boolean':
    case 'date':
    case 'time':
    case 'binary':
    case 'variant':
      return type.kind;
    case 'object':
      return type.shape !== undefined && 'key' in type.shape ? 'map' : 'object';
    case 'array':
      return type.dimension === undefined ? 'array' : 'vector';
    default:
      return type satisfies never;
  }
}

type Sizes = Pick<ResultColumn, 'precision' | 'scale' | 'length' | 'byteLength'>;

const NO_SIZES: Sizes = { precision: null, scale: null, length: null, byteLength: null };

function sizes(type: SqlType): Sizes {
  switch (type.kind) {
    case 'number':
      return { ...NO_SIZES, precision: type.precision, scale: type.scale };
    case 'text':
      return { ...NO_SIZES, length: type.length, byteLength: Math.min(type.length * 4, MAX_TEXT) };
    case 'null':
      return { ...NO_SIZES, length: 0, byteLength: 0 };
    case 'time':
    case 'timestamp':
      return { ...NO_SIZES, precision: 0, scale: type.scale };
    case 'binary':
      return { ...NO_SIZES, length: type.length, byteLength: type.length };
    case 'float':
    case 'boolean':
    case 'date':
    case 'variant':
    case 'object':
    case 'array':
      return NO_SIZES;
    default:
      return type satisfies never;
  }
}
