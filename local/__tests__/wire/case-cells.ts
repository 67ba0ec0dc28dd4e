import type { Column, RowStatement } from 'snowflake-sdk';

/** What a case says of a cell: a value, "anything but null", or a value to compare as JSON. */
export type ExpectedCell = string | number | boolean | null | { readonly any: true } | { readonly json: unknown };

/** A row of the driver in the words of the cases: moments as text in UTC, the rest as it is. */
export function readRow(row: readonly unknown[], statement: RowStatement): readonly unknown[] {
  const columns = statement.getColumns();
  return row.map((cell, at) => readCell(cell, columns?.[at]));
}

function readCell(cell: unknown, column: Column | undefined): unknown {
  if (!(cell instanceof Date)) {
    return column?.getType() === 'time' && typeof cell === 'string' ? cutZeros(cell) : cell;
  }
  const text = cell.toISOString().replace('T', ' ').replace('Z', '');
  return column?.getType() === 'date' ? text.slice(0, 10) : cutZeros(text);
}

function cutZeros(text: string): string {
  return text.replace(/\.0*$|(\.\d*?)0+$/, '$1');
}

/** Brings a cell to the form in which it equals what is expected of it. */
export function matchCell(expected: ExpectedCell | undefined, cell: unknown): unknown {
  if (typeof expected === 'object' && expected !== null) {
    if ('any' in expected) {
      return cell === null ? null : expected;
    }
    return { json: typeof cell === 'string' ? parse(cell) : cell };
  }
  if (typeof expected === 'number' && typeof cell === 'string' && cell.trim() !== '') {
    return Number(cell);
  }
  if (typeof expected === 'string' && typeof cell === 'object' && cell !== null) {
    return JSON.stringify(cell);
  }
  return typeof expected === 'string' && typeof cell === 'number' ? String(cell) : cell;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
