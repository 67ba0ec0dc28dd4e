import { quoteString } from '../lexer.js';
import { TEXT, number, timestamp, type SqlType, type TimestampZone } from '../types/sql-type.js';
import type { Compiler } from './compiler.js';
import { once, shared } from './once.js';
import type { Typed } from './typed.js';

type MomentType = Extract<SqlType, { readonly kind: 'date' | 'time' | 'timestamp' }>;

const FORMATS = {
  date: 'DATE_OUTPUT_FORMAT',
  time: 'TIME_OUTPUT_FORMAT',
  ntz: 'TIMESTAMP_NTZ_OUTPUT_FORMAT',
  ltz: 'TIMESTAMP_LTZ_OUTPUT_FORMAT',
  tz: 'TIMESTAMP_TZ_OUTPUT_FORMAT',
} as const;

/** The session's time zone, as a literal. */
export function zoneLiteral(compiler: Compiler): string {
  return quoteString(compiler.environment.parameter('TIMEZONE'));
}

/** Nanoseconds of the wall clock a moment shows: what dates, parts and formats are read from. */
export function wallClock(compiler: Compiler, { sql, type }: Typed): string {
  switch (type.kind) {
    case 'date':
      return `sf_date_ns(${sql})`;
    case 'time':
      return `CAST(${sql} AS HUGEINT)`;
    case 'timestamp':
      return clockOf(compiler, sql, type.zone);
    case 'array':
    case 'binary':
    case 'boolean':
    case 'float':
    case 'null':
    case 'number':
    case 'object':
    case 'text':
    case 'variant':
      throw new TypeError(`${type.kind} shows no wall clock`);
    default:
      return type satisfies never;
  }
}

function clockOf(compiler: Compiler, sql: string, zone: TimestampZone): string {
  switch (zone) {
    case 'ntz':
      return sql;
    case 'ltz':
      return `sf_local(${sql}, ${zoneLiteral(compiler)})`;
    case 'tz':
      return `sf_tz_local(${sql})`;
    default:
      return zone satisfies never;
  }
}

/** Minutes east of UTC at which a moment's wall clock is read. */
export function offsetMinutes(compiler: Compiler, { sql, type }: Typed): string {
  if (type.kind !== 'timestamp' || type.zone === 'ntz') {
    return '0';
  }
  return type.zone === 'tz' ? `sf_tz_offset(${sql})` : `sf_zone_offset(${sql}, ${zoneLiteral(compiler)})`;
}

/** Puts a wall clock back into a moment's own type, at the offset it had. */
export function fromWallClock(compiler: Compiler, clock: string, original: Typed): string {
  const { type } = original;
  if (type.kind === 'date') {
    return `sf_ns_date(${clock})`;
  }
  if (type.kind === 'time') {
    return `sf_ns_time(${clock})`;
  }
  if (type.kind !== 'timestamp' || type.zone === 'ntz') {
    return clock;
  }
  return type.zone === 'ltz'
    ? `sf_instant(${clock}, ${zoneLiteral(compiler)})`
    : `sf_tz_from_local(${clock}, ${offsetMinutes(compiler, original)})`;
}

/** The moment as text, in the session's output format. */
export function momentText(compiler: Compiler, value: Typed): string {
  const { type } = value;
  const name = type.kind === 'timestamp' ? FORMATS[type.zone] : type.kind === 'date' ? FORMATS.date : FORMATS.time;
  const own = compiler.environment.parameter(name);
  const format = own === '' ? compiler.environment.parameter('TIMESTAMP_OUTPUT_FORMAT') : own;
  return formatMoment(compiler, value, quoteString(/^AUTO$/i.test(format) ? automatic(type) : format));
}

/** The format AUTO stands for. */
function automatic(type: SqlType): string {
  if (type.kind !== 'timestamp') {
    return type.kind === 'time' ? 'HH24:MI:SS' : 'YYYY-MM-DD';
  }
  return `YYYY-MM-DD HH24:MI:SS.FF3${type.zone === 'ntz' ? '' : ' TZHTZM'}`;
}

/** The moment as text, in a format given as SQL. */
export function formatMoment(compiler: Compiler, value: Typed, format: string): string {
  return shared([value.sql, format], ([sql = value.sql, shape]) => {
    const moment = { ...value, sql };
    return `sf_format_moment(${wallClock(compiler, moment)}, ${shape}, ${offsetMinutes(compiler, moment)})`;
  });
}

/** Reads a moment out of text or a number, in a format given as SQL or in any Snowflake detects. */
export function parseMoment(
  compiler: Compiler,
  value: Typed,
  target: MomentType,
  attempt: boolean,
  format = quoteString(compiler.environment.parameter(`${target.kind.toUpperCase()}_INPUT_FORMAT`)),
): string {
  const source = value.type.kind === 'text' ? value.sql : `CAST(${value.sql} AS VARCHAR)`;
  const reader = `${attempt ? 'sf_try_read' : 'sf_read'}_${target.kind === 'timestamp' ? target.zone : target.kind}`;
  const zone = zoneLiteral(compiler);
  const century = compiler.environment.parameter('TWO_DIGIT_CENTURY_START');
  const parsed = `${reader}(${source}, ${format}, ${zone}, ${Number(century)})`;
  return target.kind === 'date' ? `sf_ns_date(${parsed})` : trimFraction(parsed, target);
}

