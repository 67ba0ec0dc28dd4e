import { ERROR_COLUMNS, errorCells } from '../catalog/file-loads.js';
import type { Column, Relation } from '../catalog/model.js';
import { nullOf } from '../compile/typed.js';
import { parquetReader, readSelected, type SelectedFiles } from '../stages/staged-table.js';
import type { Cell } from '../statement.js';
import { TYPE, type Outcome, type StatementContext } from './command.js';
import { inspectFile, loadedSql } from './copy-file.js';
import type { CopyOptions } from './copy-options.js';
import { loadError } from './load-errors.js';

/**
 * VALIDATION_MODE: tells what is wrong with the files, or their first rows as they would be loaded, and loads nothing.
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
  const rows: string[] = [];
  let left = typeof validation === 'number' ? validation : 0;
  for (const source of sources) {
    const {
      errors: found,
      mappings,
      staged,
      rowNumber,
    } = await inspectFile(context, table, columns, source, selected, options);
    const [first] = found;
    if (first !== undefined && first.row <= left) {
      throw loadError(first);
    }
    errors.push(...found.map((fault) => errorCells(fault).slice(0, ERROR_COLUMNS.length)));
    const cells = columns.map((column, at) => {
      const mapping = mappings.find((one) => one.column.name === column.name);
      const sql =
        mapping === undefined ? nullOf(column.type).sql : loadedSql(context, mapping, selected.format, options);
      return `${sql} AS c${at + 1}`;
    });
    rows.push(`(SELECT ${cells.join(', ')} FROM ${staged} WHERE ${rowNumber} <= ${left} ORDER BY ${rowNumber})`);
    left -= Math.min(left, source.content.rows.length);
  }
  if (typeof validation !== 'number') {
    const shape = ERROR_COLUMNS.map(([name, type]) => ({ name, type, nullable: true }));
    return { columns: shape, typeId: TYPE.copy, rows: { cells: context.request.describeOnly ? [] : errors } };
  }
  return {
    columns: columns.map(({ name, type }) => ({ name, type, nullable: true })),
    typeId: TYPE.copy,
    rows:
      rows.length === 0 || context.request.describeOnly
        ? { cells: [] }
        : await context.select(rows.join(' UNION ALL ')),
  };
}
