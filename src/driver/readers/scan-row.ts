import { JSON_CELL, NULL_CELL, PLAIN_CELL } from '../packed-rows.js';
import { IS_SPECIAL, skipSpecial } from './json-string.js';

const BLANK = 0x20;
const CLOSE = 0x5d;
const COMMA = 0x2c;
const OPEN = 0x5b;
const QUOTE = 0x22;
const NULL = Buffer.from('null');

/** What is told in place of a row's end: it goes on in bytes that have not arrived. */
export const INCOMPLETE = -1;
/** It has more cells than it should, or fewer. */
export const ODD_WIDTH = -2;
/** It has a cell that is neither text nor null. */
export const ODD_CELL = -3;

/** Where cells are, as in {@link PackedRows}, with room for more. */
export interface CellPlaces {
  readonly bounds: Int32Array;
  readonly kinds: Uint8Array;
}

/**
 * Finds the cells of the row that begins here, and notes them from `firstCell` to before `endCell`. Every byte of a large
 * result goes through these loops: they stand in one function because calls in them cost as much as the rest.
 *
 * @returns where the row ends, or {@link INCOMPLETE}, {@link ODD_WIDTH}, {@link ODD_CELL}.
 * @throws SyntaxError when it is no JSON.
 */
export function scanRow(
  bytes: Buffer,
  from: number,
  firstCell: number,
  endCell: number,
  { bounds, kinds }: CellPlaces,
): number {
  const { length } = bytes;
  const isSpecial = IS_SPECIAL;
  if (bytes[from] !== OPEN) {
    throw new SyntaxError('there is no row where one should begin');
  }
  let at = from + 1;
  for (let cell = firstCell; cell < endCell; cell++) {
    while (at < length && (bytes[at] ?? 0) <= BLANK) {
      at++;
    }
    if (at < length && bytes[at] === QUOTE) {
      const start = ++at;
      while (at < length && isSpecial[bytes[at] ?? 0] === 0) {
        at++;
      }
      const isPlain = at < length && bytes[at] === QUOTE;
      at = isPlain ? at : skipSpecial(bytes, at);
      bounds[2 * cell] = start;
      bounds[2 * cell + 1] = at;
      kinds[cell] = isPlain ? PLAIN_CELL : JSON_CELL;
      at++;
    } else {
      const matching = countMatching(bytes, at, NULL);
      if (at + matching === length) {
        return INCOMPLETE;
      }
      if (matching < NULL.length) {
        return bytes[at] === CLOSE && cell === firstCell ? ODD_WIDTH : ODD_CELL;
      }
      kinds[cell] = NULL_CELL;
      at += matching;
    }
    while (at < length && (bytes[at] ?? 0) <= BLANK) {
      at++;
    }
    if (at >= length) {
      return INCOMPLETE;
    }
    const separator = bytes[at++];
    if (separator === CLOSE) {
      return cell + 1 === endCell ? at : ODD_WIDTH;
    }
    if (separator !== COMMA) {
      throw new SyntaxError('there is no comma after a cell');
    }
  }
  return ODD_WIDTH;
}

/** How many bytes of a word stand here. */
function countMatching(bytes: Buffer, at: number, word: Buffer): number {
  let count = 0;
  while (count < word.length && at + count < bytes.length && bytes[at + count] === word[count]) {
    count++;
  }
  return count;
}
