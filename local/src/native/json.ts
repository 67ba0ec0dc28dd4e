import { SnowflakeError } from '../errors.js';

/** A number as it was written: no digit of it is lost on the way through. */
export class JsonNumber {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** A JSON value. Objects keep their keys sorted, as Snowflake does. */
export type Json = null | boolean | string | JsonNumber | readonly Json[] | ReadonlyMap<string, Json>;

const TOKEN = /\s*(?:([{}[\],:])|("(?:[^"\\]|\\[\s\S])*")|(-?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|([A-Za-z]+))/y;

/**
 * Reads a JSON text without loss. As in Snowflake, `undefined` inside an array is a null.
 *
 * @throws SnowflakeError 100069 when the text is no JSON.
 */
export function parseJson(text: string): Json {
  const reader = new JsonReader(text);
  const value = reader.read();
  reader.finish();
  return value;
}

class JsonReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  read(): Json {
    return this.#value(this.#next());
  }

  finish(): void {
    if (this.#text.slice(this.#at).trim() !== '') {
      throw this.#fault();
    }
  }

  #next(): RegExpExecArray {
    TOKEN.lastIndex = this.#at;
    const match = TOKEN.exec(this.#text);
    if (match === null) {
      throw this.#fault();
    }
    this.#at = TOKEN.lastIndex;
    return match;
  }

  #value([, symbol, quoted, digits, word]: RegExpExecArray): Json {
    if (quoted !== undefined) {
      return readString(quoted);
    }
    if (digits !== undefined) {
      return new JsonNumber(canonicalNumber(digits));
    }
    switch (symbol ?? word?.toLowerCase()) {
      case '{':
        return this.#object();
      case '[':
        return this.#array();
      case 'true':
        return true;
      case 'false':
        return false;
      case 'null':
      case 'undefined':
        return null;
      case undefined:
      default:
        throw this.#fault();
    }
  }

  #array(): Json {
    const items: Json[] = [];
    let token = this.#next();
    while (token[1] !== ']') {
      items.push(this.#value(token));
      token = this.#next();
      if (token[1] === ',') {
        token = this.#next();
      } else if (token[1] !== ']') {
        throw this.#fault();
      }
    }
    return items;
  }

  #object(): Json {
    const entries: [string, Json][] = [];
    let token = this.#next();
    while (token[1] !== '}') {
      if (token[2] === undefined || this.#next()[1] !== ':') {
        throw this.#fault();
      }
      entries.push([readString(token[2]), this.read()]);
      token = this.#next();
      if (token[1] === ',') {
        token = this.#next();
      } else if (token[1] !== '}') {
        throw this.#fault();
      }
    }
    return sortedObject(entries);
  }

  #fault(): SnowflakeError {
    return new SnowflakeError('100069', '22P02', `Error parsing JSON: ${this.#text}`);
  }
}

function readString(quoted: string): string {
  try {
    return String(JSON.parse(quoted));
  } catch {
    throw new SnowflakeError('100069', '22P02', `Error parsing JSON: ${quoted}`);
  }
}

/** `1.50` and `1.5` are one value; numbers with an exponent are FLOATs. */
function canonicalNumber(digits: string): string {
  if (/[eE]/.test(digits)) {
    return String(Number(digits));
  }
  const plain = digits.includes('.') ? digits.replace(/\.?0+$/, '') : digits;
  return plain.startsWith('.') ? `0${plain}` : plain === '-0' ? '0' : plain;
}

/** An object of these entries; the last of several with one key stands. */
export function sortedObject(entries: readonly (readonly [string, Json])[]): ReadonlyMap<string, Json> {
  return new Map([...new Map(entries)].sort(([left], [right]) => (left < right ? -1 : Number(left > right))));
}

/** Writes a value as compact JSON. */
export function writeJson(value: Json): string {
  if (value instanceof JsonNumber) {
    return value.text;
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
  if (value === null) {
    return 'NULL_VALUE';
  }
  if (value instanceof JsonNumber) {
    return /^-?\d+$/.test(value.text) ? 'INTEGER' : /[eE]/.test(value.text) ? 'DOUBLE' : 'DECIMAL';
  }
  if (isArray(value)) {
    return 'ARRAY';
  }
  if (isObject(value)) {
    return 'OBJECT';
  }
  return typeof value === 'string' ? 'VARCHAR' : 'BOOLEAN';
}
