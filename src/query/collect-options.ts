import { SqlError } from '../errors.js';
import type { ActionOptions } from './action-options.js';
import type { ProgressOptions } from './progress.js';
import type { RowOptions } from './rows.js';
import { checkSchema, type StandardSchema } from './row-schema.js';

/** A row as an object keyed by column name, when no type is given. */
export type AnyRow = Record<string, unknown>;

/** What an action that gives rows takes. */
export interface CollectOptions extends ActionOptions, RowOptions, ProgressOptions {
  /**
   * Checks every row, and gives what the validator makes of it. The first row that does not fit ends the action with an
   * error that names row and column.
   */
  readonly schema?: StandardSchema | undefined;
  /**
   * Refuses a result with more rows, before any of them is fetched: a guard for the memory. To get only the first rows,
   * use `first(n)`.
   *
   * @defaultValue no limit
   */
  readonly maxRows?: number | undefined;
}

/**
 * Checks what a caller gave, before a statement is sent.
 *
 * @throws SqlError `ARGUMENT_INVALID` that names the option.
 */
export function checkCollectOptions({ maxRows, schema, onProgress }: CollectOptions): void {
  checkProgressListener(onProgress);
  if (maxRows !== undefined && !(Number.isInteger(maxRows) && maxRows >= 0)) {
    throw new SqlError(`maxRows must be a whole number, not ${String(maxRows)}.`, { code: 'ARGUMENT_INVALID' });
  }
  if (schema !== undefined) {
    checkSchema(schema);
  }
}

/** @throws SqlError `RESULT_INVALID` when a result has more rows than the caller allows. */
export function checkRowCount(result: { readonly rowCount: number; readonly queryId: string }, maxRows?: number): void {
  if (maxRows !== undefined && result.rowCount > maxRows) {
    throw new SqlError(`The result has ${result.rowCount} rows, more than maxRows of ${maxRows}.`, {
      code: 'RESULT_INVALID',
      queryId: result.queryId,
      hint: 'Limit the query, read it with toLocalIterator(), or raise maxRows.',
    });
  }
}

/** @throws SqlError `ARGUMENT_INVALID` when it is no function. */
export function checkProgressListener(onProgress: unknown): void {
  if (onProgress !== undefined && typeof onProgress !== 'function') {
    throw new SqlError(`onProgress must be a function, not ${typeof onProgress}.`, { code: 'ARGUMENT_INVALID' });
  }
}