/** A plain number is seconds since 1970, whatever its size. */
export function secondsToMoment(
  compiler: Compiler,
  value: Typed,
  target: Extract<MomentType, { kind: 'timestamp' }>,
): string {
  const instant = `CAST(CAST(${value.sql} AS DECIMAL(38,9)) * 1000000000 AS HUGEINT)`;
  const moment: Typed = { ...value, sql: instant, type: timestamp(target.zone === 'ntz' ? 'ntz' : 'ltz') };
  return castMoment(compiler, moment, target) ?? instant;
}

function trimFraction(sql: string, target: MomentType): string {
  if (target.kind === 'date' || target.scale >= 9) {
    return target.kind === 'time' ? `CAST(${sql} AS BIGINT)` : sql;
  }
  const unit = `CAST(${10 ** (9 - target.scale)} AS HUGEINT)`;
  if (target.kind === 'time') {
    return `CAST(sf_trim_fraction(${sql}, ${unit}) AS BIGINT)`;
  }
  return target.zone === 'tz'
    ? shared([sql], ([tz]) => `sf_tz_pack(sf_trim_fraction(sf_tz_instant(${tz}), ${unit}), sf_tz_offset(${tz}))`)
    : `sf_trim_fraction(${sql}, ${unit})`;
}

/** Turns one kind of moment into another; undefined when Snowflake knows no such cast. */
export function castMoment(compiler: Compiler, value: Typed, target: MomentType): string | undefined {
  const { type } = value;
  if (type.kind === 'time') {
    return target.kind === 'time' ? narrow(value, target) : undefined;
  }
  if (type.kind !== 'date' && type.kind !== 'timestamp') {
    return undefined;
  }
  switch (target.kind) {
    case 'date':
      return type.kind === 'date' ? value.sql : `sf_ns_date(${wallClock(compiler, value)})`;
    case 'time':
      return type.kind === 'date' ? undefined : trimFraction(`sf_ns_time(${wallClock(compiler, value)})`, target);
    case 'timestamp':
      return narrowTimestamp(compiler, value, target);
    default:
      return target satisfies never;
  }
}

function narrow(value: Typed, target: MomentType): string {
  const wide = value.type.kind !== 'time' || target.kind !== 'time' || target.scale >= value.type.scale;
  return wide ? value.sql : trimFraction(`CAST(${value.sql} AS HUGEINT)`, target);
}

function narrowTimestamp(compiler: Compiler, value: Typed, target: Extract<MomentType, { kind: 'timestamp' }>): string {
  const { type } = value;
  const from = type.kind === 'timestamp' ? type.zone : 'ntz';
  const scale = type.kind === 'timestamp' ? type.scale : 0;
  const moved =
    from === target.zone && type.kind === 'timestamp' ? value.sql : moveZone(compiler, value, from, target.zone);
  return target.scale >= scale ? moved : trimFraction(moved, target);
}

function moveZone(compiler: Compiler, value: Typed, from: TimestampZone, to: TimestampZone): string {
  const zone = zoneLiteral(compiler);
  if (to === 'ntz') {
    return wallClock(compiler, value);
  }
  const instant =
    from === 'ntz'
      ? `sf_instant(${wallClock(compiler, value)}, ${zone})`
      : from === 'tz'
        ? `sf_tz_instant(${value.sql})`
        : value.sql;
  return to === 'ltz' ? instant : atZone(instant, zone);
}

/** An instant as the clocks of a zone show it. */
export function atZone(instant: string, zone: string): string {
  return shared([instant, zone], ([at, place]) => `sf_tz_pack(${at}, sf_zone_offset(${at}, ${place}))`);
}

/**
 * Reads a moment out of a VARIANT: a text is read as one, and a number is an instant, counted in seconds, which a
 * TIMESTAMP_NTZ shows in the session's time zone. Nothing else is one, nor is a number a DATE or a TIME.
 */
export function variantMoment(compiler: Compiler, value: Typed, target: MomentType, attempt: boolean): string {
  return once(value.sql, 'held', (json) => {
    const sql = `CASE WHEN regexp_matches(${json}, '^[DTNLZB]?"') THEN sf_json_full(${json}) END`;
    const written = parseMoment(compiler, { ...value, sql, type: TEXT }, target, true);
    const name = target.kind === 'timestamp' ? `TIMESTAMP_${target.zone.toUpperCase()}` : target.kind.toUpperCase();
    const read = attempt ? written : `coalesce(${written}, sf_bad_variant(${json}, '${name}'))`;
    if (target.kind !== 'timestamp') {
      return read;
    }
    const type = { kind: 'timestamp', zone: 'ltz', scale: target.scale } as const;
    const seconds: Typed = { ...value, sql: `sf_json_number_text(${json})`, type: number(38, 9) };
    const instant: Typed = { ...value, sql: secondsToMoment(compiler, seconds, type), type };
    return `CASE WHEN sf_json_is_number(${json}) THEN ${castMoment(compiler, instant, target) ?? read} ELSE ${read} END`;
  });
}
