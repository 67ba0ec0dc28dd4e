const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const LETTER_U = 0x75;
/** An escape like `\\u0041`. */
const LONG_ESCAPE = 6;
const FIRST_PRINTABLE = 0x20;
const FIRST_BEYOND_ASCII = 0x80;

/** 1 for each byte in a JSON string that does not stand for itself, and for the quote that ends it. */
export const IS_SPECIAL = Uint8Array.from({ length: 256 }, (_value, byte) =>
  byte < FIRST_PRINTABLE || byte === QUOTE || byte === BACKSLASH || byte >= FIRST_BEYOND_ASCII ? 1 : 0,
);

/** 1 for each byte that makes an escape of two. */
const IS_SHORT_ESCAPE = Uint8Array.from({ length: 256 }, (_value, byte) =>
  '"\\/bfnrt'.includes(String.fromCharCode(byte)) ? 1 : 0,
);

/**
 * Where the quote is that ends a string; beyond the bytes when it has not arrived.
 *
 * @throws SyntaxError for what JSON does not allow in a string.
 */
export function skipSpecial(bytes: Buffer, from: number): number {
  const { length } = bytes;
  let at = from;
  while (at < length) {
    const byte = bytes[at] ?? 0;
    if (byte === QUOTE) {
      return at;
    }
    if (byte === BACKSLASH && at + 1 < length) {
      at += IS_SHORT_ESCAPE[bytes[at + 1] ?? 0] === 1 ? 2 : longEscape(bytes, at);
    } else if (byte >= FIRST_PRINTABLE) {
      at++;
    } else {
      throw new SyntaxError('there is a control character in a string');
    }
  }
  return length;
}

/** How long an escape is that is written with four digits. */
function longEscape(bytes: Buffer, at: number): number {
  const digits = bytes.toString('latin1', at + 2, at + LONG_ESCAPE);
  if (bytes[at + 1] !== LETTER_U || !/^[\da-f]*$/i.test(digits)) {
    throw new SyntaxError('there is an unknown escape in a string');
  }
  return LONG_ESCAPE;
}
