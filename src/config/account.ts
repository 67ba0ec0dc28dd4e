import { isIP } from 'node:net';

import { quote } from './coerce.js';
import { isLoopback, readHost } from './host.js';

/** Where the server is, and what account to name there. */
export interface Endpoint {
  /** Name of the account as the login sends it: without region, cloud, or the suffix of a `.global` account. */
  readonly account: string;
  /** Region, cloud and `privatelink` as they follow the account's name; undefined when there are none. */
  readonly region: string | undefined;
  readonly protocol: 'https' | 'http';
  readonly host: string;
  readonly port: number;
  /** The three together, without a slash at the end. */
  readonly url: string;
}

/** What was written of the server, each part optional. */
export interface ServerParts {
  readonly account?: string | undefined;
  readonly region?: string | undefined;
  readonly host?: string | undefined;
  readonly port?: number | undefined;
  readonly protocol?: 'https' | 'http' | undefined;
  readonly server_url?: string | undefined;
  readonly preserve_underscores_in_hostname?: boolean | undefined;
}

/** Something to tell about one part: a problem, why a missing one is needed, or a note. */
export interface PartMessage {
  readonly parameter: keyof ServerParts;
  readonly message: string;
}

/** The endpoint, or what stands in its way. */
export interface ResolvedServer {
  /** Undefined exactly when there are problems. */
  readonly endpoint: Endpoint | undefined;
  readonly problems: readonly PartMessage[];
  readonly notes: readonly PartMessage[];
}

const SNOWFLAKE_HOST = /\.snowflakecomputing\.(com|cn|mil)$/i;
// What the driver accepts as an account; anything else could change the address the login goes to.
const ACCOUNT = /^[A-Za-z0-9_]+([.-][A-Za-z0-9_]+)*$/;
// More than this is no label of a host name.
const LONGEST_LABEL = 63;

/** Finds account name, host, port and address from whatever was written of them. */
export function resolveServer(written: ServerParts): ResolvedServer {
  const messages: Messages = { problems: [], notes: [] };
  const account = readAccount(written, messages);
  const address = readServerUrl(written.server_url, messages);
  const host = address?.host ?? checkedHost(written.host, messages) ?? hostOf(account, written);
  const name = account === undefined ? accountOfHost(host) : nameOf(account);
  if (name === undefined && messages.problems.length === 0) {
    messages.problems.push({ parameter: 'account', message: missingAccount(host) });
  }
  if (name === undefined || host === undefined || messages.problems.length > 0) {
    return { endpoint: undefined, ...messages };
  }
  const protocol = address?.protocol ?? written.protocol ?? 'https';
  const port = address?.port ?? written.port ?? defaultPort(protocol);
  if (protocol === 'http' && !isLoopback(host)) {
    messages.notes.push({ parameter: 'protocol', message: `http sends everything unencrypted to ${host}.` });
  }
  return { endpoint: makeEndpoint({ account: name, region: regionOf(account), protocol, host, port }), ...messages };
}

/** An endpoint with its address; the port is left out where the protocol implies it. */
export function makeEndpoint(parts: Omit<Endpoint, 'url'>): Endpoint {
  const port = parts.port === defaultPort(parts.protocol) ? '' : `:${parts.port}`;
  return Object.freeze({ ...parts, url: `${parts.protocol}://${parts.host}${port}` });
}

interface Messages {
  readonly problems: PartMessage[];
  readonly notes: PartMessage[];
}

function readAccount({ account, region }: ServerParts, { problems, notes }: Messages): string | undefined {
  if (account === undefined) {
    return undefined;
  }
  const { identifier, note } = unwrapAccount(account);
  if (!ACCOUNT.test(identifier) || identifier.split('.').some((label) => label.length > LONGEST_LABEL)) {
    problems.push({ parameter: 'account', message: badAccount(account) });
    return undefined;
  }
  if (note !== undefined) {
    notes.push({ parameter: 'account', message: note });
  }
  noteLikelyOrganization(identifier, notes);
  if (region === undefined) {
    return identifier;
  }
  return joinRegion(identifier, region, problems);
}

/** Snowflake's own pages show organization and account with a dot between, which here comes before a region. */
function noteLikelyOrganization(identifier: string, notes: PartMessage[]): void {
  const [organization = '', name = '', ...others] = identifier.split('.');
  const isRegion = name === '' || others.length > 0 || /-|^(privatelink|global)$/i.test(name);
  if (!isRegion) {
    const advice = `If ${quote(organization)} is the organization, write ${quote(`${organization}-${name}`)}.`;
    notes.push({ parameter: 'account', message: `has a dot, so ${quote(name)} is taken for a region. ${advice}` });
  }
}

