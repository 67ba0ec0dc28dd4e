import { isArray, isObject, writeJson, type Json } from './json.js';
import { parseJson } from './json-read.js';
import { writeOptional } from './native-json.js';
import { followPath } from './structures-path.js';

/** What FLATTEN is told. */
export interface FlattenOptions {
  readonly path: string;
  readonly outer: boolean;
  readonly recursive: boolean;
  /** OBJECT, ARRAY or BOTH. */
  readonly mode: string;
}

/** One row of FLATTEN, without its SEQ. */
export interface FlattenedItem {
  readonly key: string | null;
  readonly path: string | null;
  readonly index: number | null;
  readonly value: string | null;
  readonly this: string | null;
}

const NOTHING: FlattenedItem = { key: null, path: null, index: null, value: null, this: null };

/** Takes a JSON text apart, item by item. An empty text stands for NULL. */
export function flatten(input: string, options: FlattenOptions): readonly FlattenedItem[] {
  const whole = input === '' ? undefined : parseJson(input);
  const start = whole === undefined || options.path === '' ? whole : followPath(whole, options.path);
  const rows = start === undefined ? [] : itemsOf(start, options.path, options);
  if (rows.length > 0 || !options.outer) {
    return rows;
  }
  return [start === undefined ? NOTHING : { ...NOTHING, path: options.path, this: writeJson(start) }];
}

function itemsOf(value: Json, path: string, options: FlattenOptions): readonly FlattenedItem[] {
  const own = writeJson(value);
  if (isArray(value) && options.mode !== 'OBJECT') {
    return value.flatMap((item, index) => {
      // An empty place gives no row.
      if (item === undefined) {
        return [];
      }
      const at = `${path}[${index}]`;
      return [{ key: null, path: at, index, value: writeJson(item), this: own }, ...deeper(item, at, options)];
    });
  }
  if (isObject(value) && options.mode !== 'ARRAY') {
    return [...value].flatMap(([key, item]) => {
      const at = joinPath(path, key);
      return [{ key, path: at, index: null, value: writeOptional(item), this: own }, ...deeper(item, at, options)];
    });
  }
  return [];
}

function deeper(item: Json, path: string, options: FlattenOptions): readonly FlattenedItem[] {
  return options.recursive ? itemsOf(item, path, options) : [];
}

function joinPath(path: string, key: string): string {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(key)) {
    return `${path}['${key}']`;
  }
  return path === '' ? key : `${path}.${key}`;
}
