const BACKSLASH = 0x5c;
const CLOSE = 0x5d;
const COMMA = 0x2c;
const NINE = 0x39;
const OPEN = 0x5b;
const QUOTE = 0x22;
const ZERO = 0x30;

/** The character that an escape of two characters stands for, by its second one; 0 where there is none. */
const UNESCAPED = new Uint8Array(256);
for (const [second, meaning] of ['""', '\\\\', '//', 'b\b', 'f\f', 'n\n', 'r\r', 't\t']) {
  UNESCAPED[second?.charCodeAt(0) ?? 0] = meaning?.charCodeAt(0) ?? 0;
}

/** How much deeper a character leads into JSON. */
const DEEPENS = new Int8Array(256);
for (const [opening, closing] of ['[]', '{}']) {
  DEEPENS[opening?.charCodeAt(0) ?? 0] = 1;
  DEEPENS[closing?.charCodeAt(0) ?? 0] = -1;
}

/** So many digits in a row may be an integer that a `number` rounds. */
const MANY_DIGITS = 16;

/** The longest word that is added. */
const NULL_BYTES = 4;

/** A list keeps so many bytes for the next one. */
const KEPT_BYTES = 1024 * 1024;
let kept = Buffer.allocUnsafeSlow(64 * 1024);

/**
 * A list of JSON that is put together of pieces and parsed by one call, which costs much less than a call for each.
 * One is made at a time.
 */
export class JsonList {
  #bytes = kept;
  #end = 0;

  /** Adds `null`. */
  addNull(): void {
    this.#begin(NULL_BYTES);
    this.#end += this.#bytes.write('null', this.#end, 'latin1');
  }

  /** Adds bytes as they are; whether they are one value of JSON is not looked at. */
  add(bytes: Buffer, start: number, end: number): void {
    this.#begin(end - start);
    const to = this.#bytes;
    let at = this.#end;
    for (let from = start; from < end; from++) {
      to[at++] = bytes[from] ?? 0;
    }
    this.#end = at;
  }

  /**
   * Adds the JSON that a JSON string says, given the string's inside. Where that is not for certain a single value, or
   * holds digits that a `number` may round, adds `null` and returns false.
   */
  addSaid(bytes: Buffer, start: number, end: number): boolean {
    this.#begin(Math.max(end - start, NULL_BYTES));
    const begin = this.#end;
    const isAdded = this.#unescape(bytes, start, end);
    if (!isAdded) {
      this.#end = begin + this.#bytes.write('null', begin, 'latin1');
    }
    return isAdded;
  }

  /**
   * The values.
   *
   * @throws SyntaxError when some piece is no JSON.
   */
  parse(): unknown[] {
    this.#begin(0);
    const bytes = this.#bytes;
    bytes[0] = OPEN;
    bytes[Math.max(this.#end - 1, 1)] = CLOSE;
    return JSON.parse(bytes.toString('utf8', 0, Math.max(this.#end, 2))) as unknown[];
  }

  /** Makes room for a value, and puts a comma before it; the first one is an opening bracket in the end. */
  #begin(length: number): void {
    const needed = this.#end + length + 2;
    if (needed > this.#bytes.length) {
      const larger = Buffer.allocUnsafeSlow(Math.max(needed, 2 * this.#bytes.length));
      this.#bytes.copy(larger, 0, 0, this.#end);
      this.#bytes = larger;
      kept = larger.length > KEPT_BYTES ? kept : larger;
    }
    this.#bytes[this.#end++] = COMMA;
  }

  /**
   * Writes what the string says while it keeps to one value: brackets that close what was opened, and no comma outside
   * of them. The rest is the parser's to check.
   */
  #unescape(bytes: Buffer, start: number, end: number): boolean {
    const to = this.#bytes;
    let at = this.#end;
    let depth = 0;
    let digits = 0;
    let isText = false;
    let isEscaped = false;
    for (let from = start; from < end; from++) {
      let byte = bytes[from] ?? 0;
      if (byte === BACKSLASH) {
        byte = UNESCAPED[bytes[++from] ?? 0] ?? 0;
      }
      to[at++] = byte;
      digits = byte >= ZERO && byte <= NINE ? digits + 1 : 0;
      if (byte === 0 || digits === MANY_DIGITS) {
        return false;
      }
      if (isEscaped) {
        isEscaped = false;
      } else if (byte === QUOTE) {
        isText = !isText;
      } else if (isText) {
        isEscaped = byte === BACKSLASH;
      } else {
        depth += DEEPENS[byte] ?? 0;
        if (depth < 0 || (depth === 0 && byte === COMMA)) {
          return false;
        }
      }
    }
    this.#end = at;
    return depth === 0 && !isText;
  }
}
