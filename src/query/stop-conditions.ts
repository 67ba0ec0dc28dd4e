import { AbortedError, QueryTimeoutError, type SnowparkError } from '../errors.js';
import { onAbort } from '../on-abort.js';
import type { RunningStatement } from './running-statement.js';

/** How long a stopped statement is cancelled again and again when nobody waits for it, in milliseconds. */
const CANCEL_LIMIT_MS = 60_000;

/** Sets up what may stop a statement; the returned function takes it down. */
export function armStop(
  statement: RunningStatement,
  signal: AbortSignal | undefined,
  timeoutMs: number | undefined,
): () => void {
  const stop = (reason: SnowparkError): void => {
    void statement.stop(reason, AbortSignal.timeout(CANCEL_LIMIT_MS));
  };
  const stopListening =
    signal && onAbort(signal, () => stop(new AbortedError(signal.reason, { queryId: statement.queryId })));
  const timer =
    timeoutMs === undefined ? undefined : setTimeout(() => stop(timedOut(timeoutMs, statement.queryId)), timeoutMs);
  return () => {
    clearTimeout(timer);
    stopListening?.();
  };
}

function timedOut(limit: number, queryId: string | undefined): QueryTimeoutError {
  const text = `The statement took longer than its limit of ${Math.ceil(limit)} ms and was cancelled.`;
  return new QueryTimeoutError(text, { queryId });
}
