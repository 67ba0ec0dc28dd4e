import type { Cell, WireRow } from './port.js';

/** SQL NULL; such a cell has no bytes. */
export const NULL_CELL = 0;
/** The cell's bytes are ASCII and stand for themselves. */
export const PLAIN_CELL = 1;
/** The cell's bytes are the inside of a JSON string, with escapes or with characters beyond ASCII. */
export const JSON_CELL = 2;

/**
 * Rows as the bytes of their JSON and the places of their cells, from which values are made without making each cell a
 * string first. Cells are counted row by row from 0.
 */
export class PackedRows implements Iterable<WireRow> {
  /** How many rows there are. */
  readonly length: number;
  /** How many cells a row has. */
  readonly width: number;
  readonly bytes: Buffer;
  /** Where each cell's bytes begin and end: two numbers a cell. */
  readonly bounds: Int32Array;
  /** {@link NULL_CELL}, {@link PLAIN_CELL} or {@link JSON_CELL} for each cell. */
  readonly kinds: Uint8Array;

  /** What is said of a cell must be true: nothing is checked here. */
  constructor({
    length,
    width,
    bytes,
    bounds,
    kinds,
  }: Pick<PackedRows, 'length' | 'width' | 'bytes' | 'bounds' | 'kinds'>) {
    this.length = length;
    this.width = width;
    this.bytes = bytes;
    this.bounds = bounds;
    this.kinds = kinds;
  }

  /** The text of a cell that is not NULL. */
  textOf(cell: number): string {
    const start = this.bounds[2 * cell] ?? 0;
    const end = this.bounds[2 * cell + 1] ?? 0;
    return this.kinds[cell] === PLAIN_CELL
      ? this.bytes.toString('latin1', start, end)
      : // With the quotes around it.
        (JSON.parse(this.bytes.toString('utf8', start - 1, end + 1)) as string);
  }

  /** The rows as text, for those who want no values. */
  *[Symbol.iterator](): Generator<WireRow, void, undefined> {
    for (let row = 0; row < this.length; row++) {
      yield Array.from({ length: this.width }, (_value, column): Cell => {
        const cell = row * this.width + column;
        return this.kinds[cell] === NULL_CELL ? null : this.textOf(cell);
      });
    }
  }
}
