import { types } from 'node:util';

import { SqlError } from '../errors.js';

/**
 * Writes an object or array as JSON for a bind. What JSON would turn into something else without a word is refused;
 * a field that is `undefined` is left out, as JSON does.
 *
 * @throws SqlError `BIND_INVALID` that names the bind and the field.
 */
export function toJson(value: object, place: string): string {
  return written(() => JSON.stringify(value, checkField(place)), place);
}

/** {@link toJson}, with all digits of a `bigint` inside. */
export function toExactJson(value: object, place: string): string {
  const check = checkField(place);
  // Stands before the digits while they are a text, and nowhere else.
  const mark = crypto.randomUUID();
  const json = written(
    () =>
      JSON.stringify(value, function field(this: unknown, key, inner: unknown) {
        // A program may have taught its bigints to become texts.
        const given: unknown = Reflect.get(Object(this), key);
        const said = typeof given === 'bigint' ? given : inner;
        return typeof said === 'bigint' ? `${mark}${said}` : check.call(this, key, inner);
      }),
    place,
  );
  return json.replaceAll(new RegExp(`"${mark}(-?\\d+)"`, 'g'), '$1');
}

/**
 * Reads what a caller gave: an object may throw whatever it likes when it is looked at.
 *
 * @throws SqlError `BIND_INVALID` that names the place.
 */
export function readGiven<T>(place: string, read: () => T, what = 'read'): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof SqlError) {
      throw error;
    }
    throw refused(`${place} cannot be ${what}: ${reasonOf(error)}.`);
  }
}

/**
 * What is wrong with an object as a value, when it would be written as something else than it is, or as nothing at all:
 * `it is a Map`. Undefined where all is well.
 */
export function oddityOf(value: object): string | undefined {
  if (value instanceof Date) {
    return Number.isNaN(value.getTime()) ? 'is an invalid Date' : undefined;
  }
  if (Array.isArray(value) || typeof Reflect.get(value, 'toJSON') === 'function') {
    return ArrayBuffer.isView(value) ? nameOf(value) : undefined;
  }
  const isWritten = !types.isNativeError(value) && !ArrayBuffer.isView(value);
  return isWritten && (isPlain(value) || Object.keys(value).length > 0) ? undefined : nameOf(value);
}

function written(write: () => string | undefined, place: string): string {
  const json = readGiven(place, write, 'written as JSON');
  if (json === undefined) {
    throw refused(`${place} has no JSON form.`);
  }
  return json;
}

/** A replacer that refuses what JSON has no words for. */
function checkField(place: string): (this: unknown, key: string, value: unknown) => unknown {
  return function field(key, value) {
    // The value may be what its own toJSON() made of it.
    const given: unknown = Reflect.get(Object(this), key);
    const oddity = typeof given === 'object' && given !== null ? oddityOf(given) : oddityOfScalar(value, this);
    if (oddity !== undefined) {
      const where = key === '' ? place : `${place} has a field ${JSON.stringify(key)} that`;
      const hint =
        typeof value === 'bigint' ? "Pass { type: 'VARIANT', value }, which keeps all its digits." : undefined;
      throw refused(`${where} cannot be written as JSON: it ${oddity}.`, hint);
    }
    return value;
  };
}

function oddityOfScalar(value: unknown, holder: unknown): string | undefined {
  switch (typeof value) {
    case 'number':
      return Number.isFinite(value) ? undefined : `is ${value}`;
    case 'string':
      return value.isWellFormed() ? undefined : HALF_PAIR;
    case 'undefined':
      return Array.isArray(holder) ? 'is undefined; use null' : undefined;
    case 'bigint':
    case 'symbol':
    case 'function':
      return `is a ${typeof value}`;
    case 'boolean':
    case 'object':
    default:
      return undefined;
  }
}

/** The server keeps text as UTF-8, which has no halves, and would put another character there. */
export const HALF_PAIR = 'has half of a surrogate pair, which is no character';

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  // By shape: a plain object may come from another realm.
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function nameOf(value: object): string {
  const { name } = value.constructor;
  return `is ${/^[AEIOU]/.test(name) ? 'an' : 'a'} ${name}`;
}

function reasonOf(error: unknown): string {
  if (error instanceof RangeError) {
    return 'it holds itself, or is nested too deeply';
  }
  return (error instanceof Error ? error.message : String(error)).split('\n', 1)[0] ?? '';
}

function refused(message: string, hint?: string): SqlError {
  return new SqlError(message, { code: 'BIND_INVALID', hint });
}
