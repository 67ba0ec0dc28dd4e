import type { AuthenticatorName } from './authenticators.js';
import { parameterOf, type ParameterName, type ParameterValues } from './parameters.js';

/** Limits of time in milliseconds; undefined is no limit. */
export interface ConnectionTimeouts {
  /** For signing in, retries included. */
  readonly loginMs: number;
  /** For a statement and its results, retries included. */
  readonly networkMs: number | undefined;
  /** For one HTTP request. */
  readonly socketMs: number;
}

/** The limits of time, in one unit. */
export function resolveTimeouts(values: ParameterValues, authenticator: AuthenticatorName): ConnectionTimeouts {
  return Object.freeze({
    loginMs: loginLimit(values, authenticator),
    networkMs: limit(values.network_timeout),
    socketMs: milliseconds(values.socket_timeout ?? defaultSeconds('socket_timeout')),
  });
}

function loginLimit(values: ParameterValues, authenticator: AuthenticatorName): number {
  const seconds = values.login_timeout ?? defaultSeconds('login_timeout');
  // A person at a browser needs a time of their own, which has its own limit.
  const waitsForPerson = authenticator === 'EXTERNALBROWSER' || authenticator === 'OAUTH_AUTHORIZATION_CODE';
  const extra = waitsForPerson ? (values.authentication_timeout ?? defaultSeconds('authentication_timeout')) : 0;
  return milliseconds(seconds + extra);
}

function limit(seconds: number | undefined): number | undefined {
  return seconds === undefined || seconds === 0 ? undefined : milliseconds(seconds);
}

function milliseconds(seconds: number): number {
  return Math.round(seconds * 1000);
}

function defaultSeconds(name: ParameterName): number {
  const value = parameterOf(name).default;
  return typeof value === 'number' ? value : 0;
}
