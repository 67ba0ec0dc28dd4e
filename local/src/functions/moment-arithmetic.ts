import { castTo } from '../compile/casts.js';
import { addParts, partName } from '../compile/intervals.js';
import { atZone, fromWallClock, wallClock, zoneLiteral } from '../compile/moments.js';
import { shared, sharedValue } from '../compile/once.js';
import { unsupported } from '../compile/faults.js';
import { combine, nullOf, type Typed } from '../compile/typed.js';
import { quoteString } from '../lexer.js';
import { DATE, INTEGER, TEXT, TIME, number, timestamp, typeName, type SqlType } from '../types/sql-type.js';
import { scalar } from './define.js';
import type { FunctionCall, FunctionRule } from './rule.js';
import { truncateNumber } from './rounding.js';
import { firstDayOfWeek } from './weeks.js';
import { clock, compileArg, momentArg, ownMoment, partOf, unitOf, withoutDays } from './moment-arguments.js';

/** `F(part, amount, moment)`. */
export const ADD: FunctionRule = {
  kind: 'scalar',
  minimum: 3,
  maximum: 3,
  compile: (call) => {
    const part = unitOf(call, call.node.args[0]);
    return addParts(call.compiler, withoutDays(call, part, compileArg(call, 2)), part, compileArg(call, 1), call.node);
  },
};

/** `F(part, from, to)`. */
export const DIFFERENCE: FunctionRule = {
  kind: 'scalar',
  minimum: 3,
  maximum: 3,
  compile: (call) => {
    const part = unitOf(call, call.node.args[0]);
    const [from, to] = [compileArg(call, 1), compileArg(call, 2)];
    // A text beside a date is one.
    const [a, b] = [
      sameKind(call, momentArg(call, 1, from), from, to),
      sameKind(call, momentArg(call, 2, to), to, from),
    ];
    const digits = differenceDigits(part, a.type, b.type);
    return combine(`CAST(${differenceSql(call, part, a, b)} AS DECIMAL(${digits},0))`, number(digits), [a, b]);
  },
};

function sameKind({ compiler }: FunctionCall, moment: Typed, written: Typed, other: Typed): Typed {
  return written.type.kind === 'text' && other.type.kind === 'date' ? castTo(compiler, written, DATE) : moment;
}

/** The units whose numbers need no more than nine digits, and no more than eighteen, in each kind of moment. */
const DIFFERENCE_DIGITS = {
  date: { 9: /^(?:YEAR|QUARTER|MONTH|WEEK|DAY)$/, 18: /^(?:HOUR|MINUTE|SECOND|MILLISECOND)$/ },
  timestamp: { 9: /^(?:YEAR|QUARTER|MONTH|WEEK|DAY|HOUR)$/, 18: /^(?:MINUTE|SECOND)$/ },
  time: { 9: /^(?:HOUR|MINUTE|SECOND|MILLISECOND)$/, 18: /./ },
} as const;

function differenceDigits(part: string, ...types: readonly SqlType[]): number {
  const kind = (['time', 'timestamp', 'date'] as const).find((one) => types.some((type) => type.kind === one));
  const { 9: short, 18: long } = DIFFERENCE_DIGITS[kind ?? 'timestamp'];
  return short.test(part) ? 9 : long.test(part) ? 18 : 38;
}

const NANOSECONDS: Readonly<Record<string, string>> = { MICROSECOND: '1000', MILLISECOND: '1000000', NANOSECOND: '1' };

function differenceSql(call: FunctionCall, part: string, from: Typed, to: Typed): string {
  const unit = NANOSECONDS[part];
  if (unit !== undefined) {
    const [a, b] = [wallClock(call.compiler, from), wallClock(call.compiler, to)];
    return `(sf_floor_div(${b}, CAST(${unit} AS HUGEINT)) - sf_floor_div(${a}, CAST(${unit} AS HUGEINT)))`;
  }
  if (part === 'WEEK') {
    // DuckDB counts spans of seven days; Snowflake counts the first days of weeks between.
    const first = firstDayOfWeek(call.compiler);
    const [a, b] = [from, to].map((value) => `sf_week_of(${clock(call, value)}, ${first})`);
    return `(date_diff('day', ${a}, ${b}) // 7)`;
  }
  return `date_diff(${quoteString(part.toLowerCase())}, ${clock(call, from)}, ${clock(call, to)})`;
}

