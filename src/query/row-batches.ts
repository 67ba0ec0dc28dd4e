import { checkRowCount, type CollectOptions } from './collect-options.js';
import { withProgress } from './progress.js';
import { keysOf, rowsBuilder } from './rows.js';
import { RowChecker } from './row-schema.js';
import type { OpenResult } from './statements.js';

/** Reads a result's rows as the caller wants them, in batches. */
export async function* rowBatches(
  result: OpenResult,
  options: CollectOptions,
): AsyncGenerator<readonly unknown[], void, undefined> {
  checkRowCount(result, options.maxRows);
  const build = rowsBuilder(result.columns, options, result.queryId);
  const { onProgress } = options;
  const batches = onProgress === undefined ? result.batches() : withProgress(onProgress, result);
  if (options.schema === undefined) {
    for await (const batch of batches) {
      yield build(batch);
    }
    return;
  }
  const checker = new RowChecker(options.schema, keysOf(result.columns, options.caseSensitive ?? true), result.queryId);
  for await (const batch of batches) {
    const { rows, failure } = await checker.check(build(batch));
    yield rows;
    if (failure !== undefined) {
      throw failure;
    }
  }
}

/** Reads all of a result's rows. */
export async function allRows(result: OpenResult, options: CollectOptions): Promise<unknown[]> {
  const rows: unknown[] = [];
  for await (const batch of rowBatches(result, options)) {
    for (const row of batch) {
      rows.push(row);
    }
  }
  return rows;
}
