import { TEXT, number, timestamp } from '../types/sql-type.js';
import type { Cell, View } from './information-schema.js';

/** Columns by their names: text, but for moments, marked `@`, and numbers, marked `#`. */
export function viewColumns(names: string): View['columns'] {
  return names.split(' ').map((name) => {
    const type = name.endsWith('@') ? timestamp('ltz') : name.endsWith('#') ? number(9) : TEXT;
    return [name.replace(/[@#]$/, ''), type] as const;
  });
}

/** A view whose rows are told by the names of its columns; those that are not told are null. */
export function recordView(
  names: string,
  rows: (...sight: Parameters<View['rows']>) => readonly Readonly<Record<string, Cell>>[],
): View {
  const columns = viewColumns(names);
  return {
    columns,
    rows: (...sight) => rows(...sight).map((row) => columns.map(([name]) => row[name] ?? null)),
  };
}