export const TRUNCATE: FunctionRule = {
  kind: 'scalar',
  minimum: 2,
  maximum: 2,
  compile: (call) => truncate(call, unitOf(call, call.node.args[0]), ownMoment(call, 1, 'DATE_TRUNC')),
};

function truncate(call: FunctionCall, part: string, moment: Typed): Typed {
  const value = withoutDays(call, part, moment);
  if (part === 'NANOSECOND') {
    return value;
  }
  const moved = (one: Typed): string =>
    part === 'WEEK'
      ? `sf_date_ns(sf_week_of(${clock(call, one)}, ${firstDayOfWeek(call.compiler)}))`
      : `sf_trunc_moment(${quoteString(part.toLowerCase())}, ${wallClock(call.compiler, one)})`;
  const sql = sharedValue(value, (one) => fromWallClock(call.compiler, moved(one), one));
  return combine(sql, value.type, [value]);
}

/** TRUNC truncates a number to places, or a moment to a part. */
export const TRUNC: FunctionRule = {
  kind: 'scalar',
  minimum: 1,
  maximum: 2,
  compile: (call) => {
    const value = compileArg(call, 0);
    if (value.type.kind === 'date' || value.type.kind === 'time' || value.type.kind === 'timestamp') {
      return truncate(call, unitOf(call, call.node.args[1]), value);
    }
    const places = call.node.args.slice(1).map((_, at) => compileArg(call, at + 1));
    return truncateNumber({ ...call, args: () => [value, ...places] });
  },
};

export const LAST_DAY: FunctionRule = {
  kind: 'scalar',
  minimum: 1,
  maximum: 2,
  compile: (call) => {
    const value = ownMoment(call, 0, 'LAST_DAY');
    const unit = call.node.args[1] === undefined ? 'MONTH' : unitOf(call, call.node.args[1]);
    const step = { YEAR: '12 MONTH', QUARTER: '3 MONTH', MONTH: '1 MONTH', WEEK: '7 DAY' }[unit];
    if (step === undefined) {
      throw unsupported(`LAST_DAY by ${unit}`);
    }
    const start = sharedValue(value, (one) =>
      unit === 'WEEK'
        ? `sf_week_of(${clock(call, one)}, ${firstDayOfWeek(call.compiler)})`
        : `date_trunc('${unit.toLowerCase()}', ${clock(call, one)})`,
    );
    const sql = `CAST(${start} + INTERVAL ${step} - INTERVAL 1 DAY AS DATE)`;
    return combine(sql, DATE, [value]);
  },
};

/** The last day of a month stays the last day. */
export function addMonths(call: FunctionCall): Typed {
  const value = momentArg(call, 0);
  const amount = compileArg(call, 1);
  const months = `CAST(${castTo(call.compiler, amount, INTEGER).sql} AS INTEGER)`;
  const sql = shared([value.sql, months], ([text = value.sql, count = months]) =>
    monthsLater(call, { ...value, sql: text }, count),
  );
  return combine(sql, value.type, [value, amount]);
}

function monthsLater(call: FunctionCall, value: Typed, months: string): string {
  const at = clock(call, value);
  const moved = `(${at} + to_months(${months}))`;
  const last = `CAST(last_day(CAST(${at} AS DATE)) AS DATE) = CAST(${at} AS DATE)`;
  const date = `CASE WHEN ${last} THEN last_day(CAST(${moved} AS DATE)) ELSE CAST(${moved} AS DATE) END`;
  const rest = `sf_floor_mod(${wallClock(call.compiler, value)}, CAST(86400000000000 AS HUGEINT))`;
  return fromWallClock(call.compiler, `(sf_date_ns(${date}) + ${rest})`, value);
}

