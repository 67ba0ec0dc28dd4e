// Made by scripts/generate-parameters.js from the parameter table. Do not edit.

import type { Given } from './given.js';

/** Options of the topic `timeouts`, under their canonical names. */
export interface TimeoutsOptions {
  /**
   * Longest time for signing in, retries included. A person at a browser gets `authentication_timeout` on top. In
   * seconds.
   *
   * @defaultValue `60`
   */
  readonly login_timeout?: Given<number | string>;
  /** Longest time for a statement and its results, retries included; no limit when it is 0 or not given. In seconds. */
  readonly network_timeout?: Given<number | string>;
  /**
   * Longest time for one HTTP request. In seconds.
   *
   * @defaultValue `90`
   */
  readonly socket_timeout?: Given<number | string>;
  /** Longest time the server runs a statement; 0 is the server’s own limit. In seconds. */
  readonly query_timeout?: Given<number | string>;
  /**
   * Longest time until a connection to the server stands. In seconds. No effect here. socket_timeout limits the whole
   * request, and login_timeout the login.
   */
  readonly connect_timeout?: Given<number | string>;
  /**
   * Longest time for which requests are tried again. In seconds. No effect here. login_timeout limits logins, and
   * network_timeout limits statements.
   */
  readonly retry_timeout?: Given<number | string>;
  /** How often the driver tries a login again. No effect here. Logins are tried again here until login_timeout passes. */
  readonly sf_retry_max_login_retries?: Given<number | string>;
  /**
   * How often a request is tried. No effect here. The driver’s own rules for trying requests again hold;
   * network_timeout limits them.
   *
   * @defaultValue `6`
   */
  readonly retry_max_attempts?: Given<number | string>;
  /**
   * HTTP status codes after which a request is tried again, beside the usual ones. No effect here. The driver’s own
   * rules for trying requests again hold; network_timeout limits them.
   */
  readonly retry_extra_status_codes?: Given<readonly string[] | string>;
  /**
   * First pause between two tries. In milliseconds. No effect here. The driver’s own rules for trying requests again
   * hold; network_timeout limits them.
   *
   * @defaultValue `250`
   */
  readonly retry_backoff_base_ms?: Given<number | string>;
  /**
   * Longest pause between two tries. In milliseconds. No effect here. The driver’s own rules for trying requests again
   * hold; network_timeout limits them.
   *
   * @defaultValue `16000`
   */
  readonly retry_backoff_cap_ms?: Given<number | string>;
  /**
   * By how much each pause is longer than the one before. No effect here. The driver’s own rules for trying requests
   * again hold; network_timeout limits them.
   *
   * @defaultValue `2`
   */
  readonly retry_backoff_factor?: Given<number | string>;
  /**
   * How chance changes the pauses. No effect here. The driver’s own rules for trying requests again hold;
   * network_timeout limits them.
   *
   * @defaultValue `"decorrelated"`
   */
  readonly retry_backoff_jitter?: Given<string>;
  /**
   * Python generator of pauses between two tries. No effect here. The driver’s own rules for trying requests again
   * hold; network_timeout limits them.
   */
  readonly backoff_policy?: Given<unknown>;
  /**
   * How often a file of PUT or GET is tried. No effect here. The driver’s own rules for file transfers hold.
   *
   * @defaultValue `6`
   */
  readonly put_get_max_attempts?: Given<number | string>;
  /**
   * Tells the server why a request is tried again.
   *
   * @defaultValue `true`
   */
  readonly include_retry_reason?: Given<boolean | string>;
  /** What a failed logout does. No effect here. close() tells of a failed logout and frees everything all the same. */
  readonly logout_error_strategy?: Given<string>;
  /** Longest time for the logout. In seconds. No effect here. Give the limit to close({ timeoutMs }). */
  readonly logout_total_timeout_seconds?: Given<number | string>;
  /** How often the logout is tried. No effect here. The limit of close({ timeoutMs }) decides. */
  readonly logout_max_attempts?: Given<number | string>;
  /** Longest time for one request of the logout. In seconds. No effect here. The limit of close({ timeoutMs }) decides. */
  readonly logout_request_timeout_seconds?: Given<number | string>;
}
