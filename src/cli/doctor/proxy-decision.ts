import { revealSecret } from '../../config/secret-value.js';
import type { ConnectionSettings } from '../../config/settings.js';
import { Secret } from '../../secret.js';
import { StepFailure } from './report.js';

/** A proxy on the way to the server. */
export interface Proxy {
  readonly host: string;
  readonly port: number;
  /** Whether the proxy itself is spoken to by TLS. */
  readonly tls: boolean;
  readonly user: string | undefined;
  readonly password: Secret | undefined;
  /** Where it is written, to be told. */
  readonly source: string;
}

/** Whether the driver goes through a proxy, and why. */
export interface ProxyDecision {
  readonly proxy: Proxy | undefined;
  readonly why: string;
}

/**
 * Decides as the driver does: a proxy of the connection comes before one of the variables, and each is passed by for the
 * hosts that its own list names.
 *
 * @param host - the one to reach
 * @throws StepFailure when the variable holds no address that the driver could use.
 */
export async function decideProxy(
  settings: ConnectionSettings,
  env: Readonly<Record<string, string | undefined>>,
  host: string,
): Promise<ProxyDecision> {
  const { values, endpoint } = settings;
  if (endpoint.protocol === 'http') {
    return { proxy: undefined, why: 'none: an address with http is reached directly' };
  }
  if (values.proxy_host !== undefined) {
    const proxy = {
      host: values.proxy_host,
      port: values.proxy_port ?? 0,
      tls: values.proxy_protocol === 'https',
      user: values.proxy_user,
      password: values.proxy_password && new Secret(await revealSecret(values.proxy_password)),
      source: 'proxy_host',
    };
    return passBy(proxy, host, values.no_proxy ?? [], 'no_proxy');
  }
  if (values.use_proxy_env === false) {
    return { proxy: undefined, why: 'none: use_proxy_env is false, so the variables do not count' };
  }
  const [name, address] = variable(env, 'https_proxy');
  if (address === undefined) {
    return { proxy: undefined, why: 'none: neither proxy_host nor HTTPS_PROXY is set' };
  }
  const [listName, list = ''] = variable(env, 'no_proxy');
  return passBy(readAddress(name, address), host, list.split(','), listName);
}

function passBy(proxy: Proxy, host: string, list: readonly string[], listName: string): ProxyDecision {
  const rule = list.map((entry) => entry.trim()).find((entry) => entry !== '' && patternOf(entry).test(host));
  return rule === undefined
    ? { proxy, why: `${proxy.host}:${proxy.port}, given by ${proxy.source}` }
    : { proxy: undefined, why: `none: ${listName} names ${rule}, so that of ${proxy.source} is passed by` };
}

/** `*` stands for anything, and so does a dot at the beginning. */
function patternOf(entry: string): RegExp {
  const pattern = entry.replaceAll(/[\\^$.*+?()[\]{}|]/g, (sign, at: number) =>
    sign === '*' || (sign === '.' && at === 0) ? '.*' : `\\${sign}`,
  );
  return new RegExp(`^${pattern}$`);
}

/** A variable in small letters comes before the one in capitals. */
function variable(
  env: Readonly<Record<string, string | undefined>>,
  name: string,
): readonly [string, string | undefined] {
  const found = [name, name.toUpperCase()].find((spelling) => (env[spelling] ?? '') !== '');
  return [found ?? name.toUpperCase(), env[found ?? name]];
}

function readAddress(name: string, text: string): Proxy {
  const whole = text.includes('://') ? text : `http://${text}`;
  const url = URL.canParse(whole) ? new URL(whole) : undefined;
  if (url === undefined || url.hostname === '') {
    // The text is not repeated: it may hold a password.
    throw new StepFailure(`the variable ${name} holds no address of a proxy.`, `Write ${name}=http://host:port.`);
  }
  if ((url.username === '') !== (url.password === '')) {
    const remedy = `Write ${name}=http://user:password@host:port.`;
    throw new StepFailure(`the variable ${name} has a user or a password, but not both.`, remedy);
  }
  const tls = url.protocol === 'https:';
  return {
    host: url.hostname,
    port: Number(url.port === '' ? (tls ? 443 : 80) : url.port),
    tls,
    user: url.username === '' ? undefined : decodeURIComponent(url.username),
    password: url.password === '' ? undefined : new Secret(decodeURIComponent(url.password)),
    source: `the variable ${name}`,
  };
}
