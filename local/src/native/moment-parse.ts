import { ELEMENTS } from './moment-format.js';

/** What a text says of a moment; the offset is undefined when it names none. */
export interface ParsedMoment {
  /** Nanoseconds since 1970 of the wall clock written. */
  readonly clock: bigint;
  readonly offset: number | undefined;
}

const DAY = 86_400_000_000_000n;
const TIME_OF_DAY = String.raw`(?<hour>\d{1,2}):(?<minute>\d{1,2})(?::(?<second>\d{1,2})(?:\.(?<fraction>\d{0,9})\d*)?)?`;
const ZONE = String.raw`(?<zone>Z|UTC|GMT|[+-]\d{1,2}:?\d{0,2})`;
const HALF = String.raw`(?:\s+(?<half>AM|PM))?`;
const NAME =
  '(?<name>JAN(?:UARY)?|FEB(?:RUARY)?|MAR(?:CH)?|APR(?:IL)?|MAY|JUNE?|JULY?|AUG(?:UST)?|SEP(?:TEMBER)?|OCT(?:OBER)?|NOV(?:EMBER)?|DEC(?:EMBER)?)';
const WEEKDAY = '(?:MON|TUE|WED|THU|FRI|SAT|SUN)';

/** The forms Snowflake detects by itself, the ISO one first. */
const MOMENTS = [
  String.raw`(?<year>\d{4})-(?<month>\d{1,2})-(?<day>\d{1,2})(?:[T ]+(?:${TIME_OF_DAY}|(?<hour2>\d{1,2})))?\s*${ZONE}?`,
  String.raw`(?<month>\d{1,2})/(?<day>\d{1,2})/(?<year>\d{4})(?: +${TIME_OF_DAY})?`,
  String.raw`(?<day>\d{1,2})-${NAME}-(?<year>\d{4})`,
  String.raw`${WEEKDAY}, +(?<day>\d{1,2}) +${NAME} +(?<year>\d{4}) +${TIME_OF_DAY}${HALF}(?:\s+${ZONE})?`,
  String.raw`${WEEKDAY} +${NAME} +(?<day>\d{1,2}) +${TIME_OF_DAY} +${ZONE} +(?<year>\d{4})`,
].map((form) => new RegExp(`^${form}$`, 'i'));
const TIME = new RegExp(String.raw`^${TIME_OF_DAY}${HALF}\s*${ZONE}?$`, 'i');
const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];

/** Reads a date or timestamp in the forms Snowflake detects by itself; undefined when it is none. */
export function parseMoment(text: string): ParsedMoment | undefined {
  const written = text.trim();
  for (const form of MOMENTS) {
    const groups = form.exec(written)?.groups;
    if (groups !== undefined) {
      return fromParts({ ...groups, hour: groups['hour'] ?? groups['hour2'] });
    }
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
  const escaped = format.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\s+/g, '\\s+');
  const pattern = escaped.replace(ELEMENTS, (element, at: number) => {
    if (element.startsWith('"')) {
      return element.slice(1, -1);
    }
    // The white space of the line above is no second.
    if (element === 's' && escaped.charAt(at - 1) === '\\') {
      return element;
    }
    const name = element.toUpperCase();
    names.push(name);
    return `\\s*${name.startsWith('FF') ? FRACTION : (PATTERNS.get(name) ?? element)}`;
  });
  // A point stands only where a fraction does.
  const whole = pattern.replaceAll(`\\.\\s*${FRACTION}`, `(?:\\.\\s*${FRACTION})?`);
  const match = new RegExp(`^\\s*${whole}\\s*$`, 'i').exec(text);
  return match === null ? undefined : fromElements(names, match.slice(1), century);
}

/** FF3 writes three digits, and reads as many as there are. */
const FRACTION = '(\\d{0,9})';

const ONE_OR_TWO = '(\\d{1,2})';
const NAMED_MONTH = NAME.replace('?<name>', '');

const PATTERNS: ReadonlyMap<string, string> = new Map([
  ['UUUU', '(-?\\d{1,4})'],
  ['YYYY', '(\\d{1,4})'],
  ['MON', NAMED_MONTH],
  ['MMMM', NAMED_MONTH],
  ['DY', '([a-z]{3})'],
  ...['YY', 'Y', 'MM', 'MO', 'DD', 'D', 'HH24', 'HH12', 'HH', 'H24', 'H12', 'H', 'MI', 'ME', 'SS', 'S'].map(
    (element) => [element, ONE_OR_TWO] as const,
  ),
  ['AM', '(am|pm)'],
  ['PM', '(am|pm)'],
  ['P', '(a|p)'],
  ['TZH', '([+-]\\d{1,2})'],
  ['TZM', '(\\d{2})'],
  ['TZHTZM', '([+-]\\d{4})'],
  ['TZH:TZM', '([+-]\\d{1,2}:\\d{2})'],
]);

function fromElements(names: readonly string[], values: readonly string[], century: number): ParsedMoment | undefined {
  const groups: Record<string, string> = { year: '1970', month: '1', day: '1' };
  names.forEach((name, at) => Object.assign(groups, readElement(name, values[at] ?? '', century)));
  return fromParts(groups);
}

function readElement(name: string, value: string, century: number): Record<string, string> {
  switch (name) {
    case 'YYYY':
    case 'UUUU':
      return { year: value };
    case 'YY':
    case 'Y':
      return { year: String(century + ((((Number(value) - century) % 100) + 100) % 100)) };
    case 'MM':
    case 'MO':
      return { month: value };
    case 'MON':
    case 'MMMM':
      return { name: value };
    case 'DD':
    case 'D':
      return { day: value };
    case 'HH24':
    case 'HH':
    case 'H24':
    case 'H':
      return { hour: value };
    case 'HH12':
    case 'H12':
      return { hour12: value };
    case 'MI':
    case 'ME':
      return { minute: value };
    case 'SS':
    case 'S':
      return { second: value };
    case 'AM':
    case 'PM':
    case 'P':
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
  const month = name === undefined ? Number(groups['month'] ?? 1) : MONTHS.indexOf(name.slice(0, 3).toUpperCase()) + 1;
  const days = daysOf(Number(year), month, Number(day));
  // Twelve of a half that is not told is that of the night.
  const { hour12, half = hour12 === undefined ? undefined : 'AM' } = groups;
  const [h, m, s] = [onClock(Number(hour12 ?? hour), half), Number(minute), Number(second)];
  if (days === undefined || Number(hour12) > 12 || h > 23 || m > 59 || s > 59) {
    return undefined;
  }
  const seconds = BigInt(h * 3600 + m * 60 + s);
  const clock = days * DAY + seconds * 1_000_000_000n + BigInt(fraction.padEnd(9, '0').slice(0, 9));
  return { clock, offset: zone === undefined ? undefined : offsetOf(zone) };
}

function onClock(hour: number, half: string | undefined): number {
  return half === undefined ? hour : (hour % 12) + (/^P/i.test(half) ? 12 : 0);
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
