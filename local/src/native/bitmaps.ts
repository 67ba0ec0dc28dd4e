import { BIGINT, BLOB, DuckDBBlobValue, LIST, VARCHAR, type DuckDBValue } from '@duckdb/node-api';
import { SnowflakeError } from '../errors.js';
import { bytesOf, itemsOf, native } from './native-json.js';
import type { NativeFunction } from './native-function.js';

/** Bitmaps of distinct counts. */
export const BITMAP_NATIVES: readonly NativeFunction[] = [
  native('sf_bitmap', [LIST(BIGINT)], BLOB, ([list]) => bitmapOf(itemsOf(list).map(Number))),
  native('sf_bitmap_or', [LIST(BLOB)], BLOB, ([list]) => bitmapOf([...new Set(itemsOf(list).flatMap(positionsOf))])),
  native('sf_bitmap_and', [LIST(BLOB)], BLOB, ([list]) => bitmapOf(sharedPositions(itemsOf(list)))),
  native('sf_bitmap_count', [BLOB], BIGINT, ([bitmap]) => BigInt(positionsOf(bitmap ?? null).length)),
  native('sf_bitmap_values', [BLOB, BIGINT], VARCHAR, ([bitmap, bucket]) =>
    JSON.stringify(positionsOf(bitmap ?? null).map((position) => absolutePosition(Number(bucket), position))),
  ),
];

/** The value that a position in a bucket stands for: what BITMAP_BUCKET_NUMBER and BITMAP_BIT_POSITION were made of. */
function absolutePosition(bucket: number, position: number): number {
  return bucket > 0 ? (bucket - 1) * 32_768 + position + 1 : bucket * 32_768 - position;
}

function sharedPositions(bitmaps: readonly DuckDBValue[]): readonly number[] {
  const [first = [], ...others] = bitmaps.filter((bitmap) => bitmap !== null).map(positionsOf);
  const sets = others.map((positions) => new Set(positions));
  return first.filter((position) => sets.every((set) => set.has(position)));
}

/** A count, then the positions, two bytes each; never less than ten bytes. */
function bitmapOf(positions: readonly number[]): DuckDBBlobValue {
  const sorted = positions.toSorted((a, b) => a - b);
  const bytes = Buffer.alloc(Math.max(10, 2 + sorted.length * 2));
  bytes.writeUInt16BE(sorted.length, 0);
  sorted.forEach((position, at) => bytes.writeUInt16LE(position, 2 + at * 2));
  return new DuckDBBlobValue(bytes);
}

function positionsOf(bitmap: DuckDBValue): readonly number[] {
  if (bitmap === null) {
    return [];
  }
  const bytes = bytesOf(bitmap);
  if (bytes.length < 2 || bytes.length < 2 + bytes.readUInt16BE(0) * 2) {
    throw new SnowflakeError('100517', '22000', 'Invalid bitmap');
  }
  return Array.from({ length: bytes.readUInt16BE(0) }, (_, at) => bytes.readUInt16LE(2 + at * 2));
}
