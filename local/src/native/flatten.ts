import { writeJson } from './json.js';
import { parseJson } from './json-read.js';
import { entryTexts, itemTexts } from './json-scan.js';
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
  if (path === '') {
    return input === '' ? undefined : input;
  }
  const start = input === '' ? undefined : followPath(parseJson(input), path);
  return start === undefined ? undefined : writeJson(start);
}

/** Takes a JSON text apart, item by item. An empty text stands for NULL. */
export function flatten(input: string, options: FlattenOptions): readonly FlattenedItem[] {
  const start = flattened(input, options.path);
  const rows = start === undefined ? [] : itemsOf(start, options.path, options, null);
  if (rows.length > 0 || !options.outer) {
    return rows;
  }
  return [start === undefined ? NOTHING : { ...NOTHING, path: options.path }];
}

function itemsOf(json: string, path: string, options: FlattenOptions, own: string | null): readonly FlattenedItem[] {
  const items = options.mode === 'OBJECT' ? undefined : itemTexts(json);
  const entries = options.mode === 'ARRAY' ? undefined : entryTexts(json);
  const found = [
    // An empty place gives no row.
    ...(items ?? []).flatMap((value, index) =>
      value === undefined ? [] : [{ key: null, path: `${path}[${index}]`, index, value, this: own }],
    ),
    ...(entries ?? []).map(([key, value]) => ({ key, path: joinPath(path, key), index: null, value, this: own })),
  ];
  return options.recursive
    ? found.flatMap((item) => [item, ...itemsOf(item.value, item.path, options, item.value)])
    : found;
}

function joinPath(path: string, key: string): string {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(key)) {
    return `${path}['${key}']`;
  }
  return path === '' ? key : `${path}.${key}`;
}
