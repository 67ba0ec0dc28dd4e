import { BIGINT, DOUBLE, LIST, VARCHAR, type DuckDBValue } from '@duckdb/node-api';
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
  native('sf_top_k', [LIST(VARCHAR), BIGINT], VARCHAR, ([list, count]) =>
    topItems(countItems(itemsOf(list)), Number(count)),
  ),
  native('sf_top_state', [LIST(VARCHAR), BIGINT], VARCHAR, ([list, counters]) =>
    topState(countItems(itemsOf(list)), Number(counters)),
  ),
  native('sf_top_combine', [LIST(VARCHAR), BIGINT], VARCHAR, ([states, counters]) =>
    topState(mergeCounts(itemsOf(states).map(countsOf)), Number(counters)),
  ),
  native('sf_top_estimate', [VARCHAR, BIGINT], VARCHAR, ([state, count]) => topItems(countsOf(state), Number(count))),
  native('sf_minhash', [LIST(VARCHAR), BIGINT], VARCHAR, ([list, size]) =>
    minhashState(
      itemsOf(list).map((item) => BigInt(String(item))),
      Number(size),
    ),
  ),
  native('sf_minhash_combine', [LIST(VARCHAR)], VARCHAR, ([states]) => combineMinhash(itemsOf(states))),
  native('sf_jaccard', [LIST(VARCHAR)], DOUBLE, ([states]) => jaccard(itemsOf(states))),
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

/** How often each value, by its text, was seen. */
type Counts = ReadonlyMap<string, number>;

function countItems(items: readonly DuckDBValue[]): Counts {
  return mergeCounts(items.flatMap((item) => (item === null ? [] : [new Map([[String(item), 1]])])));
}

function mergeCounts(parts: readonly Counts[]): Counts {
  const merged = new Map<string, number>();
  for (const [text, times] of parts.flatMap((part) => [...part])) {
    merged.set(text, (merged.get(text) ?? 0) + times);
  }
  return merged;
}

function mostFrequent(counts: Counts, limit: number): readonly (readonly [string, number])[] {
  return [...counts].toSorted(([, a], [, b]) => b - a).slice(0, limit);
}

/** The values seen most often, each with its count. */
function topItems(counts: Counts, limit: number): string {
  return writeJson(mostFrequent(counts, limit).map(([text, times]) => [parseJson(text), numberOf(times)]));
}

/** Values and counts, one after the other; no more than so many of them. */
function topState(counts: Counts, counters: number): string {
  const items = mostFrequent(counts, counters).flatMap(([text, times]) => [parseJson(text), numberOf(times)]);
  return writeJson(
    new Map<string, Json>([
      ['state', items],
      ['type', 'spacesaving'],
      ['version', numberOf(1)],
    ]),
  );
}

function countsOf(state: DuckDBValue | undefined): Counts {
  const value = parseJson(String(state));
  const list = isObject(value) ? value.get('state') : undefined;
  const items = isArray(list) ? list : [];
  return new Map(
    items.flatMap((item, at) => (at % 2 === 0 ? [[writeJson(item), Number(writeJson(items[at + 1]))] as const] : [])),
  );
}

function numberOf(value: number): JsonNumber {
  return new JsonNumber(String(value));
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
