import { SqlError } from '../errors.js';
import { type ActionOptions, checkActionOptions, checkFunction } from './action-options.js';
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

/** What the options of rows can be; another word would be taken for the default in silence. */
const CHOICES: Readonly<Record<keyof RowOptions, readonly unknown[]>> = {
  rowMode: ['object', 'array'],
  caseSensitive: [true, false],
  integers: ['auto', 'bigint'],
  decimals: ['auto', 'string'],
  timestamps: ['date', 'string'],
};

/**
 * Checks what a caller gave, before a statement is sent.
 *
 * @throws SqlError `ARGUMENT_INVALID` that names the option.
 */
export function checkCollectOptions(options: CollectOptions): void {
  checkActionOptions(options);
  const { maxRows, schema, onProgress } = options;
  if (onProgress !== undefined) {
    checkFunction('onProgress', onProgress);
  }
  for (const [name, choices] of Object.entries(CHOICES)) {
    const given: unknown = options[name as keyof RowOptions];
    if (given !== undefined && !choices.includes(given)) {
      throw new SqlError(`${name} must be ${choices.map((choice) => JSON.stringify(choice)).join(' or ')}.`, {
        code: 'ARGUMENT_INVALID',
      });
    }
  }
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
