import { BIGINT, HUGEINT, INTEGER, VARCHAR, type DuckDBValue } from '@duckdb/node-api';
import { SnowflakeError } from '../errors.js';
import { formatMoment } from './moment-format.js';
import { parseMoment, parseTime, parseWithFormat, type ParsedMoment } from './moment-parse.js';
import type { NativeFunction } from './native-function.js';
import { localOffset, zoneOffset } from './zones.js';

const NANOSECONDS_PER_MINUTE = 60_000_000_000n;
const NANOSECONDS_PER_DAY = 86_400_000_000_000n;

/** Reading and writing of dates, times and timestamps, and time zones. */
export const MOMENT_FUNCTIONS: readonly NativeFunction[] = [
  {
    name: 'sf_zone_offset',
    parameters: [HUGEINT, VARCHAR],
    returns: INTEGER,
    evaluate: (instant, zone) => zoneOffset(big(instant), String(zone)),
  },
  {
    name: 'sf_local_offset',
    parameters: [HUGEINT, VARCHAR],
    returns: INTEGER,
    evaluate: (clock, zone) => localOffset(big(clock), String(zone)),
  },
  {
    name: 'sf_format_moment',
    parameters: [HUGEINT, VARCHAR, INTEGER],
    returns: VARCHAR,
    evaluate: (clock, format, offset) => formatMoment(big(clock), String(format), Number(offset)),
  },
  ...reader('date', readDate),
  ...reader('time', readTime),
  ...reader('ntz', ({ clock }) => clock),
  ...reader('ltz', toInstant),
  ...reader('tz', toPacked),
];

type Conversion = (moment: ParsedMoment, zone: string) => bigint;

function reader(kind: string, convert: Conversion): readonly NativeFunction[] {
  const read = (text: string, format: string, zone: string, century: number): bigint | undefined => {
    const moment = readText(kind, text, format, century);
    return moment === undefined ? undefined : convert(moment, zone);
  };
  const shape = { parameters: [VARCHAR, VARCHAR, VARCHAR, INTEGER], returns: kind === 'time' ? BIGINT : HUGEINT };
  return [
    {
      ...shape,
      name: `sf_read_${kind}`,
      evaluate: (text, format, zone, century) =>
        read(String(text), String(format), String(zone), Number(century)) ?? refuse(kind, String(text), String(format)),
    },
    {
      ...shape,
      name: `sf_try_read_${kind}`,
      evaluate: (text, format, zone, century) =>
        read(String(text), String(format), String(zone), Number(century)) ?? null,
    },
  ];
}

function readText(kind: string, text: string, format: string, century: number): ParsedMoment | undefined {
  if (format.toUpperCase() !== 'AUTO') {
    return parseWithFormat(text, format, century);
  }
  if (kind !== 'time') {
    return parseMoment(text);
  }
  const clock = parseTime(text);
  return clock === undefined ? undefined : { clock, offset: undefined };
}

function refuse(kind: string, text: string, format: string): never {
  if (format.toUpperCase() !== 'AUTO') {
    const what = kind === 'date' || kind === 'time' ? kind : 'timestamp';
    throw new SnowflakeError('100096', '22007', `Can't parse '${text}' as ${what} with format '${format}'`);
  }
  switch (kind) {
    case 'date':
      throw new SnowflakeError('100040', '22007', `Date '${text}' is not recognized`);
    case 'time':
      throw new SnowflakeError('100108', '22007', `Time '${text}' is not recognized`);
    default:
      throw new SnowflakeError('100035', '22007', `Timestamp '${text}' is not recognized`);
  }
}

function readDate({ clock }: ParsedMoment): bigint {
  return clock - (((clock % NANOSECONDS_PER_DAY) + NANOSECONDS_PER_DAY) % NANOSECONDS_PER_DAY);
}

function readTime({ clock }: ParsedMoment): bigint {
  return ((clock % NANOSECONDS_PER_DAY) + NANOSECONDS_PER_DAY) % NANOSECONDS_PER_DAY;
}

function toInstant({ clock, offset }: ParsedMoment, zone: string): bigint {
  return clock - BigInt(offset ?? localOffset(clock, zone)) * NANOSECONDS_PER_MINUTE;
}

function toPacked(moment: ParsedMoment, zone: string): bigint {
  const offset = moment.offset ?? localOffset(moment.clock, zone);
  return (moment.clock - BigInt(offset) * NANOSECONDS_PER_MINUTE) * 4096n + BigInt(offset + 1440);
}

function big(value: DuckDBValue): bigint {
  return typeof value === 'bigint' ? value : BigInt(Number(value));
}
