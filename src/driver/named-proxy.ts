import type { DriverOptions } from '../authentication/driver-options.js';

const PROXY_VARIABLES = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy'];

/** What names a proxy that the driver may take, for messages; undefined when nothing does. */
export function namedProxy(
  { connection, process: shared }: Pick<DriverOptions, 'connection' | 'process'>,
  variables: Readonly<Record<string, string | undefined>>,
): string | undefined {
  if (connection['proxyHost'] !== undefined) {
    return 'proxy_host';
  }
  const variable = PROXY_VARIABLES.find((name) => (variables[name] ?? '') !== '');
  return variable === undefined || shared['useEnvProxy'] === false ? undefined : `the variable ${variable}`;
}
