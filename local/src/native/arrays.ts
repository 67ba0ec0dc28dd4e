import { BOOLEAN, HUGEINT, INTEGER, LIST, VARCHAR, type DuckDBType, type DuckDBValue } from '@duckdb/node-api';
import { SnowflakeError } from '../errors.js';
import { JsonNumber, isArray, isObject, sortedObject, writeJson, type Json } from './json.js';
import { parseJson } from './json-read.js';
import { jsonKey, printJson, showJson } from './json-print.js';
import type { NativeFunction } from './native-function.js';
import { itemsOf, native, writeOptional as write } from './native-json.js';

/** Functions on ARRAY and OBJECT. */
export const ARRAY_NATIVES: readonly NativeFunction[] = arrayFunctions();

function arrayOf(json: DuckDBValue | undefined): readonly Json[] {
  const value = parseJson(String(json));
  if (!isArray(value)) {
    throw new SnowflakeError('100071', '22000', `Failed to cast variant value ${String(json)} to ARRAY`);
  }
  return value;
}

type ArrayChange = (items: readonly Json[], other: readonly DuckDBValue[]) => Json;

function arrayFunctions(): readonly NativeFunction[] {
  const change = (name: string, extra: readonly DuckDBType[], apply: ArrayChange): NativeFunction =>
    native(name, [VARCHAR, ...extra], VARCHAR, ([json, ...others]) => write(apply(arrayOf(json), others)));
  return [
    change('sf_array_append', [VARCHAR], (items, [value]) => [...items, parseJson(String(value))]),
    change('sf_array_prepend', [VARCHAR], (items, [value]) => [parseJson(String(value)), ...items]),
    change('sf_array_cat', [VARCHAR], (items, [other]) => [...items, ...arrayOf(other)]),
    change('sf_array_insert', [INTEGER, VARCHAR], (items, [at, value]) =>
      insertItem(items, Number(at), parseJson(String(value))),
    ),
    change('sf_array_remove_at', [INTEGER], (items, [at]) =>
      items.filter((_, index) => index !== (Number(at) < 0 ? items.length + Number(at) : Number(at))),
    ),
    change('sf_array_remove', [VARCHAR], (items, [value]) =>
      items.filter((item) => jsonKey(item) !== jsonKey(parseJson(String(value)))),
    ),
    change('sf_array_slice', [INTEGER, INTEGER], (items, [from, to]) => items.slice(Number(from), Number(to))),
    change('sf_array_compact', [], (items) => items.filter((item) => item !== null && item !== undefined)),
    change('sf_array_distinct', [], (items) => unique(items)),
    change('sf_array_intersection', [VARCHAR], (items, [other]) => intersect(items, arrayOf(other))),
    change('sf_array_except', [VARCHAR], (items, [other]) => except(items, arrayOf(other))),
    change('sf_array_reverse', [], (items) => items.toReversed()),
    change('sf_array_sort', [BOOLEAN, BOOLEAN], (items, [ascending, nullsFirst]) =>
      sortItems(items, ascending === true, nullsFirst === true),
    ),
    change('sf_array_max', [], (items) => extreme(items, false)),
    change('sf_array_min', [], (items) => extreme(items, true)),
    change('sf_array_flatten', [], flattenItems),
    native('sf_array_size', [VARCHAR], INTEGER, ([json]) => {
      const value = parseJson(String(json));
      return isArray(value) ? value.length : null;
    }),
    native('sf_array_contains', [VARCHAR, VARCHAR], BOOLEAN, ([value, json]) =>
      texts(arrayOf(json)).includes(jsonKey(parseJson(String(value)))),
    ),
    native('sf_array_position', [VARCHAR, VARCHAR], INTEGER, ([value, json]) => {
      const at = texts(arrayOf(json)).indexOf(jsonKey(parseJson(String(value))));
      return at < 0 ? null : at;
    }),
    native(
      'sf_arrays_overlap',
      [VARCHAR, VARCHAR],
      BOOLEAN,
      ([left, right]) => intersect(arrayOf(left), arrayOf(right)).length > 0,
    ),
    native('sf_arrays_zip', [LIST(VARCHAR)], VARCHAR, ([lists]) => {
      const items = itemsOf(lists);
      return items.includes(null) ? null : writeJson(zip(items.map(arrayOf)));
    }),
    native('sf_arrays_to_object', [VARCHAR, VARCHAR], VARCHAR, ([keys, values]) =>
      writeJson(toObject(arrayOf(keys), arrayOf(values))),
    ),
    native('sf_array_union', [LIST(VARCHAR)], VARCHAR, ([lists]) => writeJson(unite(itemsOf(lists)))),
    native('sf_array_to_string', [VARCHAR, VARCHAR], VARCHAR, ([json, separator]) =>
      arrayOf(json).map(itemText).join(String(separator)),
    ),
    native('sf_array_range', [HUGEINT, HUGEINT, HUGEINT], VARCHAR, ([from, to, step]) =>
      writeJson(range(Number(from), Number(to), Number(step))),
    ),
    native('sf_map_cat', [VARCHAR, VARCHAR], VARCHAR, ([left, right]) => {
      const maps = [left, right].map((json) => parseJson(String(json)));
      return writeJson(sortedObject(maps.flatMap((map) => (isObject(map) ? [...map] : []))));
    }),
    native('sf_object_keys', [VARCHAR], VARCHAR, ([json]) => {
      const value = parseJson(String(json));
      return isObject(value) ? writeJson([...value.keys()]) : null;
    }),
    native('sf_object_insert', [VARCHAR, VARCHAR, VARCHAR, BOOLEAN], VARCHAR, ([json, key, value, update]) =>
      insertKey(String(json), String(key), String(value), update === true),
    ),
    native('sf_object_delete', [VARCHAR, LIST(VARCHAR)], VARCHAR, ([json, keys]) =>
      keepKeys(String(json), (key) => !itemsOf(keys).includes(key)),
    ),
    native('sf_object_pick', [VARCHAR, LIST(VARCHAR)], VARCHAR, ([json, keys]) =>
      keepKeys(String(json), (key) => itemsOf(keys).includes(key)),
    ),
  ];
}

