import { isIP } from 'node:net';

import { quote } from './coerce.js';

const HOST = /^[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?(\.[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?)*$/;
const LONGEST_HOST = 253;

/**
 * A host name or address as it stands in a URL, or what is wrong with it. The message holds nothing of the text but a
 * host name and a port, because a pasted address can hold a password.
 *
 * @param addressParameter - The parameter that takes a whole address, to name it in the message.
 */
export function readHost(
  text: string,
  addressParameter?: string,
): { readonly host: string } | { readonly problem: string } {
  const literal = text.startsWith('[') && text.endsWith(']') ? text.slice(1, -1) : text;
  if (isIP(literal) === 6) {
    return { host: `[${literal}]` };
  }
  return HOST.test(text) && text.length <= LONGEST_HOST
    ? { host: text }
    : { problem: describeBadHost(text, addressParameter) };
}

/** Whether a host is this machine. */
export function isLoopback(host: string): boolean {
  return host.toLowerCase() === 'localhost' || host === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(host);
}

function describeBadHost(text: string, addressParameter: string | undefined): string {
  const [, name, port] = /^(?:[a-z][a-z0-9+.-]*:\/\/)?([\w.-]+)(?::(\d+))?\/*$/i.exec(text) ?? [];
  if (name === undefined || HOST.test(text)) {
    return 'is not a host name, which has only letters, digits, "_", "-" and "." between them.';
  }
  const rest = port === undefined ? '' : ` and port ${port} apart`;
  const whole = addressParameter === undefined ? '' : `, or the address as "${addressParameter}"`;
  return `is an address, not a host name. Write ${quote(name)}${rest}${whole}.`;
}
