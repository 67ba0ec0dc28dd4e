import { KeyObject } from 'node:crypto';

import { Secret } from '../secret.js';
import { shapes } from './parameters/parameter.js';
import { unitFactor, type Parameter, type PrivateKeyInput } from './parameters.js';
import { ProvidedSecret } from './secret-value.js';

/** A value in its resolved form, or what is wrong with it. The message never holds the value of a secret. */
export type Coerced = { readonly value: unknown; readonly note?: string } | { readonly problem: string };

/** Where a value was written. */
export interface Origin {
  /** The key in the spelling it was written in, which can imply a unit. */
  readonly parameter: string;
  readonly source: string;
}

const TRUE_WORDS: ReadonlySet<string> = new Set(['true', '1', 'on']);
const FALSE_WORDS: ReadonlySet<string> = new Set(['false', '0', 'off']);

/** Turns what was written into the value the row's type stands for. */
export function coerceValue(row: Parameter, written: unknown, origin: Origin): Coerced {
  if (row.secret === true) {
    return coerceSecret(row, written, origin);
  }
  switch (row.type) {
    case 'text':
      return coerceText(row, written);
    case 'boolean':
      return coerceBoolean(written);
    case 'integer':
    case 'number':
      return coerceNumber(row, written, unitFactor(origin.parameter));
    case 'choice':
      return coerceChoice(row, written);
    case 'list':
      return coerceList(written);
    case 'key':
      return isPrivateKeyInput(written) ? { value: written } : wrongType('a private key', written);
    case 'callback':
      return typeof written === 'function' ? { value: written } : wrongType('a function', written);
    case 'switch':
      return isMapping(written) ? { value: written } : coerceBoolean(written);
    case 'mapping':
      return isMapping(written) ? { value: written } : wrongType('a mapping of names to values', written);
    case 'object':
      return coerceObject(row, written);
    case 'anything':
      return { value: written };
    default:
      return row.type satisfies never;
  }
}

function coerceObject({ shape }: Parameter, written: unknown): Coerced {
  const methods: readonly string[] = shape === undefined ? [] : shapes[shape];
  return isMapping(written) && methods.every((method) => typeof written[method] === 'function')
    ? { value: written }
    : wrongType(`an object with ${methods.join(', ')}`, written);
}

/** Whether a value is an object with names and values, and nothing more particular. */
export function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

function coerceSecret(row: Parameter, written: unknown, origin: Origin): Coerced {
  if (isCallable(written)) {
    return { value: providedSecret(row, written, origin) };
  }
  if (row.type === 'key' ? !isPrivateKeyInput(written) : !isFilledText(written)) {
    const form =
      row.type === 'key'
        ? 'PEM or base64 text, bytes, a KeyObject, or a function that gives one'
        : 'text, or a function that gives it';
    return wrongType(form, written);
  }
  return { value: new Secret(written) };
}

function providedSecret(row: Parameter, provide: () => unknown, origin: Origin): ProvidedSecret<PrivateKeyInput> {
  return row.type === 'key'
    ? new ProvidedSecret<PrivateKeyInput>(provide, origin, isPrivateKeyInput)
    : new ProvidedSecret<string>(provide, origin, isFilledText);
}

function isCallable(value: unknown): value is () => unknown {
  return typeof value === 'function';
}

function isFilledText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function isPrivateKeyInput(value: unknown): value is PrivateKeyInput {
  return isFilledText(value) || value instanceof Uint8Array || value instanceof KeyObject;
}

function coerceText(row: Parameter, written: unknown): Coerced {
  if (typeof written !== 'string') {
    return wrongType('text', written);
  }
  if (row.maximum !== undefined && written.length > row.maximum) {
    return { problem: `holds ${written.length} characters; at most ${row.maximum} are allowed.` };
  }
  if (row.form !== undefined && !row.form.pattern.test(written)) {
    return { problem: `must be ${row.form.says}.` };
  }
  return { value: written };
}

function coerceBoolean(written: unknown): Coerced {
  if (typeof written === 'boolean') {
    return { value: written };
  }
  const word = typeof written === 'string' || typeof written === 'number' ? String(written).toLowerCase() : '';
  if (TRUE_WORDS.has(word)) {
    return { value: true };
  }
  return FALSE_WORDS.has(word) ? { value: false } : wrongType('true or false', written);
}

function coerceNumber(row: Parameter, written: unknown, factor: number): Coerced {
  const form = row.type === 'integer' ? 'a whole number' : 'a number';
  const expected = row.unit === undefined || factor !== 1 ? form : `${form} of ${row.unit}`;
  const value = typeof written === 'string' && /^\s*[+-]?\d+(\.\d*)?\s*$/.test(written) ? Number(written) : written;
  if (
    typeof value !== 'number' ||
    !Number.isFinite(value) ||
    (row.type === 'integer' && !Number.isSafeInteger(value))
  ) {
    return wrongType(expected, written);
  }
  const { minimum = -Infinity, maximum = Infinity } = row;
  const scaled = value * factor;
  if ((scaled < minimum || scaled > maximum) && row.clamped === true) {
    const nearest = Math.min(Math.max(scaled, minimum), maximum);
    return { value: nearest, note: `is ${value}; ${nearest} is used, the nearest that is allowed.` };
  }
  if (scaled < minimum || scaled > maximum) {
    const bound = scaled < minimum ? `at least ${minimum / factor}` : `at most ${maximum / factor}`;
    return { problem: `is ${value}; it must be ${bound}.` };
  }
  return { value: scaled };
}

function coerceChoice(row: Parameter, written: unknown): Coerced {
  const choices = row.choices ?? [];
  const form = `one of ${choices.join(', ')}`;
  if (typeof written !== 'string') {
    return wrongType(form, written);
  }
  const found = choices.find((choice) => choice.toLowerCase() === written.trim().toLowerCase());
  return found === undefined ? { problem: `must be ${form}; it is ${quote(written)}.` } : { value: found };
}

function coerceList(written: unknown): Coerced {
  const items: readonly unknown[] | undefined =
    typeof written === 'string' ? written.split(',') : Array.isArray(written) ? written : undefined;
  if (items === undefined || !items.every((item) => typeof item === 'string')) {
    return wrongType('an array of texts, or one text with commas between them', written);
  }
  return { value: items.map((item) => item.trim()).filter((item) => item !== '') };
}

/** A value that is no secret, short enough to stand in a message. */
export function quote(value: string): string {
  return JSON.stringify(value.length > 60 ? `${value.slice(0, 57)}...` : value);
}

function wrongType(expected: string, written: unknown): Coerced {
  return { problem: `must be ${expected}; it is ${describeType(written)}.` };
}

function describeType(value: unknown): string {
  if (typeof value === 'string') {
    return value === '' ? 'empty text' : 'text that does not hold one';
  }
  if (typeof value === 'object' && value !== null) {
    return Array.isArray(value) ? 'an array' : value instanceof Date ? 'a date' : 'an object';
  }
  return value === null || value === undefined ? String(value) : `a ${typeof value}`;
}
