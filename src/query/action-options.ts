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
  /**
   * Told the statement's query id as soon as the server has said it, which for one that takes long is before it ends:
   * to show it, or to cancel it from elsewhere. What it throws is ignored.
   */
  readonly onQueryId?: ((queryId: string) => void) | undefined;
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

/** The same options with what is left of their time, for an action's next statement. `started` is `performance.now()`. */
export function timeLeft<Options extends ActionOptions>(options: Options, started: number): Options {
  const timeoutMs = checkDuration('timeoutMs', options.timeoutMs);
  const spent = performance.now() - started;
  return timeoutMs === undefined ? options : { ...options, timeoutMs: Math.max(timeoutMs - spent, 1) };
}
