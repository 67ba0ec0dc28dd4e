import { SnowflakeError } from '../errors.js';
import { JsonNumber, TypedText, isTag, sortedObject, type Json } from './json.js';

const OWN =
  /\s*(?:([{}[\],:])|([DTNLZB]?"(?:[^"\\]|\\[\s\S])*")|(-?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|([A-Za-z_]\w*))/y;
const FOREIGN =
  /\s*(?:([{}[\],:])|("(?:[^"\\]|\\[\s\S])*"|'(?:[^'\\]|\\[\s\S])*')|(-?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|([A-Za-z_]\w*))/y;

// eslint-disable-next-line no-control-regex -- they are what is looked for
const CONTROLS = /[\u0000-\u001f]/g;
/** What a text in double quotes does not say as it stands. */
const HAS_SPECIAL = /["\\]|\p{Cc}/u;

/** Reads a JSON text of the engine without loss. A place left empty in an array is `undefined`, as in Snowflake. */
export function parseJson(text: string): Json {
  return readWhole(text, OWN);
}

/**
 * Reads a JSON text as PARSE_JSON does: strings may stand in single quotes, keys in none.
 *
 * @throws SnowflakeError 100069 when the text is no JSON, or an object has a key twice and that is not allowed.
 */
export function parseForeignJson(text: string, duplicates: 'refused' | 'allowed' = 'refused'): Json {
  return readWhole(text, FOREIGN, duplicates === 'refused');
}

/** What is wrong with a JSON text, in Snowflake's words; undefined when nothing is. */
export function jsonFault(text: string): string | undefined {
  try {
    parseForeignJson(text);
    return undefined;
  } catch (error) {
    return error instanceof SnowflakeError ? error.message.replace(/^Error parsing JSON: /, '') : String(error);
  }
}

function readWhole(text: string, token: RegExp, strict = false): Json {
  const reader = new JsonReader(text, token, strict);
  const value = reader.read();
  reader.finish();
  return value;
}

class JsonReader {
  readonly #text: string;
  readonly #token: RegExp;
  readonly #strict: boolean;
  #at = 0;

  constructor(text: string, token: RegExp, strict: boolean) {
    this.#text = text;
    this.#token = token;
    this.#strict = strict;
  }

  read(): Json {
    return this.#value(this.#next('document'));
  }

  finish(): void {
    if (this.#text.slice(this.#at).trim() !== '') {
      throw this.#fault('more than one document in the input');
    }
  }

  #next(within: string): RegExpExecArray {
    this.#token.lastIndex = this.#at;
    const match = this.#token.exec(this.#text);
    if (match === null) {
      const rest = this.#text.slice(this.#at).trimStart();
      this.#at = this.#text.length;
      throw this.#fault(
        rest === ''
          ? `incomplete ${within} value`
          : /^["']/.test(rest)
            ? 'unfinished string'
            : `misplaced ${rest.charAt(0)}`,
      );
    }
    this.#at = this.#token.lastIndex;
    return match;
  }

  #value([, symbol, quoted, digits, word]: RegExpExecArray): Json {
    if (quoted !== undefined) {
      return this.#string(quoted);
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
        return null;
      case 'undefined':
        return undefined;
      case undefined:
      default:
        throw this.#fault(word === undefined ? `misplaced ${symbol}` : `unknown keyword "${word}"`);
    }
  }

  /** A place without a value is one all the same: `[1,]` has two, and `[,]` one. */
  #array(): Json {
    const items: Json[] = [];
    let token = this.#next('array');
    if (token[1] === ']') {
      return items;
    }
    // A place is told by the comma before or after it: in an array of commas alone each is one.
    let commas = token[1] === ',';
    for (;;) {
      if (token[1] === ']' && commas) {
        return items;
      }
      commas &&= token[1] === ',';
      if (token[1] === ',' || token[1] === ']') {
        items.push(undefined);
      } else {
        items.push(this.#value(token));
        token = this.#next('array');
      }
      if (token[1] === ']') {
        return items;
      }
      if (token[1] !== ',') {
        throw this.#fault('missing comma');
      }
      token = this.#next('array');
    }
  }

  #object(): Json {
    const entries = new Map<string, Json>();
    let token = this.#next('object');
    while (token[1] !== '}') {
      const key = token[2] === undefined ? token[4] : this.#key(token[2]);
      if (key === undefined) {
        throw this.#fault(`misplaced ${(token[1] ?? token[3] ?? '').charAt(0)}`);
      }
      if (this.#strict && entries.has(key)) {
        throw this.#fault(`duplicate object attribute "${key}"`);
      }
      if (this.#next('object')[1] !== ':') {
        throw this.#fault('missing colon');
      }
      // Only an ARRAY has places without a value.
      entries.set(key, this.#value(this.#next('object')) ?? null);
      token = this.#next('object');
      if (token[1] === ',') {
        token = this.#next('object');
      } else if (token[1] !== '}') {
        throw this.#fault('missing comma');
      }
    }
    return sortedObject([...entries]);
  }

  #string(quoted: string): Json {
    const tag = quoted.charAt(0);
    return isTag(tag) ? new TypedText(tag, quoted.slice(2, -1)) : this.#key(quoted);
  }

  #key(quoted: string): string {
    const inside = quoted.slice(1, -1);
    if (quoted.startsWith('"') && !HAS_SPECIAL.test(inside)) {
      return inside;
    }
    const plain = quoted.startsWith('"') ? inside : inside.replace(/\\.|"/gs, requote);
    try {
      // Snowflake takes line breaks and tabs inside of a string as they are.
      return String(JSON.parse(`"${plain.replace(CONTROLS, escapeControl)}"`));
    } catch {
      throw this.#fault('invalid string');
    }
  }

  #fault(what: string): SnowflakeError {
    return new SnowflakeError('100069', '22P02', `Error parsing JSON: ${what}, pos ${this.#at}`);
  }
}

/** An escape or a quotation mark of a text in single quotes, as it stands in double ones. */
function requote(found: string): string {
  return found === '"' ? String.raw`\"` : found === String.raw`\'` ? "'" : found;
}

function escapeControl(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** `1.50` and `1.5` are one value; what has an exponent or no place in a NUMBER is a FLOAT, and has one to be told by. */
function canonicalNumber(digits: string): string {
  if (/[eE]/.test(digits) || !fitsNumber(digits)) {
    const real = String(Number(digits));
    return real.includes('e') ? real : `${real}e0`;
  }
  const plain = digits.includes('.') ? digits.replace(/\.?0+$/, '') : digits;
  return plain.startsWith('.') ? `0${plain}` : plain === '-0' ? '0' : plain;
}

/** A NUMBER has 38 digits, and 37 of them after its point. */
function fitsNumber(digits: string): boolean {
  const [whole = '', fraction = ''] = digits.replace(/^-?0*/, '').split('.');
  return whole.length + fraction.length <= 38 && fraction.length <= 37;
}
