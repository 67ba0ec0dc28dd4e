import type { Column, Relation } from '../catalog/model.js';
import { parquetReader, readSelected, type SelectedFiles } from '../stages/staged-table.js';
import type { Cell } from '../statement.js';
import { TEXT, number } from '../types/sql-type.js';
import { TYPE, type Outcome, type StatementContext } from './command.js';
import { faultCode, inspectFile, loadFault, type LoadError } from './copy-file.js';
import type { CopyOptions } from './copy-options.js';

const ERRORS = [
  ['ERROR', TEXT],
  ['FILE', TEXT],
  ['LINE', number()],
  ['CHARACTER', number()],
  ['BYTE_OFFSET', number()],
  ['CATEGORY', TEXT],
  ['CODE', number()],
  ['SQL_STATE', TEXT],
  ['COLUMN_NAME', TEXT],
  ['ROW_NUMBER', number()],
  ['ROW_START_LINE', number()],
] as const;

/**
 * VALIDATION_MODE: tells what is wrong with the files, or their first rows, and loads nothing.
 *
 * @throws SnowflakeError the first fault, when rows are asked for
 */
export async function validateFiles(
  context: StatementContext,
  table: Relation,
  columns: readonly Column[],
  selected: SelectedFiles,
  options: CopyOptions,
): Promise<Outcome> {
  const { validation } = options;
  const sources = await readSelected(selected, parquetReader(context.run));
  const errors: (readonly Cell[])[] = [];
  const rows: (readonly Cell[])[] = [];
  for (const source of sources) {
    const { file, errors: found } = await inspectFile(context, table, columns, source, selected, options);
    const [first] = found;
    const wanted = typeof validation === 'number' ? validation - rows.length : 0;
    if (first !== undefined && first.row <= wanted) {
      throw loadFault(first, file);
    }
    errors.push(...found.map((error) => errorCells(error, file)));
    rows.push(...source.content.rows.slice(0, wanted).map(({ cells }) => columns.map((_, at) => cells[at] ?? null)));
  }
  const shape = typeof validation === 'number' ? columns.map(({ name }) => [name, TEXT] as const) : ERRORS;
  return {
    columns: shape.map(([name, type]) => ({ name, type, nullable: true })),
    typeId: TYPE.copy,
    rows: { cells: context.request.describeOnly ? [] : typeof validation === 'number' ? rows : errors },
  };
}

function errorCells(error: LoadError, file: string): readonly Cell[] {
  const { message, line, row, column } = error;
  const category = column === '' ? 'parsing' : 'conversion';
  const place = [message, file, String(line), '1', null, category];
  return [...place, faultCode(error), '22000', column, String(row), String(line)];
}
