import type { Cell, WireRow } from '../port.js';
import { invalidResult } from './invalid-result.js';

/**
 * Checks that parsed JSON is rows of so many cells, each text or null.
 *
 * @throws SqlError `RESULT_INVALID` that says which row is wrong, counted from `firstRow`.
 */
export function toWireRows(rows: readonly unknown[], width: number, queryId: string, firstRow = 0): readonly WireRow[] {
  for (let index = 0; index < rows.length; index++) {
    const row = rows[index];
    if (!Array.isArray(row) || row.length !== width) {
      throw invalidResult(`has a row that is not ${width} cells wide (row ${firstRow + index + 1})`, queryId);
    }
    for (let column = 0; column < width; column++) {
      const cell: unknown = row[column];
      if (typeof cell !== 'string' && cell !== null) {
        row[column] = toCell(cell, queryId, firstRow + index);
      }
    }
  }
  return rows as readonly WireRow[];
}

/** The driver makes the rows of PUT and GET itself, with numbers in them; any other number has been rounded by JSON. */
function toCell(cell: unknown, queryId: string, row: number): Cell {
  if (cell === undefined) {
    return null;
  }
  if (typeof cell === 'boolean' || (typeof cell === 'number' && Number.isSafeInteger(cell))) {
    return String(cell);
  }
  throw invalidResult(`has a cell that is neither text nor null (row ${row + 1})`, queryId);
}
