import { SqlError } from '../errors.js';

/** A session parameter's value for one statement. */
export type StatementParameters = Readonly<Record<string, string | number | boolean>>;

/** What every action takes. */
export interface ActionOptions {
  /**
   * Stops the action: what waits rejects at once with an error named `AbortError` (`TimeoutError` for
   * `AbortSignal.timeout()`), and the statement is cancelled on the server.
   */
  readonly signal?: AbortSignal | undefined;
  /**
   * The longest the action may take, in milliseconds, reading the rows included; then it rejects with
   * `QueryTimeoutError` and the statement is cancelled on the server.
   *
   * @defaultValue no limit
   */
  readonly timeoutMs?: number | undefined;
  /** Session parameters for this statement alone, such as `{ QUERY_TAG: 'nightly' }`. */
  readonly statementParams?: StatementParameters | undefined;
}

/** The largest delay a Node timer takes; a longer one would fire at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * Checks a duration that a caller gave.
 *
 * @throws SqlError `ARGUMENT_INVALID` that names the option.
 */
export function checkDuration(name: string, ms: number | undefined): number | undefined {
  if (ms !== undefined && !(typeof ms === 'number' && ms > 0)) {
    throw new SqlError(`${name} must be a positive number of milliseconds, not ${String(ms)}.`, {
      code: 'ARGUMENT_INVALID',
    });
  }
  return ms === undefined ? undefined : Math.min(ms, LONGEST_TIMER_MS);
}