function texts(items: readonly Json[]): readonly string[] {
  return items.map(jsonKey);
}

function unique(items: readonly Json[]): readonly Json[] {
  const seen = new Set<string>();
  return items.filter((item) => {
    const text = jsonKey(item);
    const fresh = !seen.has(text);
    seen.add(text);
    return fresh;
  });
}

/** Both keep how often an item stands in them: `[1,1]` and `[1]` share one `1`. */
function intersect(items: readonly Json[], others: readonly Json[]): readonly Json[] {
  const left = [...texts(others)];
  return items.filter((item) => takeOne(left, jsonKey(item)));
}

function except(items: readonly Json[], others: readonly Json[]): readonly Json[] {
  const left = [...texts(others)];
  return items.filter((item) => !takeOne(left, jsonKey(item)));
}

/** One level of nesting is taken away; an item that is NULL makes the whole NULL. */
function flattenItems(items: readonly Json[]): Json {
  if (items.includes(undefined)) {
    return undefined;
  }
  return items.flatMap((item) => {
    if (!isArray(item)) {
      const message = "Not an array: 'Input argument to ARRAY_FLATTEN is not an array of arrays'";
      throw new SnowflakeError('100107', '22000', message);
    }
    return item;
  });
}

/** The n-th items of all lists together, under `$1`, `$2` …; a list that has ended gives nulls, and no items one object. */
function zip(lists: readonly (readonly Json[])[]): readonly Json[] {
  const length = Math.max(...lists.map((list) => list.length));
  if (length === 0) {
    return [new Map()];
  }
  return Array.from({ length }, (_, at) =>
    sortedObject(lists.map((list, place) => [`$${place + 1}`, list[at] ?? null] as const)),
  );
}

