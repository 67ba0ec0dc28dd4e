import type { DriverOptions } from '../authentication/driver-options.js';
import type { DriverConnection } from '../driver/port.js';
import { login } from '../driver/snowflake.js';
import { AbortedError, ConnectionError } from '../errors.js';
import { onAbort } from '../on-abort.js';
import { retryLogin } from './retry.js';

/** How long a login may take and who may stop it. */
export interface OpenOptions {
  /** Where it goes, for messages. */
  readonly host: string;
  /** In milliseconds, retries and the asking for secrets included. */
  readonly loginTimeoutMs: number;
  readonly signal: AbortSignal | undefined;
  /** Told of each attempt that failed and is followed by another, counted from 1. */
  readonly onRetry: (error: unknown, attempt: number) => void;
}

/**
 * Logs in: the only wait before a session. The deadline holds whatever the driver does, and whatever the functions do
 * that give secrets.
 *
 * @param makeOptions - Called once: asks for the secrets and opens them.
 * @throws ConfigurationError when a secret cannot be had or used.
 * @throws AuthenticationError when the server refuses.
 * @throws ConnectionError when it cannot be reached; `LOGIN_TIMEOUT` after the deadline.
 * @throws AbortedError when the signal stops it.
 */
export async function openConnection(
  makeOptions: () => Promise<DriverOptions>,
  { host, loginTimeoutMs, signal, onRetry }: OpenOptions,
): Promise<DriverConnection> {
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(timedOut(host, loginTimeoutMs)), loginTimeoutMs);
  const stop = (): void => deadline.abort(new AbortedError(signal?.reason));
  const stopListening = signal && onAbort(signal, stop);
  if (signal?.aborted === true) {
    stop();
  }
  try {
    deadline.signal.throwIfAborted();
    const options = await until(deadline.signal, makeOptions(), () => undefined);
    return await retryLogin(() => loginOnce(options, deadline.signal), deadline.signal, onRetry);
  } catch (error) {
    throw deadline.signal.aborted ? deadline.signal.reason : error;
  } finally {
    clearTimeout(timer);
    stopListening?.();
  }
}

async function loginOnce(options: DriverOptions, deadline: AbortSignal): Promise<DriverConnection> {
  deadline.throwIfAborted();
  const attempt = login(options);
  return until(deadline, attempt.connection, () => attempt.abandon());
}

/** Waits for work, but not longer than the deadline; then gives up on it. */
async function until<T>(deadline: AbortSignal, work: Promise<T>, giveUp: () => void): Promise<T> {
  return new Promise((resolve, reject) => {
    const leave = (): void => {
      giveUp();
      reject(deadline.reason as Error);
    };
    deadline.addEventListener('abort', leave, { once: true });
    if (deadline.aborted) {
      leave();
    }
    work.then(resolve, reject).finally(() => deadline.removeEventListener('abort', leave));
  });
}

function timedOut(host: string, loginTimeoutMs: number): ConnectionError {
  return new ConnectionError(`${host} did not complete the login within login_timeout of ${loginTimeoutMs / 1000} s.`, {
    code: 'LOGIN_TIMEOUT',
    retryable: true,
    hint: 'Check account, host and proxy, or raise login_timeout.',
  });
}
