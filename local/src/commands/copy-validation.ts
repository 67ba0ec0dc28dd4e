import { ERROR_COLUMNS, errorCells } from '../catalog/file-loads.js';
import type { Column, Relation } from '../catalog/model.js';
import { parquetReader, readSelected, type SelectedFiles } from '../stages/staged-table.js';
import type { Cell } from '../statement.js';
import { TEXT } from '../types/sql-type.js';
import { TYPE, type Outcome, type StatementContext } from './command.js';
import { inspectFile } from './copy-file.js';
import type { CopyOptions } from './copy-options.js';
import { loadError } from './load-errors.js';

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
    const { errors: found } = await inspectFile(context, table, columns, source, selected, options);
    const [first] = found;
    const wanted = typeof validation === 'number' ? validation - rows.length : 0;
    if (first !== undefined && first.row <= wanted) {
      throw loadError(first);
    }
    errors.push(...found.map((fault) => errorCells(fault).slice(0, ERROR_COLUMNS.length)));
    rows.push(...source.content.rows.slice(0, wanted).map(({ cells }) => columns.map((_, at) => cells[at] ?? null)));
  }
  const shape = typeof validation === 'number' ? columns.map(({ name }) => [name, TEXT] as const) : ERROR_COLUMNS;
  return {
    columns: shape.map(([name, type]) => ({ name, type, nullable: true })),
    typeId: TYPE.copy,
    rows: { cells: context.request.describeOnly ? [] : typeof validation === 'number' ? rows : errors },
  };
}
