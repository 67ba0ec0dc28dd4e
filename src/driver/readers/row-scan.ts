const BACKSLASH = 0x5c;
const CLOSE = 0x5d;
const COMMA = 0x2c;
const OPEN = 0x5b;
const QUOTE = 0x22;

/** Follows the text of rows byte by byte, so that the end of a row is told for certain. */
export class RowScan {
  #position = 0;
  #depth = 0;
  #inText = false;
  #afterBackslash = false;
  /** Where the last row ended that a comma has followed since. */
  #end = -1;
  #rowEnd = -1;

  /** Takes the next bytes; returns where the last row ended that another one follows, or -1, counted from the start. */
  follow(bytes: Buffer): number {
    for (const byte of bytes) {
      this.#position++;
      if (this.#inText) {
        this.#followText(byte);
      } else {
        this.#followRow(byte);
      }
    }
    return this.#end;
  }

  #followText(byte: number): void {
    if (this.#afterBackslash) {
      this.#afterBackslash = false;
    } else if (byte === BACKSLASH) {
      this.#afterBackslash = true;
    } else if (byte === QUOTE) {
      this.#inText = false;
    }
  }

  #followRow(byte: number): void {
    if (byte === QUOTE) {
      this.#inText = true;
    } else if (byte === OPEN) {
      this.#depth++;
    } else if (byte === CLOSE) {
      this.#depth--;
      this.#rowEnd = this.#depth === 0 ? this.#position : this.#rowEnd;
    } else if (byte === COMMA && this.#depth === 0) {
      this.#end = this.#rowEnd;
    }
  }
}
