import type { StatementResult } from '../statement.js';

type Rows = StatementResult['rows'];
type Batch = Rows extends AsyncIterable<infer Item> ? Item : never;

/** At most so many rows of a result, as ROWS_PER_RESULTSET and JDBC's `setMaxRows` ask for; 0 means all. */
export function firstRows(rows: Rows, limit: number): Rows {
  return limit === 0 ? rows : cut(rows, limit);
}

async function* cut(rows: Rows, limit: number): AsyncGenerator<Batch> {
  let left = limit;
  for await (const batch of rows) {
    yield batch.slice(0, left);
    left -= batch.length;
    if (left <= 0) {
      return;
    }
  }
}
