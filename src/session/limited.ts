import { AbortedError, QueryTimeoutError } from '../errors.js';
import { onAbort } from '../on-abort.js';
import { type ActionOptions, checkActionOptions, checkDuration } from '../query/action-options.js';

/**
 * Does work that is no statement, such as reading a stream, until the caller's signal or time ends it.
 *
 * @param work - Ends when its signal aborts.
 * @throws AbortedError when the caller's signal stops it, QueryTimeoutError after `timeoutMs`.
 */
export async function limited<T>(options: ActionOptions, work: (stop: AbortSignal) => Promise<T>): Promise<T> {
  checkActionOptions(options);
  const { signal } = options;
  const timeoutMs = checkDuration('timeoutMs', options.timeoutMs);
  const stop = new AbortController();
  if (signal?.aborted === true) {
    throw new AbortedError(signal.reason);
  }
  const stopListening = signal && onAbort(signal, () => stop.abort(new AbortedError(signal.reason)));
  const late = (): void => stop.abort(new QueryTimeoutError(`It took longer than its limit of ${timeoutMs} ms.`));
  const timer = timeoutMs === undefined ? undefined : setTimeout(late, timeoutMs);
  try {
    return await work(stop.signal);
  } catch (error) {
    throw stop.signal.aborted ? stop.signal.reason : error;
  } finally {
    clearTimeout(timer);
    stopListening?.();
  }
}
