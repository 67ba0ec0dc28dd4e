import { SqlError } from '../errors.js';
import { checkRowCount, type CollectOptions } from './collect-options.js';
import { withProgress } from './progress.js';
import { keysOf, rowsBuilder } from './rows.js';
import { RowChecker } from './row-schema.js';
import type { OpenResult } from './open-result.js';

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

/** The rows of each statement of a text of several, in order. */
export async function rowsOfEach(first: OpenResult, options: CollectOptions): Promise<unknown[][]> {
  const results: unknown[][] = [];
  for (const result of [first, ...first.following]) {
    results.push(await allRows(result, options));
  }
  return results;
}

/**
 * The result of a text that was to be one statement. The rows of others must not vanish.
 *
 * @param hint - What gives the rows of each.
 * @throws SqlError `RESULT_INVALID` when there are several.
 */
export function onlyResult(result: OpenResult, hint: string): OpenResult {
  if (result.following.length > 0) {
    throw new SqlError(
      `There are ${result.following.length + 1} statements, which have run, each with rows of its own.`,
      {
        code: 'RESULT_INVALID',
        queryId: result.queryId,
        hint,
      },
    );
  }
  return result;
}
