import { readPlaces } from './csv.js';
import type { FileFormat } from './file-format.js';
import type { StagedRow, StagedRows } from './read-rows.js';

/** A place in a staged file. */
export interface FilePlace {
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly character: number;
  /** From 0; undefined where the file is no text of records. */
  readonly byteOffset: number | undefined;
}

/** Where things stand in one row of a file. */
export interface RowPlaces {
  /** The row as it is written. */
  readonly record: string;
  /** Where a field begins, from 0. */
  fieldAt(index: number): FilePlace;
  /** The delimiter behind so many fields. */
  delimiterAt(count: number): FilePlace;
  readonly end: FilePlace;
  /** Where the next row begins. */
  readonly next: FilePlace;
}

/**
 * Finds the places of a file's rows. Of rows that are no CSV only the line is known.
 *
 * Bytes and lines are counted on from the row before, so that many faults of one file do not count the whole file each.
 */
export class RowsPlaces {
  readonly #text: string | undefined;
  readonly #format: FileFormat;
  /** The beginning of the latest row asked for, and of the line it begins on. */
  #latest: Beginning = { start: 0, bytes: 0, lineStart: 0 };

  constructor({ text }: StagedRows, format: FileFormat) {
    this.#text = text;
    this.#format = format;
  }

  of({ line, start, cells }: StagedRow): RowPlaces {
    const text = this.#text;
    if (text === undefined || start === undefined) {
      const place = { line, character: 1, byteOffset: undefined };
      return { record: cells[0] ?? '', fieldAt: () => place, delimiterAt: () => place, end: place, next: place };
    }
    const { starts, end, next } = readPlaces(text, start, this.#format);
    const from = this.#beginning(text, start);
    const placeOf = (at: number): FilePlace => {
      const { bytes, lineStart } = goOn(from, text, at);
      const breaks = text.slice(start, at).match(/\r\n|\n|\r/g)?.length ?? 0;
      return { line: line + breaks, character: at - lineStart + 1, byteOffset: bytes };
    };
    const delimiter = this.#format.fieldDelimiter?.length ?? 0;
    return {
      record: text.slice(start, end),
      fieldAt: (index) => placeOf(starts[index] ?? end),
      delimiterAt: (count) => placeOf((starts[count] ?? end + delimiter) - delimiter),
      end: placeOf(end),
      next: placeOf(next),
    };
  }

  #beginning(text: string, start: number): Beginning {
    const from = start < this.#latest.start ? { start: 0, bytes: 0, lineStart: 0 } : this.#latest;
    this.#latest = goOn(from, text, start);
    return this.#latest;
  }
}

interface Beginning {
  readonly start: number;
  readonly bytes: number;
  readonly lineStart: number;
}

/** What is known of a place, from what is known of an earlier one. */
function goOn({ start, bytes, lineStart }: Beginning, text: string, at: number): Beginning {
  const between = text.slice(start, at);
  const breaks = Math.max(between.lastIndexOf('\n'), between.lastIndexOf('\r')) + 1;
  return { start: at, bytes: bytes + Buffer.byteLength(between), lineStart: breaks > 0 ? start + breaks : lineStart };
}
