import { refuseHalfPairs } from '../compile/text-literal.js';
import { SnowflakeError } from '../errors.js';
import { JsonNumber, sortedObject, type Json } from './json.js';
import { canonicalNumber } from './json-read.js';

const NO_JSON = '100069';
const SPACE = /\s*/y;
const WORD = /[+-]?[A-Za-z_]\w*/y;
const NAME = /[A-Za-z_]\w*/y;
const NUMBER = /[+-]?(?:0[xX][\dA-Fa-f]+|\d*(?:\.\d*)?(?:[eE][+-]?\d*)?)/y;
const MORE_OF_NUMBER = /[\w.+-]+/y;
const TEXTS = { '"': /(?:[^"\\\n\r]|\\[^\r])*/y, "'": /(?:[^'\\\n\r]|\\[^\r])*/y } as const;
const ESCAPES: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', '\n': '' };

/**
 * Reads a JSON text as PARSE_JSON does: strings may stand in single quotes, keys in none, numbers with zeros before them;
 * a place left empty in an array is `undefined`.
 *
 * @throws SnowflakeError 100069 when the text is no JSON, or an object has a key twice and that is not allowed.
 */
export function parseForeignJson(text: string, duplicates: 'refused' | 'allowed' = 'refused'): Json {
  return new ForeignReader(text, duplicates === 'refused').read();
}

/** What is wrong with a JSON text, in Snowflake's words; undefined when nothing is. */
export function jsonFault(text: string): string | undefined {
  try {
    parseForeignJson(text);
    return undefined;
  } catch (error) {
    return faultOf(error).replace(/^Error parsing JSON: /, '');
  }
}

/** What is wrong with a JSON text, from the error that told of it; any other error goes on. */
export function faultOf(error: unknown): string {
  if (error instanceof SnowflakeError && error.code === NO_JSON) {
    return error.message;
  }
  throw error;
}

/** Reads by characters: a fault is told where a token ends, or where a character stands that begins none. */
class ForeignReader {
  readonly #text: string;
  readonly #strict: boolean;
  #at = 0;

  constructor(text: string, strict: boolean) {
    this.#text = text;
    this.#strict = strict;
  }

  read(): Json {
    const value = this.#peek() === ',' ? undefined : this.#value('document');
    const rest = this.#peek();
    if (rest !== '') {
      throw fault(/["'[{]/.test(rest) ? 'more than one document in the input' : 'garbage after valid input document');
    }
    return value;
  }

  /** The next character that is no space; empty at the end. */
  #peek(): string {
    this.#take(SPACE);
    return this.#text.charAt(this.#at);
  }

  #take(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const [taken = ''] = pattern.exec(this.#text) ?? [];
    this.#at += taken.length;
    return taken;
  }

