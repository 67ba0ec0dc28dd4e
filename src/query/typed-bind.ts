import type { DriverBind } from '../driver/port.js';
import { SqlError } from '../errors.js';
import { type BindValue, toDriverBind } from './binds.js';
import { readGiven, toExactJson } from './json-bind.js';

/**
 * A value and the SQL type it is to have: `{ type: 'NUMBER(38,2)', value: '1.50' }`.
 *
 * Its placeholder is written as a conversion to the type. An object with exactly these two keys is always read so; to
 * bind one as VARIANT, write `{ type: 'VARIANT', value: { type: …, value: … } }`.
 *
 * - `NUMBER` without digits keeps those of the value; `FLOAT` takes `NaN` and `Infinity` too;
 * - `VARIANT`, `OBJECT` and `ARRAY` keep every digit of a `bigint` inside;
 * - `BINARY` takes bytes, or hexadecimal text.
 */
export type TypedBind = {
  /** An SQL type, with digits where it takes any: `NUMBER(38,2)`, `DATE`, `VARIANT`. */
  readonly type: string;
  /** The value that becomes one of that type. */
  readonly value: BindValue;
};

/** A bind as the driver takes it, and what its placeholder becomes when it has a type. */
export interface PlacedBind {
  readonly bind: DriverBind;
  readonly placeholder?: (mark: string) => string;
}

const NUMBERS = ['NUMBER', 'DECIMAL', 'NUMERIC', 'FIXED'];
const FLOATS = ['FLOAT', 'FLOAT4', 'FLOAT8', 'DOUBLE', 'DOUBLE PRECISION', 'REAL'];
const STRUCTURES = ['VARIANT', 'OBJECT', 'ARRAY'];
const BYTES = ['BINARY', 'VARBINARY'];
const OTHERS = (
  'INT INTEGER BIGINT SMALLINT TINYINT BYTEINT DECFLOAT BOOLEAN VARCHAR CHAR CHARACTER STRING TEXT GEOGRAPHY GEOMETRY ' +
  'DATE TIME DATETIME TIMESTAMP TIMESTAMP_NTZ TIMESTAMP_LTZ TIMESTAMP_TZ'
).split(' ');
const KNOWN = new Set([...NUMBERS, ...FLOATS, ...STRUCTURES, ...BYTES, ...OTHERS]);

const TYPE = /^([A-Z_0-9]+(?: [A-Z]+)?)\s*(\(\s*\d+\s*(?:,\s*\d+\s*)?\))?$/;

/** True for an object that is a type and a value, or was meant to be. */
export function isTyped(value: unknown): value is { readonly type: unknown; readonly value: unknown } {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return false;
  }
  const keys = Object.keys(value);
  return keys.length === 2 && keys.includes('type') && keys.includes('value');
}

/**
 * Converts one bind of a statement, typed or not.
 *
 * @throws SqlError `BIND_INVALID` that names the place.
 */
export function placeBind(value: unknown, place: string): PlacedBind {
  if (typeof value !== 'object' || value === null) {
    return { bind: toDriverBind(value, place) };
  }
  return readGiven(place, () => (isTyped(value) ? placeTyped(value, place) : { bind: toDriverBind(value, place) }));
}

function placeTyped(value: { readonly type: unknown; readonly value: unknown }, place: string): PlacedBind {
  const { base, digits } = readType(value.type, place);
  if (BYTES.includes(base)) {
    return { bind: toDriverBind(value.value, place), placeholder: (mark) => `to_binary(${mark}, 'HEX')` };
  }
  if (STRUCTURES.includes(base)) {
    return placeStructure(base, value.value, place);
  }
  if (FLOATS.includes(base) && typeof value.value === 'number' && !Number.isFinite(value.value)) {
    return { bind: String(value.value).replace('Infinity', 'inf'), placeholder: (mark) => `cast(${mark} as ${base})` };
  }
  const bind = timeOfDay(base, toDriverBind(value.value, place), value.value);
  const type = NUMBERS.includes(base) ? `NUMBER${digits ?? digitsFor([bind], place)}` : `${base}${digits ?? ''}`;
  return { bind, placeholder: (mark) => `cast(${mark} as ${type})` };
}

/** An SQL type by its parts. */
export interface SqlType {
  readonly base: string;
  /** With the brackets: `(38, 0)`. */
  readonly digits: string | undefined;
}

/**
 * Reads the name of an SQL type.
 *
 * @throws SqlError `BIND_INVALID` that names the place.
 */
export function readType(type: unknown, place: string): SqlType {
  const [, base = '', digits] = typeof type === 'string' ? (TYPE.exec(type.trim().toUpperCase()) ?? []) : [];
  if (!KNOWN.has(base)) {
    throw new SqlError(`${place} has a type that is no SQL type: ${JSON.stringify(type)}.`, {
      code: 'BIND_INVALID',
      hint: "To bind an object with the keys type and value itself, write { type: 'VARIANT', value: … }.",
    });
  }
  return { base, digits };
}

/** Text goes in as a string of the type; all else as JSON text, because a bind's own JSON would lose digits. */
function placeStructure(base: string, value: unknown, place: string): PlacedBind {
  const isText = typeof value === 'string' || value instanceof Date || value instanceof Uint8Array;
  if (value === null || isText || typeof value !== 'object') {
    const bind = toDriverBind(value, place);
    // A number that only text can carry must not become a text.
    const isNumber = typeof bind === 'string' && !isText;
    return { bind, placeholder: (mark) => `cast(${isNumber ? `parse_json(${mark})` : mark} as ${base})` };
  }
  return {
    bind: toExactJson(value, place),
    placeholder: (mark) => (base === 'VARIANT' ? `parse_json(${mark})` : `cast(parse_json(${mark}) as ${base})`),
  };
}

/** The most digits after the point that leave room for one before it. */
const WIDEST_SCALE = 37;

/**
 * The digits of a NUMBER that was given none, so that it keeps all those of the values: it would round them to integers.
 *
 * @throws SqlError `BIND_INVALID` when no NUMBER has so many.
 */
export function digitsFor(values: readonly unknown[], place: string): string {
  const scale = values.reduce((widest: number, value) => Math.max(widest, scaleOf(String(value))), 0);
  if (scale > WIDEST_SCALE) {
    throw new SqlError(`${place} has ${scale} digits after its point, and NUMBER has ${WIDEST_SCALE} at most.`, {
      code: 'BIND_INVALID',
      hint: 'Give the digits to round to, as in NUMBER(38, 37), or use FLOAT.',
    });
  }
  return scale === 0 ? '' : `(38, ${scale})`;
}

function scaleOf(text: string): number {
  const [, fraction = '', exponent = '0'] = /^[-+]?\d*\.?(\d*)(?:e([-+]?\d+))?$/i.exec(text) ?? [];
  return fraction.length - Number(exponent);
}

/** Of a moment, DATE and TIME take their own part; the rest would not be read. */
function timeOfDay(base: string, bind: DriverBind, value: unknown): DriverBind {
  if (!(value instanceof Date) || typeof bind !== 'string') {
    return bind;
  }
  const [day = '', clock = ''] = bind.replace('Z', '').split('T');
  return base === 'DATE' ? day : base === 'TIME' ? clock : bind;
}
