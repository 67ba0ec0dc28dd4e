import { ELEMENTS } from './moment-format.js';

/** What a text says of a moment; the offset is undefined when it names none. */
export interface ParsedMoment {
  /** Nanoseconds since 1970 of the wall clock written. */
  readonly clock: bigint;
  readonly offset: number | undefined;
}

const DAY = 86_400_000_000_000n;
const ISO =
  /^(?<year>\d{4})-(?<month>\d{1,2})-(?<day>\d{1,2})(?:[T ]+(?<hour>\d{1,2})(?::(?<minute>\d{1,2})(?::(?<second>\d{1,2})(?:\.(?<fraction>\d{0,9})\d*)?)?)?)?\s*(?<zone>Z|UTC|GMT|[+-]\d{1,2}:?\d{0,2})?$/i;
const SLASHES =
  /^(?<month>\d{1,2})\/(?<day>\d{1,2})\/(?<year>\d{4})(?: +(?<hour>\d{1,2}):(?<minute>\d{2})(?::(?<second>\d{2})(?:\.(?<fraction>\d{0,9}))?)?)?$/;
const NAMED = /^(?<day>\d{1,2})-(?<name>[A-Z]{3})-(?<year>\d{4})$/i;
const TIME = /^(?<hour>\d{1,2}):(?<minute>\d{1,2})(?::(?<second>\d{1,2})(?:\.(?<fraction>\d{0,9})\d*)?)?$/;
const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];

/** Reads a date or timestamp in the forms Snowflake detects by itself; undefined when it is none. */
export function parseMoment(text: string): ParsedMoment | undefined {
  const written = text.trim();
  const groups = (ISO.exec(written) ?? SLASHES.exec(written) ?? NAMED.exec(written))?.groups;
  if (groups !== undefined) {
    return fromParts(groups);
  }
  return /^-?\d+$/.test(written) ? { clock: fromEpoch(BigInt(written)), offset: 0 } : undefined;
}

/** Reads a time of day; undefined when it is none. */
export function parseTime(text: string): bigint | undefined {
  const groups = TIME.exec(text.trim())?.groups;
  const moment =
    groups === undefined ? parseMoment(text) : fromParts({ ...groups, year: '1970', month: '1', day: '1' });
  return moment === undefined ? undefined : ((moment.clock % DAY) + DAY) % DAY;
}

/** Reads a moment in a format; undefined when the text does not follow it. Years of two digits begin with `century`. */
export function parseWithFormat(text: string, format: string, century: number): ParsedMoment | undefined {
  const names: string[] = [];
  const escaped = format.replace(/[.*+?^${}()|[\]\\]/g, (special) => (special === '.' ? '\\.' : `\\${special}`));
  const pattern = escaped.replace(ELEMENTS, (element) => {
    const name = element.toUpperCase();
    names.push(name);
    return PATTERNS.get(name.startsWith('FF') ? 'FF' : name) ?? element;
  });
  const match = new RegExp(`^\\s*${pattern}\\s*$`, 'i').exec(text);
  return match === null ? undefined : fromElements(names, match.slice(1), century);
}

const PATTERNS: ReadonlyMap<string, string> = new Map([
  ['YYYY', '(\\d{4})'],
  ['YY', '(\\d{2})'],
  ['MM', '(\\d{1,2})'],
  ['DD', '(\\d{1,2})'],
  ['MON', '([a-z]{3})'],
  ['MMMM', '([a-z]+)'],
  ['DY', '([a-z]{3})'],
  ['HH24', '(\\d{1,2})'],
  ['HH12', '(\\d{1,2})'],
  ['HH', '(\\d{1,2})'],
  ['MI', '(\\d{1,2})'],
  ['SS', '(\\d{1,2})'],
  ['FF', '(\\d{1,9})'],
  ['AM', '(am|pm)'],
  ['PM', '(am|pm)'],
  ['TZH', '([+-]\\d{1,2})'],
  ['TZM', '(\\d{2})'],
  ['TZHTZM', '([+-]\\d{4})'],
  ['TZH:TZM', '([+-]\\d{2}:\\d{2})'],
]);

function fromElements(names: readonly string[], values: readonly string[], century: number): ParsedMoment | undefined {
  const groups: Record<string, string> = { year: '1970', month: '1', day: '1' };
  names.forEach((name, at) => Object.assign(groups, readElement(name, values[at] ?? '', century)));
  if (groups['half'] !== undefined) {
    const hour = Number(groups['hour'] ?? 0) % 12;
    groups['hour'] = String(groups['half'].toUpperCase() === 'PM' ? hour + 12 : hour);
  }
  return fromParts(groups);
}

function readElement(name: string, value: string, century: number): Record<string, string> {
  switch (name) {
    case 'YYYY':
      return { year: value };
    case 'YY':
      return { year: String(century + ((((Number(value) - century) % 100) + 100) % 100)) };
    case 'MM':
      return { month: value };
    case 'MON':
    case 'MMMM':
      return { name: value.slice(0, 3) };
    case 'DD':
      return { day: value };
    case 'HH24':
    case 'HH12':
    case 'HH':
      return { hour: value };
    case 'MI':
      return { minute: value };
    case 'SS':
      return { second: value };
    case 'AM':
    case 'PM':
      return { half: value };
    case 'TZH':
    case 'TZHTZM':
    case 'TZH:TZM':
      return { zone: value };
    default:
      return name.startsWith('FF') ? { fraction: value } : {};
  }
}

function fromParts(groups: Readonly<Record<string, string | undefined>>): ParsedMoment | undefined {
  const { year = '1970', day = '1', hour = '0', minute = '0', second = '0', fraction = '', zone, name } = groups;
  const month = name === undefined ? Number(groups['month'] ?? 1) : MONTHS.indexOf(name.toUpperCase()) + 1;
  const days = daysOf(Number(year), month, Number(day));
  const [h, m, s] = [Number(hour), Number(minute), Number(second)];
  if (days === undefined || h > 23 || m > 59 || s > 59) {
    return undefined;
  }
  const seconds = BigInt(h * 3600 + m * 60 + s);
  const clock = days * DAY + seconds * 1_000_000_000n + BigInt(fraction.padEnd(9, '0').slice(0, 9));
  return { clock, offset: zone === undefined ? undefined : offsetOf(zone) };
}

function daysOf(year: number, month: number, day: number): bigint | undefined {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  const same = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return same ? BigInt(Math.floor(date.getTime() / 86_400_000)) : undefined;
}

function offsetOf(zone: string): number {
  const match = /^([+-])(\d{1,2}):?(\d{2})?$/.exec(zone);
  if (match === null) {
    return 0;
  }
  const minutes = Number(match[2]) * 60 + Number(match[3] ?? 0);
  return match[1] === '-' ? -minutes : minutes;
}

/** An epoch in text or a plain number: its size says whether it counts seconds, milli-, micro- or nanoseconds. */
export function fromEpoch(value: bigint): bigint {
  const size = value < 0n ? -value : value;
  if (size < 31_536_000_000n) {
    return value * 1_000_000_000n;
  }
  if (size < 31_536_000_000_000n) {
    return value * 1_000_000n;
  }
  return size < 31_536_000_000_000_000n ? value * 1000n : value;
}
