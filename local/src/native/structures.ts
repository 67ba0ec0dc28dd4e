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
import { SnowflakeError } from '../errors.js';
import { flatten, flattened } from './flatten.js';
import { TypedText, duplicateKey, isArray, isObject, jsonType, sortedObject, writeJson, type Json } from './json.js';
import { faultOf, jsonFault, parseForeignJson } from './json-foreign.js';
import { parseJson } from './json-read.js';
import { itemText, itemTexts, memberText } from './json-scan.js';
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

/** How many rows each use of a table function has seen; only the last uses are of interest. */
const sequences = new Map<number, number>();

function nextSequence(token: number): number {
  const next = (sequences.get(token) ?? 0) + 1;
  sequences.delete(token);
  sequences.set(token, next);
  if (sequences.size > 1000) {
    const [oldest] = sequences.keys();
    sequences.delete(oldest ?? token);
  }
  return next;
}

/** The parts between a separator, or the runs between any of its characters. */
function splitText(text: string, separator: string, tokens: boolean): readonly string[] {
  if (!tokens) {
    return separator === '' ? [text] : text.split(separator);
  }
  const parts = [''];
  for (const letter of text) {
    if (separator.includes(letter)) {
      parts.push('');
    } else {
      parts.push(`${parts.pop() ?? ''}${letter}`);
    }
  }
  return parts.filter((part) => part !== '');
}

/** Functions on VARIANT, OBJECT and ARRAY, which are JSON texts. */
export const STRUCTURE_FUNCTIONS: readonly NativeFunction[] = [
  native('sf_parse_json', [VARCHAR, VARCHAR], VARCHAR, ([text, mode]) => readForeign(String(text), String(mode))),
  native('sf_try_parse_json', [VARCHAR, VARCHAR], VARCHAR, ([text, mode]) => {
    try {
      return readForeign(String(text), String(mode));
    } catch (error) {
      faultOf(error);
      return null;
    }
  }),
  native('sf_get_key', [VARCHAR, VARCHAR], VARCHAR, ([json, key]) => memberText(String(json), String(key)) ?? null),
  native('sf_get_index', [VARCHAR, HUGEINT], VARCHAR, ([json, index]) => itemText(String(json), Number(index)) ?? null),
  native('sf_get_path', [VARCHAR, VARCHAR], VARCHAR, ([json, path]) =>
    write(followPath(parseJson(String(json)), String(path))),
  ),
  native('sf_get_ignore_case', [VARCHAR, VARCHAR], VARCHAR, ([json, key]) =>
    write(getIgnoringCase(parseJson(String(json)), String(key))),
  ),
  native('sf_items', [VARCHAR], LIST(VARCHAR), ([json]) => {
    const items = itemTexts(String(json));
    return items === undefined ? null : listValue(items.map((item) => item ?? null));
  }),
  native('sf_json_fault', [VARCHAR], VARCHAR, ([text]) =>
    blank(String(text)) ? null : (jsonFault(String(text)) ?? null),
  ),
  native('sf_print_json', [VARCHAR], VARCHAR, ([json]) => printJson(parseJson(String(json)))),
  native('sf_key_list', [VARCHAR], LIST(VARCHAR), ([json]) => {
    const value = parseJson(String(json));
    return isObject(value) ? listValue([...value.keys()]) : null;
  }),
  native('sf_text_object', [VARCHAR], VARCHAR, ([json]) => textObject(String(json))),
  native('sf_fit_vector', [VARCHAR, INTEGER], VARCHAR, ([json, dimension]) =>
    fitVector(String(json), Number(dimension)),
  ),
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
    parameters: [VARCHAR, VARCHAR, BOOLEAN, BOOLEAN, VARCHAR, INTEGER],
    returns: LIST(FLATTEN_ROW),
    volatile: true,
    evaluate: (input, path, outer, recursive, mode, token) => {
      const seq = nextSequence(Number(token));
      const rows = flatten(String(input), {
        path: String(path),
        outer: outer === true,
        recursive: recursive === true,
        mode: String(mode).toUpperCase(),
      });
      return listValue(rows.map((row) => structValue({ seq, ...row })));
    },
  },
  {
    name: 'sf_flattened',
    parameters: [VARCHAR, VARCHAR],
    returns: VARCHAR,
    evaluate: (input, path) => flattened(String(input), String(path)) ?? null,
  },
  {
    name: 'sf_split_rows',
    parameters: [VARCHAR, VARCHAR, BOOLEAN, INTEGER],
    returns: LIST(STRUCT({ seq: INTEGER, index: INTEGER, value: VARCHAR })),
    volatile: true,
    evaluate: (text, separator, tokens, token) => {
      const seq = nextSequence(Number(token));
      const parts = splitText(String(text), String(separator), tokens === true);
      return listValue(parts.map((value, at) => structValue({ seq, index: at + 1, value })));
    },
  },
];

/** TO_OBJECT reads the text a VARIANT holds. */
function textObject(json: string): string {
  const held = parseJson(json);
  const value = typeof held === 'string' && held.trim().startsWith('{') ? parseForeignJson(held) : held;
  if (!isObject(value)) {
    throw new SnowflakeError('100071', '22000', `Failed to cast variant value ${json} to OBJECT`);
  }
  return writeJson(value);
}

function fitVector(json: string, dimension: number): string {
  const value = parseJson(json);
  if (!isArray(value) || value.length !== dimension) {
    const message = `Array-like value being cast to a vector has incorrect dimension (expected ${dimension})`;
    throw new SnowflakeError('100071', '22000', message);
  }
  return json;
}

/** What is not there becomes JSON's null, for readers of JSON proper. */
function withoutHoles(value: Json): Json {
  if (isObject(value)) {
    return new Map([...value].map(([key, item]) => [key, withoutHoles(item)]));
  }
  return isArray(value) ? value.map(withoutHoles) : value instanceof TypedText ? value.shown : (value ?? null);
}

function blank(text: string): boolean {
  return text.trim() === '';
}

let lastRead = { text: '', mode: '', json: write(undefined) };

/** PARSE_JSON: its mode `d` lets an object have a key twice. DuckDB asks several times for what a long literal holds. */
function readForeign(text: string, mode: string): string | null {
  if (lastRead.text !== text || lastRead.mode !== mode) {
    const value = blank(text) ? undefined : parseForeignJson(text, mode.toLowerCase() === 'd' ? 'allowed' : 'refused');
    lastRead = { text, mode, json: write(value) };
  }
  return lastRead.json;
}

function buildObject(keys: readonly DuckDBValue[], values: readonly DuckDBValue[], keepNull: boolean): string {
  const entries = keys.flatMap((key, at): (readonly [string, Json])[] => {
    const value = values[at] ?? null;
    return key === null || (value === null && !keepNull)
      ? []
      : [[String(key), value === null ? null : parseJson(String(value))]];
  });
  const object = sortedObject(entries);
  if (object.size < entries.length) {
    throw duplicateKey(entries);
  }
  return writeJson(object);
}

function getIgnoringCase(value: Json, key: string): Json {
  if (!isObject(value)) {
    return undefined;
  }
  return value.get(key) ?? [...value].find(([name]) => name.toLowerCase() === key.toLowerCase())?.[1];
}
