import type { ColumnMetadata, WireRow } from '../driver/port.js';
import type { OpenResult } from '../query/statements.js';
import { checkRowCount, type CollectOptions } from '../query/collect-options.js';
import { type ProgressListener, withProgress } from '../query/progress.js';
import { RowChecker } from '../query/row-schema.js';
import { keysOf, rowsBuilder } from '../query/rows.js';

/**
 * A whole result as it came over the wire. Rows are made of it for each caller anew, so that nobody sees what another
 * does to them.
 */
export interface WireTable {
  readonly queryId: string;
  readonly columns: readonly ColumnMetadata[];
  readonly rows: readonly WireRow[];
  /** How much memory it takes, approximately, in characters. */
  readonly characters: number;
}

/** What a cell or a row takes besides its text, approximately, in characters. */
const CELL_OVERHEAD = 8;

/** Reads a result to its end. */
export async function readWireTable(result: OpenResult, onProgress?: ProgressListener): Promise<WireTable> {
  const rows: WireRow[] = [];
  let characters = CELL_OVERHEAD;
  const batches = onProgress === undefined ? result.batches() : withProgress(onProgress, result);
  for await (const batch of batches) {
    for (const row of batch) {
      rows.push(row);
      for (const cell of row) {
        characters += CELL_OVERHEAD + (cell?.length ?? 0);
      }
    }
  }
  return { queryId: result.queryId, columns: result.columns, rows, characters };
}

/**
 * Fresh rows out of a result.
 *
 * @throws SqlError `RESULT_INVALID` for more rows than the caller allows, and for a row that does not fit the schema.
 */
export async function buildRows({ queryId, columns, rows }: WireTable, options: CollectOptions): Promise<unknown[]> {
  checkRowCount({ rowCount: rows.length, queryId }, options.maxRows);
  const built = rowsBuilder(columns, options)(rows);
  if (options.schema === undefined) {
    return built;
  }
  const checker = new RowChecker(options.schema, keysOf(columns, options.caseSensitive ?? true), queryId);
  const { rows: checked, failure } = await checker.check(built);
  if (failure !== undefined) {
    throw failure;
  }
  return checked;
}