function joinRegion(account: string, region: string, problems: PartMessage[]): string | undefined {
  if (!ACCOUNT.test(region)) {
    problems.push({ parameter: 'region', message: `${quote(region)} is no region; write one such as "eu-central-1".` });
    return undefined;
  }
  const own = regionOf(account);
  if (own === undefined) {
    return `${account}.${region}`;
  }
  if (own.toLowerCase() !== region.toLowerCase()) {
    problems.push({ parameter: 'region', message: `is ${quote(region)}, but account names the region ${quote(own)}.` });
    return undefined;
  }
  return account;
}

/** Takes the identifier out of an address that was pasted in its place. */
function unwrapAccount(account: string): { identifier: string; note?: string } {
  const bare = account.replace(/^https?:\/\//i, '').replace(/\/+$/, '');
  if (!SNOWFLAKE_HOST.test(bare)) {
    return { identifier: account };
  }
  const identifier = bare.replace(SNOWFLAKE_HOST, '');
  return { identifier, note: `is a host name; the account is ${quote(identifier)}, and that is used.` };
}

function badAccount(account: string): string {
  if (ACCOUNT.test(account)) {
    return `is too long: no part of it can have more than ${LONGEST_LABEL} characters.`;
  }
  const rule = 'is not an account identifier, which has only letters, digits, "_", "-" and "." between them.';
  const [, organization, name] = /app\.snowflake\.com\/(\w+)\/(\w+)/i.exec(account) ?? [];
  if (organization !== undefined && name !== undefined) {
    return `${rule} Write ${quote(`${organization}-${name}`)}.`;
  }
  const [, host] = /^(?:https?:\/\/)?([\w.-]+)\.snowflakecomputing\.(?:com|cn|mil)(?:[/:?#]|$)/i.exec(account) ?? [];
  return host === undefined ? rule : `${rule} Write ${quote(host)}.`;
}

function missingAccount(host: string | undefined): string {
  return host === undefined
    ? '. Give the account identifier, such as "myorg-myaccount".'
    : `, and the host ${quote(host)} does not name one. Give it beside the host.`;
}

function checkedHost(text: string | undefined, { problems }: Messages): string | undefined {
  const read = text === undefined ? undefined : readHost(text, 'server_url');
  if (read !== undefined && 'problem' in read) {
    problems.push({ parameter: 'host', message: read.problem });
    return undefined;
  }
  return read?.host;
}

function readServerUrl(
  text: string | undefined,
  { problems }: Messages,
): Pick<Endpoint, 'protocol' | 'host' | 'port'> | undefined {
  if (text === undefined) {
    return undefined;
  }
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const protocol = url?.protocol === 'https:' ? 'https' : url?.protocol === 'http:' ? 'http' : undefined;
  if (url === undefined || protocol === undefined || /[\s\\]/.test(text)) {
    problems.push({
      parameter: 'server_url',
      message: 'is not an address such as "https://myorg-myaccount.snowflakecomputing.com".',
    });
    return undefined;
  }
  if (url.username !== '' || url.password !== '') {
    problems.push({
      parameter: 'server_url',
      message: 'holds a user or password; give them as "user" and "password".',
    });
    return undefined;
  }
  if (url.pathname.replaceAll('/', '') !== '' || url.search !== '' || url.hash !== '') {
    problems.push({ parameter: 'server_url', message: `must end after the host and port: ${quote(url.origin)}.` });
    return undefined;
  }
  return { protocol, host: url.hostname, port: url.port === '' ? defaultPort(protocol) : Number(url.port) };
}

function hostOf(account: string | undefined, written: ServerParts): string | undefined {
  if (account === undefined) {
    return undefined;
  }
  const [name = account] = account.split('.');
  const region = regionOf(account);
  const label = written.preserve_underscores_in_hostname === true ? name : name.replaceAll('_', '-');
  // The first region has no name in addresses.
  const middle = region === undefined || region.toLowerCase() === 'us-west-2' ? '' : `.${region}`;
  const domain = /^cn-/i.test(region ?? '') ? 'cn' : 'com';
  return `${label}${middle}.snowflakecomputing.${domain}`.toLowerCase();
}

function regionOf(account: string | undefined): string | undefined {
  const dot = account?.indexOf('.') ?? -1;
  return dot < 0 ? undefined : account?.slice(dot + 1);
}

/** The account's name; a `.global` one carries a suffix after its last hyphen that the server does not know. */
function nameOf(account: string): string {
  const [name = account, second] = account.split('.');
  const hyphen = name.lastIndexOf('-');
  return second?.toLowerCase() === 'global' && hyphen > 0 ? name.slice(0, hyphen) : name;
}

function accountOfHost(host: string | undefined): string | undefined {
  if (host === undefined || isIP(host) !== 0 || host.startsWith('[') || !host.includes('.')) {
    return undefined;
  }
  return nameOf(host);
}

function defaultPort(protocol: 'https' | 'http'): number {
  return protocol === 'https' ? 443 : 80;
}
