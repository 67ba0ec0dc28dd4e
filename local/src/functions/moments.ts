import { castTo } from '../compile/casts.js';
import { parseMoment, wallClock } from '../compile/moments.js';
import { requireText } from '../compile/try-cast.js';
import { combine, type Typed } from '../compile/typed.js';
import { DATE, INTEGER, TEXT, TIME, isNumeric, number, timestamp, type SqlType } from '../types/sql-type.js';
import { scalar } from './define.js';
import type { FunctionCall, FunctionRule, FunctionTable } from './rule.js';
import { compileArg, ownMoment } from './moment-arguments.js';

import {
  ADD,
  DIFFERENCE,
  LAST_DAY,
  TRUNC,
  TRUNCATE,
  addMonths,
  convertZone,
  timeSlice,
  timestampParts,
} from './moment-arithmetic.js';
import { DATE_PART, named, partRule } from './moment-parts.js';

/** TO_DATE, TO_TIMESTAMP_NTZ and their kin: by a format, by a scale, or by what the value looks like. */
function conversion(target: (call: FunctionCall) => SqlType, attempt = false): FunctionRule {
  return {
    kind: 'scalar',
    minimum: 1,
    maximum: 2,
    compile: (call) => {
      const value = compileArg(call, 0);
      const type = target(call);
      const second = call.node.args[1] === undefined ? undefined : compileArg(call, 1);
      if (attempt) {
        requireText(call.compiler, value, type);
      }
      if (second === undefined || (type.kind !== 'date' && type.kind !== 'time' && type.kind !== 'timestamp')) {
        return castTo(call.compiler, value, type, attempt ? 'try' : 'cast');
      }
      if (isNumeric(value.type)) {
        return fromScaled(call, value, second, type);
      }
      const format = castTo(call.compiler, second, TEXT);
      return combine(
        parseMoment(call.compiler, castTo(call.compiler, value, TEXT), type, attempt, format.sql),
        type,
        [value],
        attempt,
      );
    },
  };
}

/** DATE reads a number as seconds since 1970, which TO_DATE does not. */
function ofSeconds(rule: FunctionRule): FunctionRule {
  return {
    ...rule,
    compile: (call) => {
      const { compiler } = call;
      const value = compileArg(call, 0);
      const counted = value.type.kind === 'number';
      return counted ? castTo(compiler, castTo(compiler, value, timestamp('ntz')), DATE) : rule.compile(call);
    },
  };
}

/** A number of 10^-scale seconds. */
function fromScaled(call: FunctionCall, value: Typed, scale: Typed, type: SqlType): Typed {
  const power = `CAST(pow(10, 9 - ${castTo(call.compiler, scale, INTEGER).sql}) AS HUGEINT)`;
  const instant = combine(`(CAST(${value.sql} AS HUGEINT) * ${power})`, timestamp('ntz'), [value]);
  return castTo(
    call.compiler,
    type.kind === 'timestamp' && type.zone !== 'ntz' ? { ...instant, type: timestamp('ltz') } : instant,
    type,
  );
}

function timestampOf(call: FunctionCall): SqlType {
  return timestamp(call.compiler.environment.mapping);
}

/** What goes past a day begins it again. */
const TIME_PARTS = scalar(
  'integer, integer, integer, integer=0',
  TIME,
  'sf_ns_time(CAST((($1 * 60 + $2) * 60 + $3) AS HUGEINT) * CAST(1000000000 AS HUGEINT) + CAST($4 AS HUGEINT))',
);