export function timestampParts(zone: 'ntz' | 'ltz' | 'tz'): FunctionRule {
  const rule = scalar(
    'integer, integer, integer, integer, integer, integer, integer=0',
    timestamp('ntz'),
    '(sf_date_ns(sf_date_parts($1, $2, $3)) + (CAST(($4 * 60 + $5) * 60 + $6 AS HUGEINT)) * CAST(1000000000 AS HUGEINT) + CAST($7 AS HUGEINT))',
  );
  const pair = scalar(
    'any, any',
    timestamp('ntz'),
    (_args, { compiler }, [date = nullOf(), time = nullOf()]) =>
      `(sf_date_ns(${castTo(compiler, date, DATE).sql}) + CAST(${castTo(compiler, time, TIME).sql} AS HUGEINT))`,
  );
  return {
    ...rule,
    minimum: 2,
    maximum: zone === 'tz' ? 8 : 7,
    compile: (call) => {
      const [named] = zone === 'tz' ? call.node.args.slice(7) : [];
      const parts = named === undefined ? call : { ...call, args: () => call.args().slice(0, 7) };
      const clock_ = (call.node.args.length === 2 ? pair : rule).compile(parts);
      if (named === undefined) {
        return castTo(call.compiler, clock_, timestamp(zone));
      }
      const place = castTo(call.compiler, call.compiler.expression(named, call.scope), TEXT);
      const instant = `sf_instant(${clock_.sql}, ${place.sql})`;
      return combine(atZone(instant, place.sql), timestamp('tz'), [clock_, place]);
    },
  };
}

/** Parts of a DATE that TIME_SLICE cuts by. */
const DATE_PARTS: readonly string[] = ['year', 'quarter', 'month', 'week', 'day'];

export function timeSlice(call: FunctionCall): Typed {
  const value = momentArg(call, 0);
  if (value.type.kind === 'time' || (value.type.kind === 'timestamp' && value.type.zone !== 'ntz')) {
    const types = call.node.args.map((_, at) => typeName(compileArg(call, at).type));
    throw call.compiler.faults.invalidTypes(call.name, types, call.node);
  }
  const size = castTo(call.compiler, compileArg(call, 1), INTEGER);
  const written = partOf(call.node.args[2]) ?? '';
  const unit = partName(written).toLowerCase();
  const parts = value.type.kind === 'date' ? DATE_PARTS : [...DATE_PARTS, 'hour', 'minute', 'second'];
  if (!parts.includes(unit)) {
    const message = `'${written}' is not a valid date/time component`;
    throw call.compiler.faults.compilation('001045', '22023', message, call.node);
  }
  const end = call.node.args[3]?.kind === 'string' && call.node.args[3].value.toUpperCase() === 'END';
  const width = `(CAST(${size.sql} AS INTEGER) * INTERVAL 1 ${unit})`;
  // Weeks are counted from a first day of one.
  const origin =
    unit === 'week'
      ? `TIMESTAMP '1969-12-29' + INTERVAL ${firstDayOfWeek(call.compiler) - 1} DAY`
      : `TIMESTAMP '1970-01-01'`;
  const start = `time_bucket(${width}, ${clock(call, value)}, ${origin})`;
  const sliced = `sf_from_micros(${end ? `(${start} + ${width})` : start})`;
  return combine(fromWallClock(call.compiler, sliced, value), value.type, [value]);
}

/** With three arguments the moment is a wall clock in the first zone; with two it knows its own. */
export function convertZone(call: FunctionCall): Typed {
  const { compiler } = call;
  const zones = call.node.args.slice(0, -1).map((_, at) => castTo(compiler, compileArg(call, at), TEXT).sql);
  const value = compileArg(call, call.node.args.length - 1);
  const [from, to] = zones;
  if (to !== undefined && from !== undefined) {
    if (value.type.kind === 'timestamp' && value.type.zone === 'tz') {
      const types = call.node.args.map((_, at) => typeName(compileArg(call, at).type));
      throw compiler.faults.invalidTypes('CONVERT_TIMEZONE', types, call.node);
    }
    const local = castTo(compiler, value, timestamp('ntz'));
    return combine(`sf_local(sf_instant(${local.sql}, ${from}), ${to})`, timestamp('ntz'), [value]);
  }
  const packed = castTo(
    compiler,
    value.type.kind === 'timestamp' ? value : castTo(compiler, value, timestamp('ltz')),
    timestamp('tz'),
  );
  const moved = atZone(`sf_tz_instant(${packed.sql})`, from ?? zoneLiteral(compiler));
  return combine(moved, timestamp('tz'), [value]);
}
