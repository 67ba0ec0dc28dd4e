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
  /** What it is an item of; null for that which FLATTEN begins with, which is too much to repeat for each of its items. */
  readonly this: string | null;
}

const NOTHING: FlattenedItem = { key: null, path: null, index: null, value: null, this: null };

/** What FLATTEN of a JSON text begins with, as JSON; undefined when there is nothing. An empty text stands for NULL. */
export function flattened(input: string, path: string): string | undefined {
  const start = startOf(input, path);
  return start === undefined ? undefined : writeJson(start);
}

/** Takes a JSON text apart, item by item. An empty text stands for NULL. */
export function flatten(input: string, options: FlattenOptions): readonly FlattenedItem[] {
  const start = startOf(input, options.path);
  const rows = start === undefined ? [] : itemsOf(start, options.path, options, null);
  if (rows.length > 0 || !options.outer) {
    return rows;
  }
  return [start === undefined ? NOTHING : { ...NOTHING, path: options.path }];
}

function startOf(input: string, path: string): Json {
  const whole = input === '' ? undefined : parseJson(input);
  return whole === undefined || path === '' ? whole : followPath(whole, path);
}

function itemsOf(value: Json, path: string, options: FlattenOptions, own: string | null): readonly FlattenedItem[] {
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
  return options.recursive ? itemsOf(item, path, options, writeJson(item)) : [];
}

function joinPath(path: string, key: string): string {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(key)) {
    return `${path}['${key}']`;
  }
  return path === '' ? key : `${path}.${key}`;
}
