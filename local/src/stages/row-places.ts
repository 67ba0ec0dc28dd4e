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

/** Finds the places of a row. Of rows that are no CSV only the line is known. */
export function placesOf(row: StagedRow, { text }: StagedRows, format: FileFormat): RowPlaces {
  const { line, start } = row;
  if (text === undefined || start === undefined) {
    const place = { line, character: 1, byteOffset: undefined };
    return { record: row.cells[0] ?? '', fieldAt: () => place, delimiterAt: () => place, end: place, next: place };
  }
  const { starts, end, next } = readPlaces(text, start, format);
  const placeOf = (at: number): FilePlace => {
    const before = text.slice(start, at);
    const breaks = before.match(/\r\n|\n|\r/g)?.length ?? 0;
    const lineStart = Math.max(text.lastIndexOf('\n', at - 1), text.lastIndexOf('\r', at - 1)) + 1;
    return { line: line + breaks, character: at - lineStart + 1, byteOffset: Buffer.byteLength(text.slice(0, at)) };
  };
  const delimiter = format.fieldDelimiter?.length ?? 0;
  return {
    record: text.slice(start, end),
    fieldAt: (index) => placeOf(starts[index] ?? end),
    delimiterAt: (count) => placeOf((starts[count] ?? end + delimiter) - delimiter),
    end: placeOf(end),
    next: placeOf(next),
  };
}
