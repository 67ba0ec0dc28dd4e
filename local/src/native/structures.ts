import {
  BOOLEAN,
  DOUBLE,
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
import { TypedText, isArray, isObject, jsonType, sortedObject, writeJson, type Json } from './json.js';
import { jsonFault, parseForeignJson, parseJson } from './json-read.js';
import { floatJson, printJson, showJson } from './json-print.js';
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
  native('sf_parse_json', [VARCHAR], VARCHAR, ([text]) =>
    blank(text) ? null : writeJson(parseForeignJson(String(text))),
  ),
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
    return isArray(value) ? listValue(value.map(write)) : null;
  }),
  native('sf_json_fault', [VARCHAR], VARCHAR, ([text]) => (blank(text) ? null : (jsonFault(String(text)) ?? null))),
  native('sf_print_json', [VARCHAR], VARCHAR, ([json]) => printJson(parseJson(String(json)))),
  native('sf_show_json', [VARCHAR], VARCHAR, ([json]) => showJson(parseJson(String(json)))),
  native('sf_float_json', [DOUBLE], VARCHAR, ([real]) => floatJson(Number(real))),
  native('sf_strict_json', [VARCHAR], VARCHAR, ([json]) => writeJson(withoutHoles(parseJson(String(json))))),
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

/** What is not there becomes JSON's null, for readers of JSON proper. */
function withoutHoles(value: Json): Json {
  if (isObject(value)) {
    return new Map([...value].map(([key, item]) => [key, withoutHoles(item)]));
  }
  return isArray(value) ? value.map(withoutHoles) : value instanceof TypedText ? value.shown : (value ?? null);
}

function blank(text: DuckDBValue | undefined): boolean {
  return String(text).trim() === '';
}

function tryParse(text: DuckDBValue | undefined): string | null {
  try {
    return blank(text) ? null : writeJson(parseForeignJson(String(text)));
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

function getIgnoringCase(value: Json, key: string): Json {
  if (!isObject(value)) {
    return undefined;
  }
  return value.get(key) ?? [...value].find(([name]) => name.toLowerCase() === key.toLowerCase())?.[1];
}
