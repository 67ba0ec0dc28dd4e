import { partName } from '../compile/intervals.js';
import { formatMoment, offsetMinutes, wallClock } from '../compile/moments.js';
import { combine, type Typed } from '../compile/typed.js';
import { quoteString } from '../lexer.js';
import { INTEGER, number, text } from '../types/sql-type.js';
import type { FunctionCall, FunctionRule } from './rule.js';
import { clock, momentArg, ownMoment, partOf, refusePart } from './moment-arguments.js';
import { isWeekPart, weekPartSql } from './weeks.js';

const PARTS: Readonly<Record<string, string>> = {
  YEAR: 'year',
  QUARTER: 'quarter',
  MONTH: 'month',
  WEEK: 'session-week',
  WEEKISO: 'week',
  WEEK_ISO: 'week',
  DAY: 'day',
  HOUR: 'hour',
  MINUTE: 'minute',
  SECOND: 'second',
  DAYOFWEEK: 'session-day',
  DOW: 'session-day',
  DW: 'session-day',
  WEEKDAY: 'session-day',
  DAYOFWEEKISO: 'isodow',
  DAYOFWEEK_ISO: 'isodow',
  WEEKDAY_ISO: 'isodow',
  DAYOFYEAR: 'doy',
  DOY: 'doy',
  DY: 'doy',
  YEARDAY: 'doy',
  YEAROFWEEK: 'session-year',
  YEAROFWEEKISO: 'isoyear',
  DAYOFMONTH: 'day',
  WEEKOFYEAR: 'session-week',
};

/** Parts of a moment's offset from UTC, from its minutes; both have its sign. */
const ZONE_PARTS: Readonly<Record<string, string>> = {
  TIMEZONE_HOUR: 'trunc($1 / 60)',
  TZH: 'trunc($1 / 60)',
  TIMEZONE_MINUTE: '$1 % 60',
  TZM: '$1 % 60',
};

const EPOCHS: Readonly<Record<string, string>> = {
  EPOCH: '1000000000',
  EPOCH_SECOND: '1000000000',
  EPOCH_SECONDS: '1000000000',
  EPOCH_MILLISECOND: '1000000',
  EPOCH_MILLISECONDS: '1000000',
  EPOCH_MICROSECOND: '1000',
  EPOCH_MICROSECONDS: '1000',
  EPOCH_NANOSECOND: '1',
  EPOCH_NANOSECONDS: '1',
};

/** Of a DATE no shorter part of the epoch is told. */
const WHOLE_SECONDS: ReadonlySet<string> = new Set(['EPOCH', 'EPOCH_SECOND', 'EPOCH_SECONDS']);
const FOUR_DIGITS: ReadonlySet<string> = new Set(['year', 'session-year', 'isoyear', 'doy']);
const OF_TIME: ReadonlySet<string> = new Set(['hour', 'minute', 'second']);

function extract(call: FunctionCall, written: string, value: Typed): Typed {
  const name = written.toUpperCase();
  const epoch = EPOCHS[name];
  if (epoch !== undefined) {
    if (value.type.kind === 'date' && !WHOLE_SECONDS.has(name)) {
      throw refusePart(call, written, value);
    }
    return combine(
      `CAST(sf_floor_div(${instantOf(call, value)}, CAST(${epoch} AS HUGEINT)) AS DECIMAL(38,0))`,
      INTEGER,
      [value],
    );
  }
  const part = PARTS[name] ?? PARTS[partName(name)];
  if (part !== undefined) {
    if (value.type.kind === 'time' && !OF_TIME.has(part)) {
      throw refusePart(call, written, value);
    }
    const sql = isWeekPart(part)
      ? weekPartSql(call.compiler, part, clock(call, value))
      : `date_part('${part}', ${clock(call, value)})`;
    const digits = FOUR_DIGITS.has(part) ? 4 : 2;
    return combine(`CAST(${sql} AS DECIMAL(${digits},0))`, number(digits), [value]);
  }
  const zonePart = ZONE_PARTS[name];
  if (zonePart !== undefined) {
    const minutes = offsetMinutes(call.compiler, value);
    return combine(`CAST(${zonePart.replace('$1', `(${minutes})`)} AS DECIMAL(4,0))`, number(4), [value]);
  }
  if (partName(name) === 'NANOSECOND') {
    return combine(
      `CAST(sf_floor_mod(${wallClock(call.compiler, value)}, CAST(1000000000 AS HUGEINT)) AS DECIMAL(9,0))`,
      number(9),
      [value],
    );
  }
  const node = call.node.args[0];
  const word =
    call.name === 'EXTRACT' && node?.kind === 'name' ? call.compiler.sql.slice(node.start, node.end) : written;
  const message = `invalid value [${word}] for parameter '${call.name} date/time part'`;
  throw call.compiler.faults.statement('001008', '22023', message);
}

function instantOf(call: FunctionCall, value: Typed): string {
  if (value.type.kind === 'timestamp' && value.type.zone !== 'ntz') {
    return value.type.zone === 'tz' ? `sf_tz_instant(${value.sql})` : value.sql;
  }
  return wallClock(call.compiler, value);
}

/** `YEAR(moment)` and its kin. */
export function partRule(name: string): FunctionRule {
  return {
    kind: 'scalar',
    minimum: 1,
    maximum: 1,
    compile: (call) => extract(call, name, ownMoment(call, 0, 'EXTRACT')),
  };
}

export const DATE_PART: FunctionRule = {
  kind: 'scalar',
  minimum: 2,
  maximum: 2,
  compile: (call) => extract(call, partOf(call.node.args[0]) ?? 'null', ownMoment(call, 1, 'EXTRACT')),
};

/** A name of the week or month. */
export function named(format: string): FunctionRule {
  return {
    kind: 'scalar',
    minimum: 1,
    maximum: 1,
    compile: (call) => {
      const value = momentArg(call, 0);
      return combine(formatMoment(call.compiler, value, quoteString(format)), text(3), [value]);
    },
  };
}
