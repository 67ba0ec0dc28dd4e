import type { DriverOptions } from '../../authentication/driver-options.js';
import { namedProxy } from '../named-proxy.js';

/**
 * Why results may only be fetched by the driver, or undefined when nothing says so. The direct reader knows no proxy and
 * looks no certificate up, so it steps back where either is asked for; Node checks certificates all the same.
 */
export function barrierToDirect(
  options: Pick<DriverOptions, 'connection' | 'process'>,
  variables: Readonly<Record<string, string | undefined>>,
): string | undefined {
  const { connection, process: shared } = options;
  const proxy = namedProxy(options, variables);
  if (proxy !== undefined) {
    return `${proxy} names a proxy`;
  }
  const crl = connection['certRevocationCheckMode'];
  if (crl !== undefined && crl !== 'DISABLED') {
    return 'crl_check_mode asks whether certificates have been revoked';
  }
  if (shared['disableOCSPChecks'] === false || shared['ocspFailOpen'] === false) {
    return 'disable_ocsp_checks or ocsp_fail_open asks whether certificates have been revoked';
  }
  return undefined;
}
