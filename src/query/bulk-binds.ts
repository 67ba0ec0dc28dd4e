import type { DriverBind } from '../driver/port.js';
import { SqlError } from '../errors.js';
import { toDriverBind } from './binds.js';
import { readGiven } from './json-bind.js';
import { isTyped } from './typed-bind.js';

/**
 * Converts rows for a bulk statement.
 *
 * The driver takes a column's type from its first row alone. So a column whose values are not all of that type goes as
 * text, which the server converts to the type of the target.
 *
 * @throws SqlError `BIND_INVALID` for rows of unlike width, and for objects that cannot go as text.
 */
export function toBulkBinds(rows: unknown): readonly (readonly DriverBind[])[] {
  const [first]: readonly unknown[] = Array.isArray(rows) ? rows : [];
  if (!Array.isArray(rows) || !Array.isArray(first) || first.length === 0) {
    throw invalid('bindRows needs at least one row with at least one value.');
  }
  const width = first.length;
  const binds = Array.from(rows, (row: unknown, rowIndex) => {
    if (!Array.isArray(row) || row.length !== width) {
      throw invalid(`row ${rowIndex + 1} must be an array of ${width} values, as the first row is.`);
    }
    return Array.from(row, (value: unknown, index) => toBind(value, `bind ${index + 1} of row ${rowIndex + 1}`));
  });
  for (let index = 0; index < width; index++) {
    unifyColumn(binds, index);
  }
  return binds;
}

function toBind(value: unknown, place: string): DriverBind {
  if (typeof value !== 'object' || value === null) {
    return toDriverBind(value, place);
  }
  return readGiven(place, () => {
    if (isTyped(value)) {
      throw invalid(
        `${place} has a type, which rows of a bulk statement cannot have.`,
        'Write the conversion into the statement: values (?::date, …).',
      );
    }
    return toDriverBind(value, place);
  });
}

/** Our own copy of the rows is changed, never the caller's. */
function unifyColumn(rows: DriverBind[][], index: number): void {
  const declared = kindOf(rows[0]?.[index]);
  const odd = rows.findIndex((row) => row[index] !== null && kindOf(row[index]) !== declared);
  if (odd === -1) {
    return;
  }
  for (const [rowIndex, row] of rows.entries()) {
    row[index] = toText(row[index] ?? null, index, rowIndex);
  }
}

function kindOf(bind: DriverBind | undefined): string {
  return typeof bind === 'number' && !Number.isInteger(bind) ? 'fraction' : bind === null ? 'string' : typeof bind;
}

function toText(bind: DriverBind, index: number, rowIndex: number): DriverBind {
  if (typeof bind === 'object' && bind !== null) {
    throw invalid(
      `bind ${index + 1} of row ${rowIndex + 1} is an object or array, but others in its column are not, or the first row ` +
        'has null there.',
      'Put a row with an object first, or pass JSON text and convert it with parse_json(?).',
    );
  }
  return bind === null || typeof bind === 'string' ? bind : String(bind);
}

function invalid(message: string, hint?: string): SqlError {
  return new SqlError(message, { code: 'BIND_INVALID', hint });
}
