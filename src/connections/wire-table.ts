import type { ColumnMetadata, WireRow } from '../driver/port.js';
import type { OpenResult } from '../query/statements.js';
import { rowBuilder, type RowOptions } from '../query/rows.js';

/**
 * A whole result as it came over the wire. Rows are made of it for each caller anew, so that nobody sees what another
 * does to them.
 */
export interface WireTable {
  readonly columns: readonly ColumnMetadata[];
  readonly rows: readonly WireRow[];
  /** How much memory it takes, approximately, in characters. */
  readonly characters: number;
}

/** What a cell or a row takes besides its text, approximately, in characters. */
const CELL_OVERHEAD = 8;

/** Reads a result to its end. */
export async function readWireTable(result: OpenResult): Promise<WireTable> {
  const rows: WireRow[] = [];
  let characters = CELL_OVERHEAD;
  for await (const batch of result.batches()) {
    for (const row of batch) {
      rows.push(row);
      for (const cell of row) {
        characters += CELL_OVERHEAD + (cell?.length ?? 0);
      }
    }
  }
  return { columns: result.columns, rows, characters };
}

/** Fresh rows out of a result. */
export function buildRows(table: WireTable, options: RowOptions): unknown[] {
  return table.rows.map(rowBuilder(table.columns, options));
}
