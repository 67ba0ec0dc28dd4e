import { AbortedError, QueryTimeoutError } from '../errors.js';
import { onAbort } from '../on-abort.js';
import { type ActionOptions, askedTimeout, checkDuration } from './action-options.js';

/**
 * Waits for something that cannot be stopped itself.
 *
 * @param late - Says what took longer than the limit, which it is told in words.
 */
export async function waitFor<T>(
  work: Promise<T>,
  options: Pick<ActionOptions, 'signal' | 'timeoutMs'>,
  { late, queryId }: { readonly late: (limit: string) => string; readonly queryId?: string },
): Promise<T> {
  const { signal, timeoutMs } = options;
  // Who has left does not hear of it any more.
  work.catch(() => undefined);
  const limit = checkDuration('timeoutMs', timeoutMs);
  let timer: NodeJS.Timeout | undefined;
  let stopListening: (() => void) | undefined;
  const stopped = new Promise<never>((_resolve, reject) => {
    if (signal) {
      const leave = (): void => reject(new AbortedError(signal.reason, { queryId }));
      stopListening = onAbort(signal, leave);
      if (signal.aborted) {
        leave();
      }
    }
    if (limit !== undefined) {
      const text = late(`its limit of ${askedTimeout(options)} ms`);
      timer = setTimeout(() => reject(new QueryTimeoutError(text, { queryId })), limit);
    }
  });
  try {
    return await Promise.race([stopped, work]);
  } finally {
    clearTimeout(timer);
    stopListening?.();
    stopped.catch(() => undefined);
  }
}
