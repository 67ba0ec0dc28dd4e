/** Compiled, never run: what editors let people write. */
import type { ConnectionOptions } from '../../src/config/options.js';
import type { ParameterName, ParameterValues } from '../../src/config/parameters.js';
import type { CanonicalOptions } from '../../src/config/options.js';

type Same<One, Other> = [One] extends [Other] ? ([Other] extends [One] ? true : never) : never;

export const everyRowHasAnOption: Same<ParameterName, keyof CanonicalOptions> = true;
export const everyRowHasAValue: Same<ParameterName, keyof ParameterValues> = true;

export const written: readonly ConnectionOptions[] = [
  { account: 'a', user: 'u', password: 'p' },
  { username: 'u', privateKeyPath: '/k', privateKeyPass: async () => 'p', private_key_file_pwd: 'p' },
  { login_timeout: '10', browserActionTimeout: 5000, clientSessionKeepAlive: 'on', noProxy: ['a', 'b'] },
  { authenticator: 'externalbrowser', secondary_roles: 'all', protocol: 'https', role: null, schema: undefined },
  { TIMEZONE: 'UTC', WEEK_START: 1, session_parameters: { QUERY_TAG: 'x' }, local_testing: { dataDir: '/x' } },
  { logger: console, private_key: new Uint8Array(), openExternalBrowserCallback: (url) => url.length },
];

export const refused: readonly ConnectionOptions[] = [
  // @ts-expect-error a name that is not known
  { pasword: 'p' },
  // @ts-expect-error a secret is text, or a function that gives it
  { password: 5 },
  // @ts-expect-error a port is a number, or text
  { port: true },
  // @ts-expect-error a session parameter is no object
  { TIMEZONE: {} },
];

export function read(values: ParameterValues): void {
  const port: number | undefined = values.port;
  const mode: 'DISABLED' | 'ADVISORY' | 'ENABLED' | undefined = values.crl_check_mode;
  const hosts: readonly string[] | undefined = values.no_proxy;
  // @ts-expect-error a secret is not its text
  const password: string | undefined = values.password;
  void [port, mode, hosts, password];
}
