import { SnowflakeError } from '../errors.js';
import { JsonNumber, TypedText, isTag, sortedObject, type Json } from './json.js';

const OWN =
  /\s*(?:([{}[\],:])|([DTNLZB]?"(?:[^"\\]|\\[\s\S])*")|(-?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|([A-Za-z_]\w*))/y;
const FOREIGN =
  /\s*(?:([{}[\],:])|("(?:[^"\\]|\\[\s\S])*"|'(?:[^'\\]|\\[\s\S])*')|(-?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|([A-Za-z_]\w*))/y;

// eslint-disable-next-line no-control-regex -- they are what is looked for
const CONTROLS = /[\u0000-\u001f]/g;

/** Reads a JSON text of the engine without loss. A place left empty in an array is `undefined`, as in Snowflake. */
export function parseJson(text: string): Json {
  return readWhole(text, OWN);
}

/**
 * Reads a JSON text as PARSE_JSON does: strings may stand in single quotes.
 *
 * @throws SnowflakeError 100069 when the text is no JSON.
 */
export function parseForeignJson(text: string): Json {
  return readWhole(text, FOREIGN);
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

function readWhole(text: string, token: RegExp): Json {
  const reader = new JsonReader(text, token);
  const value = reader.read();
  reader.finish();
  return value;
}

class JsonReader {
  readonly #text: string;
  readonly #token: RegExp;
  #at = 0;

  constructor(text: string, token: RegExp) {
    this.#text = text;
    this.#token = token;
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

  #array(): Json {
    const items: Json[] = [];
    let token = this.#next('array');
    while (token[1] !== ']') {
      if (token[1] === ',') {
        items.push(undefined);
        token = this.#next('array');
        continue;
      }
      items.push(this.#value(token));
      token = this.#next('array');
      if (token[1] === ',') {
        token = this.#next('array');
      } else if (token[1] !== ']') {
        throw this.#fault('missing comma');
      }
    }
    return items;
  }

  #object(): Json {
    const entries: [string, Json][] = [];
    let token = this.#next('object');
    while (token[1] !== '}') {
      if (token[2] === undefined) {
        throw this.#fault(`misplaced ${(token[1] ?? token[3] ?? token[4] ?? '').charAt(0)}`);
      }
      if (this.#next('object')[1] !== ':') {
        throw this.#fault('missing colon');
      }
      entries.push([this.#key(token[2]), this.#value(this.#next('object'))]);
      token = this.#next('object');
      if (token[1] === ',') {
        token = this.#next('object');
      } else if (token[1] !== '}') {
        throw this.#fault('missing comma');
      }
    }
    return sortedObject(entries);
  }

  #string(quoted: string): Json {
    const tag = quoted.charAt(0);
    return isTag(tag) ? new TypedText(tag, quoted.slice(2, -1)) : this.#key(quoted);
  }

  #key(quoted: string): string {
    const inside = quoted.slice(1, -1);
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

/** `1.50` and `1.5` are one value; numbers with an exponent are FLOATs, and keep one to be told by. */
function canonicalNumber(digits: string): string {
  if (/[eE]/.test(digits)) {
    const real = String(Number(digits));
    return real.includes('e') ? real : `${real}e0`;
  }
  const plain = digits.includes('.') ? digits.replace(/\.?0+$/, '') : digits;
  return plain.startsWith('.') ? `0${plain}` : plain === '-0' ? '0' : plain;
}
