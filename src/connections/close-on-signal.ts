import { closeActiveSessions } from '../session/active-session.js';
import { describeError } from '../diagnostics/describe-error.js';
import { sessionLogger } from '../diagnostics/session-logger.js';
import type { Logger } from '../log.js';
import { checkDuration } from '../query/action-options.js';
import { closeAllConnections } from './connection.js';

/** What {@link closeOnSignal} takes. */
export interface CloseOnSignalOptions {
  /**
   * How long work under way may go on, in milliseconds.
   *
   * @defaultValue `10_000`
   */
  readonly drainTimeoutMs?: number | undefined;
  /** Told what did not close as it should. */
  readonly logger?: Logger | undefined;
}

const DRAIN_TIMEOUT_MS = 10_000;

/**
 * Closes all connections and sessions of this process when it is told to end, and then lets the signal end it. Nothing of
 * the kind is installed unless this is called.
 *
 * A second signal ends the process at once. Where others listen for the signal too, ending the process is left to them.
 *
 * @param signals - Such as `['SIGTERM', 'SIGINT']`.
 * @returns takes the handlers away again.
 * @throws SqlError `ARGUMENT_INVALID` when the time is none: it would be found out when it is too late to close anything.
 */
export function closeOnSignal(
  signals: readonly NodeJS.Signals[] = ['SIGTERM', 'SIGINT'],
  { drainTimeoutMs = DRAIN_TIMEOUT_MS, logger }: CloseOnSignalOptions = {},
): () => void {
  checkDuration('drainTimeoutMs', drainTimeoutMs);
  const remove = (): void => {
    for (const signal of signals) {
      process.removeListener(signal, onSignal);
    }
  };
  const onSignal = (signal: NodeJS.Signals): void => {
    remove();
    void closeAndEnd(signal, drainTimeoutMs, sessionLogger({ logger }));
  };
  for (const signal of signals) {
    process.on(signal, onSignal);
  }
  return remove;
}

async function closeAndEnd(signal: NodeJS.Signals, drainTimeoutMs: number, logger: Logger): Promise<void> {
  const results = await Promise.allSettled([
    closeAllConnections({ drainTimeoutMs }),
    closeActiveSessions(drainTimeoutMs),
  ]);
  for (const result of results) {
    if (result.status === 'rejected') {
      logger.error('not everything closed as it should when the process was told to end', {
        event: 'signal.close.fail',
        error: describeError(result.reason),
      });
    }
  }
  if (process.listenerCount(signal) === 0) {
    process.kill(process.pid, signal);
  }
}