/** A key that is NULL leaves out its value. */
function toObject(keys: readonly Json[], values: readonly Json[]): Json {
  if (keys.length !== values.length) {
    const message = 'Key array and value array had unequal lengths in ARRAYS_TO_OBJECT';
    throw new SnowflakeError('215001', '22000', message);
  }
  return sortedObject(
    keys.flatMap((key, at) => {
      if (key === null || key === undefined) {
        return [];
      }
      if (typeof key !== 'string') {
        throw new SnowflakeError('215002', '22000', 'Key supplied for ARRAYS_TO_OBJECT does not have string type');
      }
      return [[key, values[at] ?? null] as const];
    }),
  );
}

/** Each item as often as it stands in the list that has it most often. */
function unite(lists: readonly DuckDBValue[]): readonly Json[] {
  return lists
    .filter((list) => list !== null)
    .map((list) => arrayOf(list).filter((item) => item !== undefined))
    .reduce<readonly Json[]>((all, list) => [...all, ...except(list, all)], []);
}

function takeOne(list: string[], text: string): boolean {
  const at = list.indexOf(text);
  if (at >= 0) {
    list.splice(at, 1);
  }
  return at >= 0;
}

function plainText(value: Json): string {
  return typeof value === 'string' ? value : value === null || value === undefined ? '' : printJson(value);
}

/** An item of ARRAY_TO_STRING, as its cast to text gives it; JSON's null has no text. */
function itemText(item: Json): string {
  if (item === null) {
    throw new SnowflakeError('100071', '22000', 'Failed to cast variant value from array to string');
  }
  return showJson(item) ?? '';
}

/** A place beyond either end is reached with empty ones. */
function insertItem(items: readonly Json[], at: number, item: Json): readonly Json[] {
  const gap = Array.from({ length: Math.max(0, Math.abs(at) - items.length) }, () => undefined);
  return at < 0
    ? [...gap, ...items].toSpliced(at < -items.length ? 0 : at, 0, item)
    : [...items, ...gap].toSpliced(at, 0, item);
}

function sortItems(items: readonly Json[], ascending: boolean, nullsFirst: boolean): readonly Json[] {
  const plain = items
    .filter((item) => item !== undefined)
    .sort((left, right) => compareItems(left, right) * (ascending ? 1 : -1));
  const nulls = items.filter((item) => item === undefined);
  return nullsFirst ? [...nulls, ...plain] : [...plain, ...nulls];
}

/** SQL's NULL is passed over; JSON's null is larger than any value. */
function extreme(items: readonly Json[], least: boolean): Json {
  const values = items.filter((item) => item !== undefined);
  const plain = values.filter((item) => item !== null);
  return sortItems(least && plain.length > 0 ? plain : values, least, false)[0];
}

function compareItems(left: Json, right: Json): number {
  if (left === null || right === null) {
    return Number(left === null) - Number(right === null);
  }
  if (left instanceof JsonNumber && right instanceof JsonNumber) {
    return Number(left.text) - Number(right.text);
  }
  const [a, b] = [plainText(left), plainText(right)];
  return a < b ? -1 : Number(a > b);
}

function range(from: number, to: number, step: number): readonly Json[] {
  if (step === 0) {
    throw new SnowflakeError('001015', '22023', 'Invalid step 0 for ARRAY_GENERATE_RANGE');
  }
  const count = Math.max(0, Math.ceil((to - from) / step));
  return Array.from({ length: count }, (_, at) => new JsonNumber(String(from + at * step)));
}

function insertKey(json: string, key: string, value: string, update: boolean): string {
  const object = parseJson(json);
  const entries = isObject(object) ? [...object] : [];
  if (!update && entries.some(([name]) => name === key)) {
    throw new SnowflakeError('100205', '22000', `Duplicate field key '${key}'`);
  }
  return writeJson(sortedObject([...entries, [key, parseJson(value)]]));
}

function keepKeys(json: string, keep: (key: string) => boolean): string {
  const object = parseJson(json);
  return writeJson(sortedObject(isObject(object) ? [...object].filter(([key]) => keep(key)) : []));
}
