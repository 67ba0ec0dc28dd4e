import pRetry from 'p-retry';

import { ConnectionError } from '../errors.js';

/** Further attempts of a login after one that could not reach the server. */
const LOGIN_RETRIES = 3;
const FIRST_PAUSE_MS = 200;

/**
 * Repeats a login that failed because the server could not be reached or was overloaded. What the server refused is
 * never tried again: a wrong password repeated locks the user out.
 */
export async function retryLogin<T>(attempt: () => Promise<T>, signal: AbortSignal): Promise<T> {
  return pRetry(attempt, {
    retries: LOGIN_RETRIES,
    minTimeout: FIRST_PAUSE_MS,
    factor: 2,
    randomize: true,
    signal,
    shouldRetry: ({ error }) => error instanceof ConnectionError && error.retryable,
  });
}
