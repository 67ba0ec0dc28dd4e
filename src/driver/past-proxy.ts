import type { DriverOptions } from '../authentication/driver-options.js';

/**
 * What keeps the driver from the proxy of the variable `HTTP_PROXY` on its way to an `http` address: it would send the
 * proxy a request that no proxy understands. Such an address is a server on this machine, a local engine above all.
 *
 * A proxy of the connection takes the place of the variable's, and this one is bypassed for every host.
 */
export function pastProxy(
  { connection }: Pick<DriverOptions, 'connection'>,
  variables: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, unknown>> {
  const isHttp = String(connection['accessUrl']).startsWith('http:');
  const variable = variables['http_proxy'] ?? variables['HTTP_PROXY'] ?? '';
  return isHttp && variable !== '' && connection['proxyHost'] === undefined
    ? { proxyHost: 'localhost', proxyPort: 80, noProxy: '*' }
    : {};
}
