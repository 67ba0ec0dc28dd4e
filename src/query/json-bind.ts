import { SqlError } from '../errors.js';
import { exactJson } from './exact-json.js';

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
  return written(
    () =>
      exactJson().stringify(value, function field(this: unknown, key, inner) {
        return typeof inner === 'bigint' ? inner : check.call(this, key, inner);
      }),
    place,
  );
}

function written(write: () => string | undefined, place: string): string {
  let json: string | undefined;
  try {
    json = write();
  } catch (error) {
    if (error instanceof SqlError) {
      throw error;
    }
    const [reason = ''] = (error instanceof Error ? error.message : String(error)).split('\n', 1);
    throw refused(`${place} cannot be written as JSON: ${reason}.`);
  }
  if (json === undefined) {
    throw refused(`${place} has no JSON form.`);
  }
  return json;
}

/** A replacer that refuses what JSON has no words for. */
function checkField(place: string): (this: unknown, key: string, value: unknown) => unknown {
  return function field(key, value) {
    const where = key === '' ? place : `${place} has a field ${JSON.stringify(key)} that`;
    if (typeof value === 'bigint') {
      const hint = "Pass { type: 'VARIANT', value }, which keeps all its digits.";
      throw refused(`${where} cannot be written as JSON: it is a bigint.`, hint);
    }
    if (typeof value === 'symbol' || typeof value === 'function' || isNoNumber(value)) {
      throw refused(`${where} cannot be written as JSON: it is ${describe(value)}.`);
    }
    const original: unknown = key === '' ? value : Reflect.get(Object(this), key);
    if (original instanceof Uint8Array || original instanceof Map || original instanceof Set) {
      throw refused(`${where} cannot be written as JSON: it is a ${original.constructor.name}.`);
    }
    return value;
  };
}

function isNoNumber(value: unknown): boolean {
  return typeof value === 'number' && !Number.isFinite(value);
}

function describe(value: unknown): string {
  return typeof value === 'number' ? String(value) : `a ${typeof value}`;
}

function refused(message: string, hint?: string): SqlError {
  return new SqlError(message, { code: 'BIND_INVALID', hint });
}
