import type { Expression, Span } from '../syntax/ast.js';
import { timestamp } from '../types/sql-type.js';
import { castTo } from './casts.js';
import type { Compiler } from './compiler.js';
import { fromWallClock, wallClock } from './moments.js';
import { shared } from './once.js';
import { combine, constant, type Typed } from './typed.js';
import { INTEGER } from '../types/sql-type.js';

/** How a date part counts: in months, or in nanoseconds. */
type Unit = { readonly months: number } | { readonly nanoseconds: bigint };

const SECOND = 1_000_000_000n;
const DAY = 86_400n * SECOND;

const UNITS: ReadonlyMap<string, Unit> = new Map<string, Unit>([
  ['YEAR', { months: 12 }],
  ['QUARTER', { months: 3 }],
  ['MONTH', { months: 1 }],
  ['WEEK', { nanoseconds: 7n * DAY }],
  ['DAY', { nanoseconds: DAY }],
  ['HOUR', { nanoseconds: 3600n * SECOND }],
  ['MINUTE', { nanoseconds: 60n * SECOND }],
  ['SECOND', { nanoseconds: SECOND }],
  ['MILLISECOND', { nanoseconds: 1_000_000n }],
  ['MICROSECOND', { nanoseconds: 1000n }],
  ['NANOSECOND', { nanoseconds: 1n }],
]);

const SPELLINGS: Readonly<Record<string, string>> = {
  Y: 'YEAR',
  YY: 'YEAR',
  YYY: 'YEAR',
  YYYY: 'YEAR',
  YR: 'YEAR',
  YEARS: 'YEAR',
  YRS: 'YEAR',
  Q: 'QUARTER',
  QTR: 'QUARTER',
  QTRS: 'QUARTER',
  QUARTERS: 'QUARTER',
  MM: 'MONTH',
  MON: 'MONTH',
  MONS: 'MONTH',
  MONTHS: 'MONTH',
  W: 'WEEK',
  WK: 'WEEK',
  WEEKS: 'WEEK',
  WEEKOFYEAR: 'WEEK',
  WOY: 'WEEK',
  WY: 'WEEK',
  D: 'DAY',
  DD: 'DAY',
  DAYS: 'DAY',
  DAYOFMONTH: 'DAY',
  H: 'HOUR',
  HH: 'HOUR',
  HR: 'HOUR',
  HRS: 'HOUR',
  HOURS: 'HOUR',
  M: 'MINUTE',
  MI: 'MINUTE',
  MIN: 'MINUTE',
  MINS: 'MINUTE',
  MINUTES: 'MINUTE',
  S: 'SECOND',
  SEC: 'SECOND',
  SECS: 'SECOND',
  SECONDS: 'SECOND',
  MS: 'MILLISECOND',
  MSEC: 'MILLISECOND',
  MILLISECONDS: 'MILLISECOND',
  US: 'MICROSECOND',
  USEC: 'MICROSECOND',
  MICROSECONDS: 'MICROSECOND',
  NS: 'NANOSECOND',
  NSEC: 'NANOSECOND',
  NSECS: 'NANOSECOND',
  NSECOND: 'NANOSECOND',
  NSECONDS: 'NANOSECOND',
  NANOSEC: 'NANOSECOND',
  NANOSECS: 'NANOSECOND',
  NANOSECONDS: 'NANOSECOND',
};

/** The one name of a date part, however it was spelled. */
export function partName(written: string): string {
  const name = written.toUpperCase();
  return SPELLINGS[name] ?? name;
}

/** True for the name of a part that time is counted in. */
export function isUnit(part: string): boolean {
  return UNITS.has(part);
}

/** True for parts no shorter than a day: adding them to a DATE gives a DATE. */
export function isWholeDays(part: string): boolean {
  const unit = UNITS.get(part);
  return unit !== undefined && ('months' in unit || unit.nanoseconds >= DAY);
}

/**
 * Adds so many parts to a moment. A DATE stays one when whole days are added; text is read as TIMESTAMP_NTZ.
 *
 * @throws SnowflakeError 001044 for an unknown part or a value that is no moment.
 */
