import type { OpenResult } from '../query/open-result.js';
import { buildRows, readWireTable } from './wire-table.js';

/** What a statement that writes came to. */
export interface ExecuteResult {
  /** Snowflake's query id. */
  readonly queryId: string;
  /** Rows inserted, updated or deleted, together; undefined for a statement that changes no rows. */
  readonly rowsAffected: number | undefined;
  /** What the server says of it, as rows keyed by column name. */
  readonly rows: readonly Record<string, unknown>[];
}

/** The columns that count rows; `number of multi-joined rows updated` counts them a second time. */
const COUNT = /^number of rows (inserted|updated|deleted)\b/i;

/** Reads the status that a statement ends with. */
export async function readExecuteResult(result: OpenResult): Promise<ExecuteResult> {
  const table = await readWireTable(result);
  const counts = table.columns.flatMap(({ name }, index) => (COUNT.test(name) ? [index] : []));
  let rowsAffected = 0;
  for (const row of table.batches.flatMap((batch) => [...batch])) {
    rowsAffected += counts.reduce((total, index) => total + Number(row[index] ?? 0), 0);
  }
  return {
    queryId: result.queryId,
    rowsAffected: counts.length === 0 ? undefined : rowsAffected,
    rows: (await buildRows(table, {})).filter(isRow),
  };
}

function isRow(row: unknown): row is Record<string, unknown> {
  return typeof row === 'object' && row !== null;
}
