import { isIPv4, isIPv6 } from 'node:net';
import { SnowflakeError } from '../errors.js';

/** The 32-bit fields of an address, from the left. */
type Fields = readonly number[];

/**
 * Takes an address apart as PARSE_IP does.
 *
 * @param type - INET or CIDR; a CIDR must have the length of its network.
 * @param permissive - True makes a faulty address an object that says so.
 * @throws SnowflakeError 100139 for a faulty address otherwise.
 */
export function parseIp(text: string, type: string, permissive: boolean): string {
  const written = type.toLowerCase();
  const [host = '', prefix, ...rest] = text.trim().split('/');
  const family = isIPv4(host) ? 4 : isIPv6(host) ? 6 : undefined;
  const fault =
    written !== 'inet' && written !== 'cidr'
      ? `Invalid type '${type}'`
      : family === undefined || rest.length > 0 || !fits(prefix, family) || (written === 'cidr' && prefix === undefined)
        ? `Invalid ${written === 'cidr' ? 'CIDR' : 'IP address'} '${text}'`
        : undefined;
  if (fault !== undefined || family === undefined) {
    if (permissive) {
      return JSON.stringify({ error: fault });
    }
    throw new SnowflakeError('100139', '22000', `Error parsing IP: ${fault}`);
  }
  const fields = family === 4 ? [groupsToNumber(host.split('.').map(Number), 256)] : ipv6Fields(host);
  const size = prefix === undefined ? undefined : Number(prefix);
  const network = size === undefined ? undefined : rangeOf(fields, size);
  // Keys in their order: the engine keeps objects sorted.
  return JSON.stringify({
    family,
    ...(family === 6 ? { hex_ipv6: hex(fields) } : {}),
    ...(family === 6 && network !== undefined
      ? { hex_ipv6_range_end: hex(network.end), hex_ipv6_range_start: hex(network.start) }
      : {}),
    host,
    ip_fields: [...fields, 0, 0, 0].slice(0, 4),
    ip_type: written,
    ...(family === 4 ? { ipv4: fields[0] } : {}),
    ...(family === 4 && network !== undefined
      ? { ipv4_range_end: network.end[0], ipv4_range_start: network.start[0] }
      : {}),
    ...(size === undefined ? {} : { netmask_prefix_length: size }),
    snowflake$type: 'ip_address',
  });
}

function fits(prefix: string | undefined, family: 4 | 6): boolean {
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (family === 4 ? 32 : 128));
}

function groupsToNumber(groups: readonly number[], base: number): number {
  return groups.reduce((sum, group) => sum * base + group, 0);
}

function ipv6Fields(host: string): Fields {
  const plain = host.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_all, ...octets: readonly string[]) => {
    const [a = 0, b = 0, c = 0, d = 0] = octets.map(Number);
    return `${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
  });
  const [head = [], tail] = plain
    .replace(/%.*$/, '')
    .split('::')
    .map((side): string[] => (side === '' ? [] : side.split(':')));
  const gap = Array.from({ length: 8 - head.length - (tail?.length ?? 0) }, () => '0');
  const filled = tail === undefined ? head : [...head, ...gap, ...tail];
  const groups = filled.map((group) => Number.parseInt(group, 16));
  return [0, 2, 4, 6].map((at) => groupsToNumber(groups.slice(at, at + 2), 65_536));
}

/** The first and last address of a network. */
function rangeOf(fields: Fields, size: number): { readonly start: Fields; readonly end: Fields } {
  const masks = fields.map((_, at) => 2 ** (32 - Math.max(0, Math.min(32, size - at * 32))));
  const start = fields.map((field, at) => field - (field % (masks[at] ?? 1)));
  return { start, end: start.map((field, at) => field + (masks[at] ?? 1) - 1) };
}

function hex(fields: Fields): string {
  return fields
    .map((field) => field.toString(16).padStart(8, '0'))
    .join('')
    .toUpperCase();
}
