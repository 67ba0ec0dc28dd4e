import { SnowflakeError } from '../errors.js';

const NANOSECONDS_PER_MINUTE = 60_000_000_000n;
const formats = new Map<string, Intl.DateTimeFormat>();
const offsets = new Map<string, number>();
/** No zone changes its offset within a quarter of an hour. */
const BUCKET_MINUTES = 15n;
const CACHE_LIMIT = 50_000;

/**
 * Minutes east of UTC at an instant, given in nanoseconds since 1970.
 *
 * @throws SnowflakeError 100036 for a zone nobody knows.
 */
export function zoneOffset(instant: bigint, zone: string): number {
  if (zone === 'UTC') {
    return 0;
  }
  const bucket = floorDivide(instant, NANOSECONDS_PER_MINUTE * BUCKET_MINUTES);
  const key = `${zone} ${bucket}`;
  const known = offsets.get(key);
  if (known !== undefined) {
    return known;
  }
  const offset = readOffset(Number(bucket * BUCKET_MINUTES) * 60_000, zone);
  if (offsets.size > CACHE_LIMIT) {
    offsets.clear();
  }
  offsets.set(key, offset);
  return offset;
}

const NANOSECONDS_PER_DAY = 1440n * NANOSECONDS_PER_MINUTE;

/**
 * Minutes east of UTC for a wall clock. Of the two of an autumn the first is meant; in the gap of a spring the earlier
 * offset holds, which moves the clock on.
 */
export function localOffset(clock: bigint, zone: string): number {
  if (zone === 'UTC') {
    return 0;
  }
  const [before, after] = [
    zoneOffset(clock - NANOSECONDS_PER_DAY, zone),
    zoneOffset(clock + NANOSECONDS_PER_DAY, zone),
  ];
  const holds = (offset: number): boolean =>
    zoneOffset(clock - BigInt(offset) * NANOSECONDS_PER_MINUTE, zone) === offset;
  return before !== after && !holds(before) && holds(after) ? after : before;
}

/** Division that rounds down. */
export function floorDivide(value: bigint, by: bigint): bigint {
  const quotient = value / by;
  return value % by < 0n ? quotient - 1n : quotient;
}

function readOffset(milliseconds: number, zone: string): number {
  const name =
    formatOf(zone)
      .formatToParts(milliseconds)
      .find((part) => part.type === 'timeZoneName')?.value ?? 'GMT';
  const match = /GMT([+-])(\d+):?(\d+)?/.exec(name);
  if (match === null) {
    return 0;
  }
  const minutes = Number(match[2]) * 60 + Number(match[3] ?? 0);
  return match[1] === '-' ? -minutes : minutes;
}

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known !== undefined) {
    return known;
  }
  try {
    const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
    formats.set(zone, format);
    return format;
  } catch {
    throw new SnowflakeError('100036', '22007', `Unknown timezone: '${zone}'`);
  }
}
