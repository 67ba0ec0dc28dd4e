import type { Column, Relation } from '../catalog/model.js';
import type { LoadFault } from '../catalog/file-loads.js';
import { SnowflakeError } from '../errors.js';
import type { FileFormat } from '../stages/file-format.js';
import type { FilePlace, RowPlaces, RowsPlaces } from '../stages/row-places.js';
import type { StagedSource } from '../stages/staged-table.js';

/** The first row's fault, as the statement's. */
export function loadError({ message, file, line, character, row, startLine, column, code }: LoadFault): SnowflakeError {
  const start = startLine === line ? '' : ` starts at line ${startLine}`;
  const place = `  File '${file}', line ${line}, character ${character}\n  Row ${row}${start}, column ${column}`;
  const advice = `  If you would like to continue loading when an error is encountered, use other values such as 'SKIP_FILE' or 'CONTINUE' for the ON_ERROR option. For more information on loading options, please run 'info loading_data' in a SQL client.`;
  return new SnowflakeError(code, '22000', `${message}\n${place}\n${advice}`);
}

/** By how a message begins: further on it shows what the file holds. */
const CODES: readonly (readonly [RegExp, string])[] = [
  [/^Numeric.* is out of range$/s, '100039'],
  [/^Numeric/, '100038'],
  [/^Boolean/, '100037'],
  [/^Date/, '100040'],
  [/^(?:Time|BINARY)/, '100035'],
  [/^User character length limit/, '100074'],
  [/^NULL/, '100072'],
  [/^Error parsing JSON/, '100069'],
];

/** A value that its column does not take. */
export function valueFault(
  message: string,
  at: {
    readonly table: Relation;
    readonly column: Column;
    readonly index: number;
    readonly field: number;
    readonly row: number;
  },
  source: StagedSource,
  placesIn: RowsPlaces,
  format: FileFormat,
  file: string,
): LoadFault {
  const { table, column, index, field, row } = at;
  const read = source.content.rows[row - 1] ?? { line: 1, cells: [] };
  const places = placesIn.of(read);
  const told = { file, row, startLine: read.line, column: columnOf(table, column.name, index), record: places.record };
  if (format.type === 'CSV' && message.startsWith('NULL')) {
    const text = `${message}. Use quotes if an empty field should be interpreted as an empty string instead of a null`;
    return { ...told, ...places.fieldAt(field + 1), message: text, code: '100088', category: 'parsing' };
  }
  const code = CODES.find(([pattern]) => pattern.test(message))?.[1] ?? '100080';
  return { ...told, ...places.fieldAt(field), message, code, category: 'conversion' };
}

/** Rows of another length than the table's columns, which CSV refuses unless told otherwise. */
export function misfits(
  table: Relation,
  columns: readonly Column[],
  source: StagedSource,
  placesIn: RowsPlaces,
  format: FileFormat,
  file: string,
): readonly LoadFault[] {
  return source.content.rows.flatMap((read, at) => {
    const { cells, line: startLine } = read;
    if (cells.length === columns.length) {
      return [];
    }
    const places = placesIn.of(read);
    const row = at + 1;
    const [place, what] = misfit(table, columns, cells.length, row, format, places);
    return [{ file, row, startLine, record: places.record, category: 'parsing', ...place, ...what }];
  });
}

/** The first row tells how many columns a file has; later ones break off, or go on, where they should not. */
function misfit(
  table: Relation,
  columns: readonly Column[],
  width: number,
  row: number,
  { fieldDelimiter = '', recordDelimiter }: FileFormat,
  places: RowPlaces,
): readonly [FilePlace, Pick<LoadFault, 'message' | 'code' | 'column'>] {
  if (row === 1) {
    const message = `Number of columns in file (${width}) does not match that of the corresponding table (${columns.length}), use file format option error_on_column_count_mismatch=false to ignore this error`;
    return [places.next, { message, code: '100080', column: `"${table.name}"[${width}]` }];
  }
  if (width < columns.length) {
    const column = columnOf(table, columns[width]?.name ?? '', width);
    const message = `End of record reached while expected to parse column '${column}'`;
    return [places.end, { message, code: '100068', column }];
  }
  const last = columns.length - 1;
  const message = `Field delimiter '${fieldDelimiter}' found while expecting record delimiter '${recordDelimiter.replaceAll('\n', '\\n').replaceAll('\r', '\\r')}'`;
  const column = columnOf(table, columns[last]?.name ?? '', last);
  return [places.delimiterAt(columns.length), { message, code: '100016', column }];
}

function columnOf(table: Relation, name: string, index: number): string {
  return `"${table.name}"["${name}":${index + 1}]`;
}
