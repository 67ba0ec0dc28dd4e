import { BIGINT, BLOB, DOUBLE, DuckDBBlobValue, LIST, VARCHAR, type DuckDBValue } from '@duckdb/node-api';
import { SnowflakeError } from '../errors.js';
import { JsonNumber, isArray, isObject, writeJson, type Json } from './json.js';
import { parseJson } from './json-read.js';
import { itemsOf, native } from './native-json.js';
import type { NativeFunction } from './native-function.js';

/** States of aggregates that estimate. */
export const SKETCH_NATIVES: readonly NativeFunction[] = [
  native('sf_percentile_state', [LIST(DOUBLE)], VARCHAR, ([list]) => percentileState(itemsOf(list).map(Number))),
  native('sf_percentile_combine', [LIST(VARCHAR)], VARCHAR, ([states]) =>
    percentileState(
      itemsOf(states)
        .flatMap(numbersOf)
        .filter((_, at) => at % 2 === 0),
    ),
  ),
  native('sf_percentile_estimate', [VARCHAR, DOUBLE], DOUBLE, ([state, point]) =>
    percentile(
      numbersOf(state).filter((_, at) => at % 2 === 0),
      Number(point),
    ),
  ),
  native('sf_count_changes', [LIST(VARCHAR)], BIGINT, ([list]) => countChanges(itemsOf(list))),
  native('sf_top_k', [LIST(VARCHAR), BIGINT], VARCHAR, ([list, count]) => topItems(itemsOf(list), Number(count))),
  native('sf_minhash', [LIST(VARCHAR), BIGINT], VARCHAR, ([list, size]) =>
    minhashState(
      itemsOf(list).map((item) => BigInt(String(item))),
      Number(size),
    ),
  ),
  native('sf_minhash_combine', [LIST(VARCHAR)], VARCHAR, ([states]) => combineMinhash(itemsOf(states))),
  native('sf_jaccard', [LIST(VARCHAR)], DOUBLE, ([states]) => jaccard(itemsOf(states))),
  native('sf_bitmap', [LIST(BIGINT)], BLOB, ([list]) => bitmapOf(itemsOf(list).map(Number))),
  native('sf_bitmap_or', [LIST(BLOB)], BLOB, ([list]) => bitmapOf([...new Set(itemsOf(list).flatMap(positionsOf))])),
  native('sf_bitmap_count', [BLOB], BIGINT, ([bitmap]) => BigInt(positionsOf(bitmap ?? null).length)),
];

/** The numbers of a state. */
function numbersOf(state: DuckDBValue | undefined): readonly number[] {
  const value = parseJson(String(state));
  const list = isObject(value) ? value.get('state') : undefined;
  return isArray(list) ? list.map((item) => (item instanceof JsonNumber ? Number(item.text) : 0)) : [];
}

function stateOf(numbers: readonly string[], type: string): string {
  const state: Json = numbers.map((text) => new JsonNumber(text));
  return writeJson(
    new Map<string, Json>([
      ['state', state],
      ['type', type],
      ['version', new JsonNumber('1')],
    ]),
  );
}

/** Each value with its weight, one after the other. */
function percentileState(values: readonly number[]): string {
  const texts = values.toSorted((a, b) => a - b).flatMap((value) => [real(value), '1e0']);
  return stateOf(texts, 'tdigest');
}

function real(value: number): string {
  const text = String(value);
  return text.includes('e') ? text : `${text}e0`;
}

function percentile(values: readonly number[], point: number): number | null {
  const place = (values.length - 1) * point;
  const [low, high] = [values[Math.floor(place)], values[Math.ceil(place)]];
  return low === undefined || high === undefined ? null : low + (high - low) * (place - Math.floor(place));
}

/** How often a value differs from the one before; what is NULL is no change. */
function countChanges(items: readonly DuckDBValue[]): bigint {
  const known = items.filter((item) => item !== null);
  return BigInt(known.filter((item, at) => at > 0 && item !== known[at - 1]).length);
}

/** The values seen most often, each with its count. */
function topItems(items: readonly DuckDBValue[], count: number): string {
  const counts = new Map<string, number>();
  for (const item of items) {
    if (item !== null) {
      counts.set(String(item), (counts.get(String(item)) ?? 0) + 1);
    }
  }
  const top = [...counts].toSorted(([, a], [, b]) => b - a).slice(0, count);
  return writeJson(top.map(([text, times]) => [parseJson(text), new JsonNumber(String(times))]));
}

const MASK = (1n << 63n) - 1n;

/** For each of so many permutations the least of what it makes of the values. */
function minhashState(hashes: readonly bigint[], size: number): string {
  const least = Array.from({ length: size }, (_, at) => {
    const factor = 6_364_136_223_846_793_005n * BigInt(2 * at + 1);
    return hashes.reduce((smallest, hash) => {
      const mixed = ((hash ^ (hash >> 29n)) * factor + BigInt(at) * 1_442_695_040_888_963_407n) & MASK;
      return mixed < smallest ? mixed : smallest;
    }, MASK);
  });
  return stateOf(least.map(String), 'minhash');
}

function wholeNumbersOf(state: DuckDBValue): readonly bigint[] {
  const value = parseJson(String(state));
  const list = isObject(value) ? value.get('state') : undefined;
  return isArray(list) ? list.map((item) => (item instanceof JsonNumber ? BigInt(item.text) : 0n)) : [];
}

function combineMinhash(states: readonly DuckDBValue[]): string {
  const [first = [], ...others] = states.map(wholeNumbersOf);
  const least = first.map((value, at) => others.reduce((low, other) => smaller(low, other[at] ?? low), value));
  return stateOf(least.map(String), 'minhash');
}

function smaller(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}

function jaccard(states: readonly DuckDBValue[]): number {
  const [first = [], ...others] = states.map(wholeNumbersOf);
  const same = first.filter((value, at) => others.every((other) => other[at] === value));
  return first.length === 0 ? 0 : same.length / first.length;
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
  if (!(bitmap instanceof DuckDBBlobValue)) {
    return [];
  }
  const bytes = Buffer.from(bitmap.bytes);
  if (bytes.length < 2 || bytes.length < 2 + bytes.readUInt16BE(0) * 2) {
    throw new SnowflakeError('100517', '22000', 'Invalid bitmap');
  }
  return Array.from({ length: bytes.readUInt16BE(0) }, (_, at) => bytes.readUInt16LE(2 + at * 2));
}
