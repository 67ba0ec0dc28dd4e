import { PackedRows } from '../driver/packed-rows.js';
import type { ColumnMetadata, RowBatch } from '../driver/port.js';
import { Turns } from '../driver/turns.js';
import { checkRowCount, type CollectOptions } from '../query/collect-options.js';
import { type ProgressListener, withProgress } from '../query/progress.js';
import { RowChecker } from '../query/row-schema.js';
import { onlyResult } from '../query/row-batches.js';
import { keysOf, rowsBuilder } from '../query/rows.js';
import type { OpenResult } from '../query/open-result.js';

/**
 * A whole result as it came over the wire. Rows are made of it for each caller anew, so that nobody sees what another
 * does to them.
 */
export interface WireTable {
  readonly queryId: string;
  readonly columns: readonly ColumnMetadata[];
  readonly rowCount: number;
  readonly batches: readonly RowBatch[];
  /** How much memory it takes, approximately, in characters. */
  readonly characters: number;
}

/** What to do with a text of several statements. */
export const SEVERAL_HINT = 'Use session() of the connection, and sql(text, binds, { multiStatement }) of it.';

/** What a cell or a row takes besides its text, approximately, in characters. */
const CELL_OVERHEAD = 8;

/**
 * Reads a result to its end.
 *
 * @throws SqlError `RESULT_INVALID` when there are several statements.
 */
export async function readWireTable(several: OpenResult, onProgress?: ProgressListener): Promise<WireTable> {
  const result = onlyResult(several, SEVERAL_HINT);
  const batches: RowBatch[] = [];
  let rowCount = 0;
  let characters = CELL_OVERHEAD;
  for await (const batch of onProgress === undefined ? result.batches() : withProgress(onProgress, result)) {
    batches.push(batch);
    rowCount += batch.length;
    characters += charactersOf(batch);
  }
  return { queryId: result.queryId, columns: result.columns, rowCount, batches, characters };
}

function charactersOf(batch: RowBatch): number {
  if (batch instanceof PackedRows) {
    return batch.bytes.length + CELL_OVERHEAD * batch.length * batch.width;
  }
  let characters = 0;
  for (const row of batch) {
    for (const cell of row) {
      characters += CELL_OVERHEAD + (cell?.length ?? 0);
    }
  }
  return characters;
}

/**
 * Fresh rows out of a result.
 *
 * @throws SqlError `RESULT_INVALID` for more rows than the caller allows, and for a row that does not fit the schema.
 */
export async function buildRows(
  { queryId, columns, rowCount, batches }: WireTable,
  options: CollectOptions,
): Promise<unknown[]> {
  checkRowCount({ rowCount, queryId }, options.maxRows);
  const build = rowsBuilder(columns, options);
  const built: unknown[] = [];
  const turns = new Turns();
  for (const batch of batches) {
    for (const row of build(batch)) {
      built.push(row);
    }
    await turns.rest();
  }
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
