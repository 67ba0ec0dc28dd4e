import type { DriverOptions } from '../authentication/driver-options.js';
import type { DriverConnection } from '../driver/port.js';
import { login } from '../driver/snowflake.js';
import { AbortedError, ConnectionError } from '../errors.js';
import { retryLogin } from './retry.js';

/** How long a login may take and who may stop it. */
export interface OpenOptions {
  /** In milliseconds, retries included. */
  readonly loginTimeoutMs: number;
  readonly signal: AbortSignal | undefined;
}

/**
 * Logs in: the only wait before a session. The deadline holds whatever the driver does.
 *
 * @throws AuthenticationError when the server refuses.
 * @throws ConnectionError when it cannot be reached; `LOGIN_TIMEOUT` after the deadline.
 * @throws AbortedError when the signal stops it.
 */
export async function openConnection(
  options: DriverOptions,
  { loginTimeoutMs, signal }: OpenOptions,
): Promise<DriverConnection> {
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(timedOut(options.host, loginTimeoutMs)), loginTimeoutMs);
  const onAbort = (): void => deadline.abort(new AbortedError(signal?.reason));
  signal?.addEventListener('abort', onAbort, { once: true });
  if (signal?.aborted === true) {
    onAbort();
  }
  try {
    return await retryLogin(() => loginOnce(options, deadline.signal), deadline.signal);
  } catch (error) {
    throw deadline.signal.aborted ? deadline.signal.reason : error;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', onAbort);
  }
}

async function loginOnce(options: DriverOptions, deadline: AbortSignal): Promise<DriverConnection> {
  deadline.throwIfAborted();
  const attempt = login(options);
  return new Promise((resolve, reject) => {
    const giveUp = (): void => {
      attempt.abandon();
      reject(deadline.reason as Error);
    };
    deadline.addEventListener('abort', giveUp, { once: true });
    attempt.connection.then(resolve, reject).finally(() => deadline.removeEventListener('abort', giveUp));
  });
}

function timedOut(host: string, loginTimeoutMs: number): ConnectionError {
  return new ConnectionError(`${host} did not complete the login within login_timeout of ${loginTimeoutMs / 1000} s.`, {
    code: 'LOGIN_TIMEOUT',
    retryable: true,
    hint: 'Check account, host and proxy, or raise login_timeout.',
  });
}
