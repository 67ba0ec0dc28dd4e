import { RowScan } from './row-scan.js';

const COMMA = 0x2c;
const OPEN = 0x5b;
const CLOSE = 0x5d;
const QUOTE = 0x22;

/**
 * Cuts the text of a chunk, which arrives in parts that end anywhere, at the ends of rows, and parses what is complete:
 * so a chunk never stands in memory as a whole, nor holds the event loop for the time its parsing takes.
 *
 * The text is rows of JSON with commas between them. The last place of a part that looks like the end of a row is tried
 * first. Within a cell's text it may be mistaken, but then the parse fails for certain, because a string stays open;
 * the text is then followed byte by byte.
 */
export class RowCutter {
  /** What has arrived and is not yet handed over; begins where a row begins. */
  #parts: Buffer[] = [];
  #scan: RowScan | undefined;

  /**
   * Takes the next part; returns the rows that are complete with it.
   *
   * @throws SyntaxError when a complete row is not JSON.
   */
  push(part: Buffer): unknown[] {
    this.#parts.push(part);
    if (this.#scan !== undefined) {
      return this.#cutAt(this.#scan.follow(part));
    }
    const end = findLikelyEnd(part);
    if (end === -1) {
      return [];
    }
    const bytes = Buffer.concat(this.#parts);
    const rows = tryParse(bytes, bytes.length - part.length + end);
    if (rows !== undefined) {
      this.#keepAfter(bytes, bytes.length - part.length + end);
      return rows;
    }
    this.#scan = new RowScan();
    return this.#cutAt(this.#scan.follow(bytes));
  }

  /**
   * Returns the rows that are left at the end.
   *
   * @throws SyntaxError when they are not JSON, such as when the text was cut off.
   */
  end(): unknown[] {
    const bytes = Buffer.concat(this.#parts);
    this.#parts = [];
    return parse(bytes, bytes.length);
  }

  /** Cuts at an end that is certain; with -1 there is none yet. */
  #cutAt(end: number): unknown[] {
    if (end === -1) {
      return [];
    }
    const bytes = Buffer.concat(this.#parts);
    const rows = parse(bytes, end);
    this.#keepAfter(bytes, end);
    this.#scan = undefined;
    return rows;
  }

  /** Keeps what follows the comma after a row's end. */
  #keepAfter(bytes: Buffer, end: number): void {
    const comma = skipBlanks(bytes, end);
    this.#parts = [bytes.subarray(comma + 1)];
  }
}

/** The end of the last row that another seems to follow, or -1. Cells are text or null, which tells most of it. */
function findLikelyEnd(bytes: Buffer): number {
  for (let close = bytes.lastIndexOf(CLOSE); close > 0; close = bytes.lastIndexOf(CLOSE, close - 1)) {
    const comma = skipBlanks(bytes, close + 1);
    const open = skipBlanks(bytes, comma + 1);
    const first = bytes[skipBlanks(bytes, open + 1)];
    if (bytes[comma] === COMMA && bytes[open] === OPEN && (first === QUOTE || first === 0x6e)) {
      return close + 1;
    }
  }
  return -1;
}

function skipBlanks(bytes: Buffer, from: number): number {
  let index = from;
  while (index < bytes.length && (bytes[index] ?? 0) <= 0x20) {
    index++;
  }
  return index;
}

function tryParse(bytes: Buffer, end: number): unknown[] | undefined {
  try {
    return parse(bytes, end);
  } catch {
    return undefined;
  }
}

function parse(bytes: Buffer, end: number): unknown[] {
  return JSON.parse(`[${bytes.toString('utf8', 0, end)}]`) as unknown[];
}
