import {
  BOOLEAN,
  HUGEINT,
  INTEGER,
  LIST,
  STRUCT,
  VARCHAR,
  listValue,
  structValue,
  type DuckDBType,
  type DuckDBValue,
} from '@duckdb/node-api';
import { flatten } from './flatten.js';
import { isArray, isObject, jsonType, parseJson, sortedObject, writeJson, type Json } from './json.js';
import { itemsOf, native, writeOptional as write } from './native-json.js';
import type { NativeFunction } from './native-function.js';
import { followPath } from './structures-path.js';

/** What flatten gives for each item. */
export const FLATTEN_ROW: DuckDBType = STRUCT({
  seq: INTEGER,
  key: VARCHAR,
  path: VARCHAR,
  index: INTEGER,
  value: VARCHAR,
  this: VARCHAR,
});

let sequence = 0;

/** Functions on VARIANT, OBJECT and ARRAY, which are JSON texts. */
export const STRUCTURE_FUNCTIONS: readonly NativeFunction[] = [
  native('sf_parse_json', [VARCHAR], VARCHAR, ([text]) => (blank(text) ? null : writeJson(parseJson(String(text))))),
  native('sf_try_parse_json', [VARCHAR], VARCHAR, ([text]) => tryParse(text)),
  native('sf_get_key', [VARCHAR, VARCHAR], VARCHAR, ([json, key]) => {
    const value = parseJson(String(json));
    return write(isObject(value) ? value.get(String(key)) : undefined);
  }),
  native('sf_get_index', [VARCHAR, HUGEINT], VARCHAR, ([json, index]) => {
    const value = parseJson(String(json));
    return write(isArray(value) ? value[Number(index)] : undefined);
  }),
  native('sf_get_path', [VARCHAR, VARCHAR], VARCHAR, ([json, path]) =>
    write(followPath(parseJson(String(json)), String(path))),
  ),
  native('sf_get_ignore_case', [VARCHAR, VARCHAR], VARCHAR, ([json, key]) =>
    write(getIgnoringCase(parseJson(String(json)), String(key))),
  ),
  native('sf_items', [VARCHAR], LIST(VARCHAR), ([json]) => {
    const value = parseJson(String(json));
    return isArray(value) ? listValue(value.map(writeJson)) : null;
  }),
  native('sf_typeof', [VARCHAR], VARCHAR, ([json]) => jsonType(parseJson(String(json)))),
  native('sf_strip_null', [VARCHAR], VARCHAR, ([json]) => (String(json) === 'null' ? null : (json ?? null))),
  {
    name: 'sf_object',
    parameters: [LIST(VARCHAR), LIST(VARCHAR), BOOLEAN],
    returns: VARCHAR,
    evaluate: (keys, values, keepNull) => buildObject(itemsOf(keys), itemsOf(values), keepNull === true),
  },
  {
    name: 'sf_flatten',
    parameters: [VARCHAR, VARCHAR, BOOLEAN, BOOLEAN, VARCHAR],
    returns: LIST(FLATTEN_ROW),
    volatile: true,
    evaluate: (input, path, outer, recursive, mode) => {
      sequence = (sequence % 2_000_000_000) + 1;
      const rows = flatten(String(input), {
        path: String(path),
        outer: outer === true,
        recursive: recursive === true,
        mode: String(mode).toUpperCase(),
      });
      return listValue(rows.map((row) => structValue({ seq: sequence, ...row })));
    },
  },
];

function blank(text: DuckDBValue | undefined): boolean {
  return String(text).trim() === '';
}

function tryParse(text: DuckDBValue | undefined): string | null {
  try {
    return blank(text) ? null : writeJson(parseJson(String(text)));
  } catch {
    return null;
  }
}

function buildObject(keys: readonly DuckDBValue[], values: readonly DuckDBValue[], keepNull: boolean): string {
  const entries = keys.flatMap((key, at): (readonly [string, Json])[] => {
    const value = values[at] ?? null;
    return key === null || (value === null && !keepNull)
      ? []
      : [[String(key), value === null ? null : parseJson(String(value))]];
  });
  return writeJson(sortedObject(entries));
}

function getIgnoringCase(value: Json, key: string): Json | undefined {
  if (!isObject(value)) {
    return undefined;
  }
  return value.get(key) ?? [...value].find(([name]) => name.toLowerCase() === key.toLowerCase())?.[1];
}
