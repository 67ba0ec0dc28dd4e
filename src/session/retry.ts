import { AbortedError, ConnectionError } from '../errors.js';

/** Told of an attempt that failed and is followed by another; attempts count from 1. */
type OnRetry = (error: unknown, attempt: number) => void;

/** Further attempts of a login after one that could not reach the server. */
const LOGIN_RETRIES = 3;
const FIRST_PAUSE_MS = 200;

/**
 * Repeats a login that failed because the server could not be reached or was overloaded. What the server refused is
 * never tried again: a wrong password repeated locks the user out.
 */
export async function retryLogin<T>(attempt: () => Promise<T>, signal: AbortSignal, onRetry: OnRetry): Promise<T> {
  const { default: pRetry } = await import('p-retry');
  return pRetry(attempt, {
    retries: LOGIN_RETRIES,
    minTimeout: FIRST_PAUSE_MS,
    factor: 2,
    randomize: true,
    signal,
    // Asked only while there is an attempt left.
    shouldRetry: ({ error, attemptNumber }) => {
      const isRetried = error instanceof ConnectionError && error.retryable;
      if (isRetried) {
        onRetry(error, attemptNumber);
      }
      return isRetried;
    },
  });
}

/** Attempts of a query whose session is lost each time. */
const QUERY_ATTEMPTS = 3;
const QUERY_PAUSE_MS = 100;

/** What {@link retrySessionLoss} needs to know. */
export interface SessionLossOptions {
  /** Whether an error means that the session is gone; anything else is not tried again. */
  readonly isLost: (error: unknown) => boolean;
  readonly signal?: AbortSignal | undefined;
  readonly onRetry?: OnRetry | undefined;
}

/**
 * Repeats a query whose session was lost, three attempts in all; the last error is thrown as it is. Every attempt is to
 * take the session anew.
 */
export async function retrySessionLoss<T>(attempt: () => Promise<T>, options: SessionLossOptions): Promise<T> {
  const { isLost, signal, onRetry } = options;
  const { default: pRetry } = await import('p-retry');
  try {
    return await pRetry(
      async () => {
        try {
          return await attempt();
        } catch (error) {
          throw new FailedAttempt(error);
        }
      },
      {
        retries: QUERY_ATTEMPTS - 1,
        minTimeout: QUERY_PAUSE_MS,
        factor: 5,
        randomize: true,
        ...(signal === undefined ? {} : { signal }),
        shouldRetry: ({ error, attemptNumber }) => {
          if (!(error instanceof FailedAttempt && isLost(error.reason))) {
            return false;
          }
          onRetry?.(error.reason, attemptNumber);
          return true;
        },
      },
    );
  } catch (error) {
    if (error instanceof FailedAttempt) {
      throw error.reason;
    }
    throw signal?.aborted === true ? new AbortedError(signal.reason) : error;
  }
}

/** Carries whatever was thrown past p-retry, which never repeats a TypeError and replaces what is not an Error. */
class FailedAttempt extends Error {
  readonly reason: unknown;

  constructor(reason: unknown) {
    super('attempt failed');
    this.reason = reason;
  }
}
