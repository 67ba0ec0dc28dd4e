import { DuckDBDecimalType, type DuckDBType, DuckDBTypeId } from '@duckdb/node-api';
import type { ResultColumn, WireType } from '../statement.js';

/** Characters of a text column that declares no length. */
export const MAX_TEXT_LENGTH = 16_777_216;
/** Bytes of a binary column that declares no length. */
export const MAX_BINARY_LENGTH = 8_388_608;

interface Shape {
  readonly type: WireType;
  readonly precision?: number;
  readonly scale?: number;
  readonly length?: number;
  readonly byteLength?: number;
}

/** Describes a column by what DuckDB says of it. */
export function describeColumn(name: string, type: DuckDBType): ResultColumn {
  const { type: wireType, precision, scale, length, byteLength } = shapeOf(type);
  return {
    name,
    type: wireType,
    nullable: true,
    precision: precision ?? null,
    scale: scale ?? null,
    length: length ?? null,
    byteLength: byteLength ?? null,
    database: '',
    schema: '',
    table: '',
  };
}

function shapeOf(type: DuckDBType): Shape {
  if (type instanceof DuckDBDecimalType) {
    return { type: 'fixed', precision: type.width, scale: type.scale };
  }
  if (type.alias === 'JSON') {
    return { type: 'variant' };
  }
  return SHAPES.get(type.typeId) ?? { type: 'text', length: MAX_TEXT_LENGTH, byteLength: MAX_TEXT_LENGTH };
}

const INTEGER: Shape = { type: 'fixed', precision: 18, scale: 0 };
const SHAPES: ReadonlyMap<DuckDBTypeId, Shape> = new Map<DuckDBTypeId, Shape>([
  [DuckDBTypeId.BOOLEAN, { type: 'boolean' }],
  [DuckDBTypeId.TINYINT, INTEGER],
  [DuckDBTypeId.SMALLINT, INTEGER],
  [DuckDBTypeId.INTEGER, INTEGER],
  [DuckDBTypeId.BIGINT, INTEGER],
  [DuckDBTypeId.HUGEINT, { type: 'fixed', precision: 38, scale: 0 }],
  [DuckDBTypeId.FLOAT, { type: 'real' }],
  [DuckDBTypeId.DOUBLE, { type: 'real' }],
  [DuckDBTypeId.DATE, { type: 'date' }],
  [DuckDBTypeId.TIME, { type: 'time', scale: 9 }],
  [DuckDBTypeId.TIMESTAMP, { type: 'timestamp_ntz', scale: 9 }],
  [DuckDBTypeId.TIMESTAMP_NS, { type: 'timestamp_ntz', scale: 9 }],
  [DuckDBTypeId.TIMESTAMP_TZ, { type: 'timestamp_ltz', scale: 9 }],
  [DuckDBTypeId.BLOB, { type: 'binary', length: MAX_BINARY_LENGTH, byteLength: MAX_BINARY_LENGTH }],
  [DuckDBTypeId.LIST, { type: 'variant' }],
  [DuckDBTypeId.STRUCT, { type: 'variant' }],
]);
