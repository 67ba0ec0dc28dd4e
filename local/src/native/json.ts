import { SnowflakeError } from '../errors.js';

/** What a value that JSON has no type for is held as: DATE, TIME, the TIMESTAMPs and BINARY, by their letters. */
export type Tag = keyof typeof TAGS;

const TAGS = {
  D: 'DATE',
  T: 'TIME',
  N: 'TIMESTAMP_NTZ',
  L: 'TIMESTAMP_LTZ',
  Z: 'TIMESTAMP_TZ',
  B: 'BINARY',
} as const;

/** True for the letter before a typed text. */
export function isTag(letter: string): letter is Tag {
  return letter in TAGS;
}

/** A moment or binary inside a VARIANT: its text in full. */
export class TypedText {
  readonly tag: Tag;
  readonly text: string;

  constructor(tag: Tag, text: string) {
    this.tag = tag;
    this.text = text;
  }

  /** The text as results show it: fractions of a second have three digits, times none. */
  get shown(): string {
    return this.tag === 'T' ? this.text.slice(0, 8) : this.text.replace(/(\.\d{3})\d{6}/, '$1');
  }
}

/** A number as it was written: no digit of it is lost on the way through. */
export class JsonNumber {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/**
 * A JSON value. Objects keep their keys sorted, as Snowflake does. `undefined` is SQL's NULL inside of an array, which
 * Snowflake tells from JSON's null.
 */
export type Json =
  | undefined
  | null
  | boolean
  | string
  | JsonNumber
  | TypedText
  | readonly Json[]
  | ReadonlyMap<string, Json>;

/** An object of these entries; the last of several with one key stands. */
export function sortedObject(entries: readonly (readonly [string, Json])[]): ReadonlyMap<string, Json> {
  return new Map([...new Map(entries)].sort(([left], [right]) => (left < right ? -1 : Number(left > right))));
}

/** 100103: of the keys of these entries one is there twice. */
export function duplicateKey(entries: readonly (readonly [string, Json])[]): SnowflakeError {
  const seen = new Set<string>();
  const [key = ''] = entries.find(([name]) => seen.has(name) || !seen.add(name)) ?? [];
  return new SnowflakeError('100103', '22000', `Duplicate field key '${key}'`);
}

/** Writes a value as compact JSON, in the form the engine keeps. */
export function writeJson(value: Json): string {
  if (value === undefined) {
    return 'undefined';
  }
  if (value instanceof JsonNumber) {
    return value.text;
  }
  if (value instanceof TypedText) {
    return `${value.tag}"${value.text}"`;
  }
  if (Array.isArray(value)) {
    return `[${value.map(writeJson).join(',')}]`;
  }
  if (value instanceof Map) {
    return `{${[...value].map(([key, item]) => `${JSON.stringify(key)}:${writeJson(item)}`).join(',')}}`;
  }
  return JSON.stringify(value);
}

/** True for an ARRAY. */
export function isArray(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

/** True for an OBJECT. */
export function isObject(value: Json): value is ReadonlyMap<string, Json> {
  return value instanceof Map;
}

/** The name TYPEOF gives. */
export function jsonType(value: Json): string {
  if (value === null || value === undefined) {
    return 'NULL_VALUE';
  }
  if (value instanceof JsonNumber) {
    return /^-?\d+$/.test(value.text) ? 'INTEGER' : /[eE]/.test(value.text) ? 'DOUBLE' : 'DECIMAL';
  }
  if (value instanceof TypedText) {
    return TAGS[value.tag];
  }
  if (isArray(value)) {
    return 'ARRAY';
  }
  if (isObject(value)) {
    return 'OBJECT';
  }
  return typeof value === 'string' ? 'VARCHAR' : 'BOOLEAN';
}
