import { isUtf8 } from 'node:buffer';

import { PackedRows } from '../packed-rows.js';
import { invalidResult } from './invalid-result.js';
import { type CellPlaces, INCOMPLETE, ODD_CELL, ODD_WIDTH, scanRow } from './scan-row.js';

const BLANK = 0x20;
const COMMA = 0x2c;

/** Room for the cells of a usual part; grows when a part has more. */
const FIRST_ROOM = 16 * 1024;

/** What is known of a chunk before it is read. */
export interface Expectation {
  readonly queryId: string;
  /** How many cells a row has. */
  readonly width: number;
  /** How many rows of the result come before it. */
  readonly rowsBefore: number;
}

/**
 * Finds the rows in the text of a chunk, which arrives in parts that end anywhere. The text is rows of JSON with commas
 * between them, each row an array of strings and nulls. A chunk never stands in memory as a whole, nor holds the event
 * loop for the time its reading takes.
 */
export class RowScanner {
  readonly #width: number;
  readonly #queryId: string;
  /** How many rows came before the ones that are looked for, those of earlier chunks included. */
  #rowsBefore: number;
  /** What has arrived and is not yet handed over; begins between two rows. */
  #parts: Buffer[] = [];
  #size = 0;
  /** So much must have arrived before it is worth looking for a row again. */
  #wanted = 0;
  /** After a row comes a comma, after a comma a row. */
  #after: 'nothing' | 'row' | 'comma' = 'nothing';
  #places = placesFor(FIRST_ROOM);

  constructor({ width, queryId, rowsBefore }: Expectation) {
    this.#width = width;
    this.#queryId = queryId;
    this.#rowsBefore = rowsBefore;
  }

  /**
   * Takes the next part; returns the rows that are complete with it.
   *
   * @throws SyntaxError when the text is not JSON.
   * @throws SqlError `RESULT_INVALID` when a row is not what the result announced.
   */
  push(part: Buffer): PackedRows | undefined {
    this.#parts.push(part);
    this.#size += part.length;
    if (this.#size < this.#wanted) {
      return undefined;
    }
    const bytes = this.#parts.length === 1 ? part : Buffer.concat(this.#parts);
    const { rows, end } = this.#scan(bytes);
    this.#parts = end < bytes.length ? [bytes.subarray(end)] : [];
    this.#size = bytes.length - end;
    // A row that goes on for many parts is looked through again only when there is twice as much of it.
    this.#wanted = rows === undefined ? 2 * this.#size : 0;
    return rows;
  }

  /**
   * To be called when nothing more will arrive; returns the rows that are left.
   *
   * @throws SyntaxError when the text was cut off.
   */
  end(): PackedRows | undefined {
    this.#wanted = 0;
    const rows = this.push(Buffer.alloc(0));
    if (this.#size > 0 || this.#after === 'comma') {
      throw new SyntaxError('the text ends within a row');
    }
    return rows;
  }

  /** Finds the complete rows; `end` is where what follows them begins. */
  #scan(bytes: Buffer): { rows: PackedRows | undefined; end: number } {
    const width = this.#width;
    let length = 0;
    let end = skipBlanks(bytes, 0);
    while (end < bytes.length) {
      if (this.#after === 'row') {
        if (bytes[end] !== COMMA) {
          throw new SyntaxError('there is no comma after a row');
        }
        this.#after = 'comma';
        end = skipBlanks(bytes, end + 1);
      } else {
        this.#makeRoom((length + 1) * width);
        const next = scanRow(bytes, end, length * width, (length + 1) * width, this.#places);
        if (next === INCOMPLETE) {
          break;
        }
        this.#rowsBefore++;
        this.#checkShape(next);
        this.#after = 'row';
        length++;
        end = skipBlanks(bytes, next);
      }
    }
    if (!isUtf8(bytes.subarray(0, end))) {
      throw new SyntaxError('the text is not UTF-8');
    }
    const cells = length * width;
    const bounds = this.#places.bounds.slice(0, 2 * cells);
    const kinds = this.#places.kinds.slice(0, cells);
    return { rows: length === 0 ? undefined : new PackedRows({ length, width, bytes, bounds, kinds }), end };
  }

  #checkShape(end: number): void {
    if (end === ODD_WIDTH) {
      throw invalidResult(`has a row that is not ${this.#width} cells wide (row ${this.#rowsBefore})`, this.#queryId);
    }
    if (end === ODD_CELL) {
      throw invalidResult(`has a cell that is neither text nor null (row ${this.#rowsBefore})`, this.#queryId);
    }
  }

  #makeRoom(cells: number): void {
    const { bounds, kinds } = this.#places;
    if (cells > kinds.length) {
      this.#places = placesFor(2 * cells);
      this.#places.bounds.set(bounds);
      this.#places.kinds.set(kinds);
    }
  }
}

function placesFor(cells: number): CellPlaces {
  return { bounds: new Int32Array(2 * cells), kinds: new Uint8Array(cells) };
}

function skipBlanks(bytes: Buffer, from: number): number {
  let at = from;
  while (at < bytes.length && (bytes[at] ?? 0) <= BLANK) {
    at++;
  }
  return at;
}
