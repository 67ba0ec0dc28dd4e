import { BIGINT, BOOLEAN, LIST, VARCHAR } from '@duckdb/node-api';
import { SnowflakeError } from '../errors.js';
import { JsonNumber, duplicateKey, isObject, sortedObject, writeJson, type Json } from './json.js';
import { parseJson } from './json-read.js';
import { itemsOf, native } from './native-json.js';
import type { NativeFunction } from './native-function.js';

/** How often an item may be repeated: an ARRAY of more is larger than a value can be. */
const MOST_ITEMS = 16_777_216;

/** Functions that make a MAP or take one apart. */
export const MAP_NATIVES: readonly NativeFunction[] = [
  native('sf_map', [LIST(VARCHAR), LIST(VARCHAR)], VARCHAR, ([keys, values]) => {
    const items = itemsOf(values);
    const entries = itemsOf(keys).flatMap((key, at): (readonly [string, Json])[] =>
      key === null ? [] : [[String(key), parseJson(String(items[at] ?? 'null'))]],
    );
    const map = sortedObject(entries);
    if (map.size < entries.length) {
      throw duplicateKey(entries);
    }
    return writeJson(map);
  }),
  native('sf_map_entries', [VARCHAR, BOOLEAN], VARCHAR, ([map, numeric]) => {
    const value = parseJson(String(map));
    const entries = isObject(value) ? [...value] : [];
    return writeJson(
      entries.map(
        ([key, item]) =>
          new Map<string, Json>([
            ['key', numeric === true ? new JsonNumber(key) : key],
            ['value', item],
          ]),
      ),
    );
  }),
  native('sf_array_repeat', [VARCHAR, BIGINT], VARCHAR, ([item, count]) => {
    const times = Math.max(0, Number(count));
    if (times * String(item).length > MOST_ITEMS) {
      throw new SnowflakeError('100082', '22000', 'Max LOB size (16777216) exceeded');
    }
    return `[${Array.from({ length: times }, () => String(item)).join(',')}]`;
  }),
];
