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

/** A session parameter's name. */
const PARAMETER_NAME = /^[a-z_][a-z0-9_]*$/i;

/**
 * Checks what a caller gave, before anything is sent: what is refused must not have run.
 *
 * @throws SqlError `ARGUMENT_INVALID` that names the option.
 */
export function checkActionOptions(options: ActionOptions): void {
  if (typeof options !== 'object' || options === null) {
    throw invalid(`options must be an object, not ${options === null ? 'null' : typeof options}`);
  }
  const { signal, timeoutMs, statementParams, onQueryId } = options;
  checkSignal(signal);
  checkDuration('timeoutMs', timeoutMs);
  if (onQueryId !== undefined) {
    checkFunction('onQueryId', onQueryId);
  }
  if (statementParams !== undefined) {
    checkParameters(statementParams);
  }
}

/** By shape: a signal may come from another realm, or from a package of its own. */
function checkSignal(signal: unknown): void {
  if (signal === undefined || signal === null) {
    return;
  }
  const { aborted, addEventListener } = Object(signal) as Partial<AbortSignal>;
  if (typeof aborted !== 'boolean' || typeof addEventListener !== 'function') {
    throw invalid(`signal must be an AbortSignal, not ${describe(signal)}`);
  }
}

function checkParameters(parameters: unknown): void {
  if (typeof parameters !== 'object' || parameters === null || Array.isArray(parameters)) {
    throw invalid('statementParams must be an object with a value for each parameter');
  }
  for (const [name, value] of Object.entries(parameters)) {
    if (!PARAMETER_NAME.test(name)) {
      throw invalid(`statementParams has ${JSON.stringify(name)}, which is not the name of a parameter`);
    }
    const isValue = typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value);
    if (!isValue && value !== undefined) {
      throw invalid(`statementParams.${name} must be a text, a number or a boolean, not ${describe(value)}`);
    }
  }
}

/** @throws SqlError `ARGUMENT_INVALID` when it is no function. */
export function checkFunction(name: string, value: unknown): void {
  if (typeof value !== 'function') {
    throw invalid(`${name} must be a function, not ${describe(value)}`);
  }
}

/** Never the value of an object: it can hold anything. */
function describe(value: unknown): string {
  return value === null || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : `a ${typeof value}`;
}

function invalid(problem: string): SqlError {
  return new SqlError(`${problem}.`, { code: 'ARGUMENT_INVALID' });
}

/** The largest delay a Node timer takes; a longer one would fire at once. */
export const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * Checks a duration that a caller gave.
 *
 * @throws SqlError `ARGUMENT_INVALID` that names the option.
 */
export function checkDuration(name: string, ms: number | undefined): number | undefined {
  if (ms !== undefined && !(typeof ms === 'number' && ms > 0)) {
    throw invalid(`${name} must be a positive number of milliseconds, not ${describe(ms)}`);
  }
  return ms === undefined ? undefined : Math.min(ms, LONGEST_TIMER_MS);
}

/** Where options with what is left of a time keep the time itself. */
const ASKED = Symbol('timeoutMs as the caller gave it');

/** The same options with what is left of their time, for an action's next statement. `started` is `performance.now()`. */
export function timeLeft<Options extends ActionOptions>(options: Options, started: number): Options {
  checkActionOptions(options);
  const timeoutMs = checkDuration('timeoutMs', options.timeoutMs);
  const spent = performance.now() - started;
  return timeoutMs === undefined
    ? options
    : { ...options, timeoutMs: Math.max(timeoutMs - spent, 1), [ASKED]: askedTimeout(options) };
}

/** The `timeoutMs` that the caller gave, of whose time some may be spent: the one to name. */
export function askedTimeout(options: ActionOptions & { readonly [ASKED]?: number | undefined }): number | undefined {
  return options[ASKED] ?? options.timeoutMs;
}
