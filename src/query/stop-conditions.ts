import { AbortedError, QueryTimeoutError, type SnowparkError } from '../errors.js';
import { onAbort } from '../on-abort.js';
import { type ActionOptions, askedTimeout, checkDuration } from './action-options.js';
import type { RunningStatement } from './running-statement.js';

/** How long a stopped statement is cancelled again and again when nobody waits for it, in milliseconds. */
const CANCEL_LIMIT_MS = 60_000;

/** Sets up what may stop a statement; the returned function takes it down. `timeoutMs` is for options without their own. */
export function armStop(
  statement: RunningStatement,
  options: Pick<ActionOptions, 'signal' | 'timeoutMs'>,
  timeoutMs: number | undefined,
): () => void {
  const { signal } = options;
  const limit = checkDuration('timeoutMs', options.timeoutMs) ?? timeoutMs;
  const stop = (reason: SnowparkError): void => {
    void statement.stop(reason, AbortSignal.timeout(CANCEL_LIMIT_MS));
  };
  const stopListening =
    signal && onAbort(signal, () => stop(new AbortedError(signal.reason, { queryId: statement.queryId })));
  const late = (): void => stop(timedOut(statement, askedTimeout(options) ?? limit));
  const timer = limit === undefined ? undefined : setTimeout(late, limit);
  return () => {
    clearTimeout(timer);
    stopListening?.();
  };
}

function timedOut({ queryId, isFetched }: RunningStatement, limit: number | undefined): QueryTimeoutError {
  const end = isFetched ? 'and is no longer waited for; it runs on' : 'and was cancelled';
  return new QueryTimeoutError(`The statement took longer than its limit of ${limit} ms ${end}.`, { queryId });
}