export function addParts(compiler: Compiler, moment: Typed, written: string, amount: Typed, span: Span): Typed {
  const part = partName(written);
  const unit = UNITS.get(part);
  if (unit === undefined) {
    throw compiler.faults.compilation('001045', '22023', `'${written}' is not a valid date/time component`, span);
  }
  const value = momentFor(compiler, moment, part);
  const count = `CAST(${castTo(compiler, amount, INTEGER).sql} AS HUGEINT)`;
  if ('months' in unit) {
    const moved = shared([value.sql, count], ([sql = value.sql, times]) => {
      const one = { ...value, sql };
      return fromWallClock(compiler, `sf_add_months(${wallClock(compiler, one)}, ${times} * ${unit.months})`, one);
    });
    return combine(moved, value.type, [value, amount]);
  }
  const nanoseconds = `${count} * CAST(${unit.nanoseconds} AS HUGEINT)`;
  return combine(addNanoseconds(value, nanoseconds, compiler, unit.nanoseconds >= DAY), value.type, [value, amount]);
}

function momentFor(compiler: Compiler, moment: Typed, part: string): Typed {
  const { kind } = moment.type;
  if (kind === 'text' || kind === 'variant' || kind === 'null' || (kind === 'date' && !isWholeDays(part))) {
    return castTo(compiler, moment, timestamp('ntz'));
  }
  if (kind !== 'date' && kind !== 'time' && kind !== 'timestamp') {
    throw compiler.faults.invalidTypes('DATEADD', [kind.toUpperCase()], { start: 0, end: 0 });
  }
  return moment;
}

/** Days move the wall clock; shorter parts move the instant. */
function addNanoseconds(value: Typed, nanoseconds: string, compiler: Compiler, days: boolean): string {
  const { type, sql } = value;
  if (type.kind === 'timestamp' && type.zone === 'ltz' && !days) {
    return `(${sql} + ${nanoseconds})`;
  }
  if (type.kind === 'timestamp' && type.zone === 'tz') {
    return `(${sql} + (${nanoseconds}) * CAST(4096 AS HUGEINT))`;
  }
  return fromWallClock(compiler, `(${wallClock(compiler, value)} + ${nanoseconds})`, value);
}

/** An interval such as `1 day, 2 hours` as DuckDB's. */
export function intervalSql(compiler: Compiler, text: string, span: Span): string {
  const pieces = readPieces(compiler, text, span).map(({ amount, part }) => {
    const unit = UNITS.get(partName(part));
    if (unit === undefined) {
      throw compiler.faults.compilation('001045', '22023', `'${part}' is not a valid date/time component`, span);
    }
    return 'months' in unit
      ? `to_months(${amount * unit.months})`
      : `to_microseconds(${(BigInt(amount) * unit.nanoseconds) / 1000n})`;
  });
  return `(${pieces.join(' + ')})`;
}

function readPieces(compiler: Compiler, text: string, span: Span): readonly { amount: number; part: string }[] {
  const pieces = [...text.matchAll(/([+-]?\d+)\s*([a-z]*)/gi)];
  if (pieces.length === 0) {
    throw compiler.faults.compilation('002037', '22007', `invalid value [${text}] for interval`, span);
  }
  return pieces.map(([, amount = '0', part = '']) => ({ amount: Number(amount), part: part === '' ? 'second' : part }));
}

/** Adds an interval such as `1 day, 2 hours`, part by part. */
export function addInterval(
  compiler: Compiler,
  moment: Typed,
  interval: Extract<Expression, { readonly kind: 'interval' }>,
  sign: 1 | -1,
): Typed {
  const first = interval.dayTime && moment.type.kind === 'date' ? castTo(compiler, moment, timestamp('ntz')) : moment;
  return readPieces(compiler, interval.text, interval).reduce((value, { amount, part }) => {
    const count = constant(`CAST(${amount * sign} AS DECIMAL(38,0))`, INTEGER);
    return addParts(compiler, value, part, count, interval);
  }, first);
}