/** Functions on dates, times and timestamps. */
export const MOMENT_RULES: FunctionTable = {
  DATEADD: ADD,
  DATE_ADD: ADD,
  TIMEADD: ADD,
  TIMESTAMPADD: ADD,
  DATEDIFF: DIFFERENCE,
  DATE_DIFF: DIFFERENCE,
  TIMEDIFF: DIFFERENCE,
  TIMESTAMPDIFF: DIFFERENCE,
  DATE_TRUNC: TRUNCATE,
  TRUNC,
  TRUNCATE: TRUNC,
  DATE_PART,
  EXTRACT: DATE_PART,
  YEAR: partRule('YEAR'),
  QUARTER: partRule('QUARTER'),
  MONTH: partRule('MONTH'),
  WEEK: partRule('WEEK'),
  WEEKOFYEAR: partRule('WEEK'),
  WEEKISO: partRule('WEEKISO'),
  DAY: partRule('DAY'),
  DAYOFMONTH: partRule('DAY'),
  DAYOFWEEK: partRule('DAYOFWEEK'),
  DAYOFWEEKISO: partRule('DAYOFWEEKISO'),
  DAYOFYEAR: partRule('DAYOFYEAR'),
  YEAROFWEEK: partRule('YEAROFWEEK'),
  YEAROFWEEKISO: partRule('YEAROFWEEKISO'),
  HOUR: partRule('HOUR'),
  MINUTE: partRule('MINUTE'),
  SECOND: partRule('SECOND'),
  DAYNAME: named('DY'),
  MONTHNAME: named('MON'),
  LAST_DAY,
  ADD_MONTHS: {
    kind: 'scalar',
    minimum: 2,
    maximum: 2,
    compile: (call) => addMonths(call),
  },
  NEXT_DAY: scalar('date, text', DATE, 'sf_next_day($1, $2)'),
  PREVIOUS_DAY: scalar('date, text', DATE, 'sf_previous_day($1, $2)'),
  MONTHS_BETWEEN: {
    kind: 'scalar',
    minimum: 2,
    maximum: 2,
    compile: (call) => {
      const [left, right] = [ownMoment(call, 0, 'EXTRACT'), ownMoment(call, 1, 'EXTRACT')];
      const months = `sf_months_between(${wallClock(call.compiler, left)}, ${wallClock(call.compiler, right)})`;
      return combine(`CAST(${months} AS DECIMAL(38,6))`, number(38, 6), [left, right]);
    },
  },
  DATE_FROM_PARTS: scalar('integer, integer, integer', DATE, 'sf_date_parts($1, $2, $3)'),
  DATEFROMPARTS: scalar('integer, integer, integer', DATE, 'sf_date_parts($1, $2, $3)'),
  TIME_FROM_PARTS: TIME_PARTS,
  TIMEFROMPARTS: TIME_PARTS,
  TIMESTAMP_FROM_PARTS: timestampParts('ntz'),
  TIMESTAMP_NTZ_FROM_PARTS: timestampParts('ntz'),
  TIMESTAMPNTZFROMPARTS: timestampParts('ntz'),
  TIMESTAMP_LTZ_FROM_PARTS: timestampParts('ltz'),
  TIMESTAMPLTZFROMPARTS: timestampParts('ltz'),
  TIMESTAMP_TZ_FROM_PARTS: timestampParts('tz'),
  TIMESTAMPTZFROMPARTS: timestampParts('tz'),
  TIMESTAMPFROMPARTS: timestampParts('ntz'),
  TIME_SLICE: { kind: 'scalar', minimum: 3, maximum: 4, compile: timeSlice },
  CONVERT_TIMEZONE: { kind: 'scalar', minimum: 2, maximum: 3, compile: convertZone },
  TO_DATE: conversion(() => DATE),
  DATE: ofSeconds(conversion(() => DATE)),
  TRY_TO_DATE: conversion(() => DATE, true),
  TO_TIME: conversion(() => TIME),
  TIME: conversion(() => TIME),
  TRY_TO_TIME: conversion(() => TIME, true),
  TO_TIMESTAMP: conversion(timestampOf),
  TRY_TO_TIMESTAMP: conversion(timestampOf, true),
  TO_TIMESTAMP_NTZ: conversion(() => timestamp('ntz')),
  TRY_TO_TIMESTAMP_NTZ: conversion(() => timestamp('ntz'), true),
  TO_TIMESTAMP_LTZ: conversion(() => timestamp('ltz')),
  TRY_TO_TIMESTAMP_LTZ: conversion(() => timestamp('ltz'), true),
  TO_TIMESTAMP_TZ: conversion(() => timestamp('tz')),
  TRY_TO_TIMESTAMP_TZ: conversion(() => timestamp('tz'), true),
  CURRENT_TIMESTAMP: now(timestamp('ltz'), 1),
  GETDATE: now(timestamp('ltz')),
  LOCALTIMESTAMP: now(timestamp('ltz'), 1),
  SYSTIMESTAMP: now(timestamp('ltz')),
  SYSDATE: {
    kind: 'scalar',
    minimum: 0,
    maximum: 0,
    compile: ({ compiler }) => ({ ...combine(nowSql(compiler), timestamp('ntz'), []), nullable: false }),
  },
  CURRENT_DATE: now(DATE),
  CURRENT_TIME: now(TIME, 1),
  LOCALTIME: now(TIME),
};

/** Nanoseconds since 1970. DuckDB's `now()` is when its transaction began, which may be many statements ago. */
function nowSql({ environment }: FunctionCall['compiler']): string {
  return `CAST(${BigInt(environment.now) * 1_000_000n} AS HUGEINT)`;
}

/** Now, in a type whose digits of a second an argument may tell. */
function now(type: SqlType, maximum = 0): FunctionRule {
  return {
    kind: 'scalar',
    minimum: 0,
    maximum,
    compile: (call) => {
      const value = { ...combine(nowSql(call.compiler), timestamp('ltz'), []), nullable: false };
      return castTo(call.compiler, value, scaled(call, type));
    },
  };
}

function scaled({ compiler, node }: FunctionCall, type: SqlType): SqlType {
  const [digits] = node.args;
  if (digits === undefined || (type.kind !== 'time' && type.kind !== 'timestamp')) {
    return type;
  }
  const scale = digits.kind === 'number' ? Number(digits.text) : -1;
  if (!(Number.isInteger(scale) && scale >= 0 && scale <= 9)) {
    throw compiler.faults.compilation(
      '001014',
      '22023',
      'Invalid precision: 0 to 9 digits of a second are known',
      node,
    );
  }
  return { ...type, scale };
}