  #value(within: string): Json {
    const next = this.#peek();
    if (next === '{') {
      return this.#object();
    }
    if (next === '[') {
      return this.#array();
    }
    if (next === '"' || next === "'") {
      return this.#string(next);
    }
    if (/[-+.\d]/.test(next)) {
      return this.#number();
    }
    return /[A-Za-z_]/.test(next) ? this.#keyword() : this.#misplaced(next, within);
  }

  /** A place without a value is one all the same: `[1,]` has two, and `[,]`, of commas alone, one. */
  #array(): Json {
    const items: Json[] = [];
    this.#at += 1;
    if (this.#peek() === ']') {
      this.#at += 1;
      return items;
    }
    let empty = true;
    for (;;) {
      const next = this.#peek();
      if (next === ']' && empty) {
        this.#at += 1;
        return items;
      }
      const left = next === ',' || next === ']';
      empty &&= left;
      items.push(left ? undefined : this.#value('array'));
      const after = this.#peek();
      if (after === ']') {
        this.#at += 1;
        return items;
      }
      if (after !== ',') {
        throw this.#missing('comma', after, 'array');
      }
      this.#at += 1;
    }
  }

  #object(): Json {
    const entries = new Map<string, Json>();
    this.#at += 1;
    for (;;) {
      const next = this.#peek();
      if (next === '}') {
        this.#at += 1;
        return sortedObject([...entries]);
      }
      const key = this.#key(next);
      if (this.#strict && entries.has(key)) {
        throw this.#fault(`duplicate object attribute "${key}"`, this.#at - 1);
      }
      const colon = this.#peek();
      if (colon !== ':') {
        throw this.#missing('colon', colon, 'object');
      }
      this.#at += 1;
      // Only an ARRAY has places without a value.
      entries.set(key, this.#value('object') ?? null);
      const after = this.#peek();
      if (after === ',') {
        this.#at += 1;
      } else if (after !== '}') {
        throw this.#missing('comma', after, 'object');
      }
    }
  }

  #key(next: string): string {
    if (next === '"' || next === "'") {
      return this.#string(next);
    }
    if (/\d/.test(next)) {
      throw this.#fault('object attribute name cannot be a number', this.#at);
    }
    return this.#take(NAME) || this.#misplaced(next, 'object');
  }

  #string(quote: '"' | "'"): string {
    this.#at += 1;
    const inside = this.#take(TEXTS[quote]);
    const next = this.#text.charAt(this.#at);
    if (next === quote) {
      this.#at += 1;
      const read = inside.includes('\\') ? inside.replace(/\\(?:u([\dA-Fa-f]{4})|([\s\S]))/g, unescape) : inside;
      refuseHalfPairs(read);
      return read;
    }
    if (next === '\\' && this.#at + 1 < this.#text.length) {
      throw this.#fault('bad escape sequence in the string', this.#at + 2);
    }
    if (next === '\n') {
      const line = this.#text.slice(0, this.#at).split('\n').length + 1;
      throw fault(`unterminated string, line ${line}, pos 0`);
    }
    throw next === '\r'
      ? this.#fault('unterminated string', this.#at)
      : this.#fault('unfinished string', this.#text.length);
  }

  #number(): Json {
    const [sign = '', next = ''] = this.#text.slice(this.#at, this.#at + 2);
    if (sign === '-' || sign === '+') {
      if (next === '' || next === '-' || next === '+') {
        throw this.#fault(next === '' ? 'no number after a sign' : 'stray minus sign', this.#at + 1);
      }
      if (!/[.\d]/.test(next)) {
        return this.#keyword();
      }
    }
    const written = this.#take(NUMBER);
    if (/[eE][+-]?$/.test(written) && !/^[+-]?0x/i.test(written)) {
      throw this.#fault(`missing decimal exponent digits: '${written}'`, this.#at);
    }
    const more = this.#take(MORE_OF_NUMBER);
    if (more !== '') {
      const after = this.#text.charAt(this.#at) || ' ';
      throw this.#fault(`garbage in the numeric literal: ${written}${more}${after}`, this.#at);
    }
    return new JsonNumber(plainNumber(written));
  }

  #keyword(): Json {
    const word = this.#take(WORD) || this.#take(/[+-]/y);
    switch (word.toLowerCase()) {
      case 'true':
        return true;
      case 'false':
        return false;
      case 'null':
        return null;
      case 'undefined':
        return undefined;
      default:
        if (/^(?:\+?nan|[+-]?inf(?:inity)?)$/i.test(word)) {
          throw unsupported('NaN and infinity in JSON');
        }
        throw this.#fault(`unknown keyword "${word}"`, this.#at);
    }
  }

  #missing(what: string, found: string, within: string): SnowflakeError {
    return /["'\w.+-]/.test(found) ? this.#fault(`missing ${what}`, this.#at) : this.#misplaced(found, within);
  }

  /** What stands where nothing can begin with it. */
  #misplaced(found: string, within: string): never {
    if (found === '') {
      throw this.#fault(`incomplete ${within} value`, this.#text.length);
    }
    if (/[[\]{},:]/.test(found)) {
      throw this.#fault(`misplaced ${found === ',' ? 'comma' : found}`, this.#at);
    }
    const code = this.#text.codePointAt(this.#at) ?? 0;
    const shown =
      code < 128 ? `'${found === '\\' ? '\\\\' : found}'` : `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
    const bytes = Buffer.byteLength(String.fromCodePoint(code));
    throw this.#fault(`invalid character outside of a string: ${shown}`, this.#at, bytes - 1);
  }

  /** A place is counted from 1, in bytes, from the beginning of its line. */
  #fault(what: string, at: number, further = 0): SnowflakeError {
    const lines = this.#text.slice(0, at).split('\n');
    const line = lines.length > 1 ? `line ${lines.length}, ` : '';
    return fault(`${what}, ${line}pos ${Buffer.byteLength(lines.at(-1) ?? '') + 1 + further}`);
  }
}

function fault(what: string): SnowflakeError {
  return new SnowflakeError(NO_JSON, '22P02', `Error parsing JSON: ${what}`);
}

function unsupported(what: string): SnowflakeError {
  return new SnowflakeError('000002', '0A000', `Unsupported feature '${what}' in local testing.`);
}

function unescape(_escape: string, code: string | undefined, letter = ''): string {
  if (code !== undefined) {
    return String.fromCharCode(Number.parseInt(code, 16));
  }
  const meant = ESCAPES[letter] ?? (/["'\\/]/.test(letter) ? letter : undefined);
  if (meant === undefined) {
    throw unsupported(`the escape \\${letter} in JSON`);
  }
  return meant;
}

/** A number as JSON proper writes it. */
function plainNumber(written: string): string {
  const [, sign = '', digits = ''] = /^([+-]?)(.*)$/.exec(written) ?? [];
  const decimal = /^0x/i.test(digits) ? String(BigInt(digits)) : digits.replace(/^0+(?=\d)/, '').replace(/^\./, '0.');
  const plain = canonicalNumber(`${sign === '-' ? '-' : ''}${decimal}`);
  if (plain.includes('Infinity')) {
    throw unsupported('NaN and infinity in JSON');
  }
  return plain;
}
