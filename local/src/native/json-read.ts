import { JsonNumber, TypedText, isTag, sortedObject, type Json } from './json.js';

const OWN =
  /\s*(?:([{}[\],:])|([DTNLZB]?"(?:[^"\\]|\\[\s\S])*")|(-?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|([A-Za-z_]\w*))/y;

/** Reads a JSON text of the engine, as `writeJson` and DuckDB write it, without loss. */
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
    OWN.lastIndex = this.#at;
    const match = OWN.exec(this.#text);
    if (match === null) {
      throw this.#fault();
    }
    this.#at = OWN.lastIndex;
    return match;
  }

  #value([, symbol, quoted, digits, word]: RegExpExecArray): Json {
    if (quoted !== undefined) {
      return this.#string(quoted);
    }
    if (digits !== undefined) {
      return new JsonNumber(canonicalNumber(digits));
    }
    switch (symbol ?? word) {
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
        throw this.#fault();
    }
  }

  #array(): Json {
    const items: Json[] = [];
    let token = this.#next();
    while (token[1] !== ']') {
      items.push(this.#value(token));
      token = this.#afterItem();
    }
    return items;
  }

  #object(): Json {
    const entries = new Map<string, Json>();
    let token = this.#next();
    while (token[1] !== '}') {
      const key = String(JSON.parse(token[2] ?? ''));
      this.#next();
      // Only an ARRAY has places without a value.
      entries.set(key, this.#value(this.#next()) ?? null);
      token = this.#afterItem();
    }
    return sortedObject([...entries]);
  }

  /** What stands after an item and the comma that may follow it. */
  #afterItem(): RegExpExecArray {
    const token = this.#next();
    return token[1] === ',' ? this.#next() : token;
  }

  #string(quoted: string): Json {
    const tag = quoted.charAt(0);
    if (isTag(tag)) {
      return new TypedText(tag, quoted.slice(2, -1));
    }
    const inside = quoted.slice(1, -1);
    return inside.includes('\\') ? String(JSON.parse(quoted)) : inside;
  }

  #fault(): TypeError {
    return new TypeError(`No JSON of the engine at ${this.#at}: ${this.#text.slice(0, 200)}`);
  }
}

/** `1.50` and `1.5` are one value; what has an exponent or no place in a NUMBER is a FLOAT, and has one to be told by. */
export function canonicalNumber(digits: string): string {
  if (/[eE]/.test(digits) || !fitsNumber(digits)) {
    const real = String(Number(digits));
    return real.includes('e') ? real : `${real}e0`;
  }
  const plain = digits.includes('.') ? digits.replace(/\.?0*$/, '') : digits;
  return plain.startsWith('.') ? `0${plain}` : plain === '-0' ? '0' : plain;
}

/** A NUMBER has 38 digits, and 37 of them after its point. */
function fitsNumber(digits: string): boolean {
  const [whole = '', fraction = ''] = digits.replace(/^-?0*/, '').split('.');
  return whole.length + fraction.length <= 38 && fraction.length <= 37;
}
