import { castTo } from '../compile/casts.js';
import { comparable } from '../compile/comparison.js';
import { divide } from '../compile/arithmetic.js';
import { unsupported } from '../compile/faults.js';
import { expandStar } from '../compile/items.js';
import { combine, nullOf, type Typed } from '../compile/typed.js';
import {
  ARRAY,
  BOOLEAN,
  FLOAT,
  INTEGER,
  OBJECT,
  TEXT,
  VARIANT,
  isSemiStructured,
  number,
  type SqlType,
} from '../types/sql-type.js';
import { COUNT, aggregate, typeOf, window, type Template } from './define.js';
import type { FunctionCall, FunctionRule, FunctionTable } from './rule.js';

/** Calls DuckDB's aggregate of this name on all arguments. */
function direct(name: string): Template {
  return (args, call) => call.aggregate(name, args);
}

function realAggregate(name: string, arity = 1): FunctionRule {
  return aggregate(Array.from({ length: arity }, () => 'float').join(', '), FLOAT, direct(name));
}

/** Too few points have no line: DuckDB says NaN, Snowflake NULL. */
function regression(name: string): FunctionRule {
  return aggregate(
    'float, float',
    FLOAT,
    (args, call) => `nullif(${call.aggregate(name, args)}, CAST('NaN' AS DOUBLE))`,
  );
}

/** Sums and averages keep the scale; FLOATs stay FLOAT. */
function sumType([value]: readonly Typed[]): SqlType {
  return value?.type.kind === 'number' ? number(38, value.type.scale) : FLOAT;
}

/** MIN, MAX and their kin compare a VARIANT by its value, not by its text. */
function extreme(name: 'min' | 'max'): FunctionRule {
  return aggregate('any', typeOf(0), (args, call, [value]) =>
    value !== undefined && isSemiStructured(value.type)
      ? call.aggregate(`arg_${name}`, [value.sql, comparable(value)])
      : call.aggregate(name, args),
  );
}

function shifted(name: string): FunctionRule {
  return window('any, integer=1, any=NULL', typeOf(0), (args, call, values) => {
    const fallback = values[2] === undefined ? [] : [castTo(call.compiler, values[2], values[0]?.type ?? TEXT).sql];
    return call.aggregate(name, [...args.slice(0, 2), ...fallback]);
  });
}

/** Aggregate and window functions. */
export const AGGREGATE_FUNCTIONS: FunctionTable = {
  COUNT: { kind: 'aggregate', minimum: 1, maximum: Number.POSITIVE_INFINITY, compile: count },
  COUNT_IF: aggregate('boolean', COUNT, direct('count_if')),
  SUM: aggregate('number', sumType, direct('sum')),
  AVG: { kind: 'aggregate', minimum: 1, maximum: 1, compile: average },
  MIN: extreme('min'),
  MAX: extreme('max'),
  MIN_BY: aggregate('any, any', typeOf(0), (args, call, [, key]) =>
    call.aggregate('arg_min', [args[0] ?? '', key === undefined ? '' : comparable(key)]),
  ),
  MAX_BY: aggregate('any, any', typeOf(0), (args, call, [, key]) =>
    call.aggregate('arg_max', [args[0] ?? '', key === undefined ? '' : comparable(key)]),
  ),
  ANY_VALUE: aggregate('any', typeOf(0), direct('any_value')),
  MEDIAN: aggregate(
    'number',
    (args) => (args[0]?.type.kind === 'number' ? number(38, Math.min(37, args[0].type.scale + 3)) : FLOAT),
    direct('median'),
  ),
  MODE: aggregate('any', typeOf(0), direct('mode')),
  LISTAGG: aggregate("text, text=''", TEXT, (args, call) => `coalesce(${call.aggregate('string_agg', args)}, '')`),
  ARRAY_AGG: aggregate('any', ARRAY, arrayAgg),
  ARRAY_UNIQUE_AGG: aggregate('any', ARRAY, (_args, call, [value]) =>
    jsonList(call.aggregate('list', [`DISTINCT ${asVariant(call, value)}`])),
  ),
  OBJECT_AGG: aggregate(
    'text, variant',
    OBJECT,
    ([key = '', value = ''], call) =>
      `sf_object(coalesce(${call.aggregate('list', [key])}, []), coalesce(${call.aggregate('list', [value])}, []), FALSE)`,
  ),
  BOOLAND_AGG: aggregate('boolean', BOOLEAN, direct('bool_and')),
  BOOLOR_AGG: aggregate('boolean', BOOLEAN, direct('bool_or')),
  BOOLXOR_AGG: aggregate('boolean', BOOLEAN, ([arg = ''], call) => `(${call.aggregate('count_if', [arg])} = 1)`),
  BITAND_AGG: aggregate('integer', INTEGER, direct('bit_and')),
  BITOR_AGG: aggregate('integer', INTEGER, direct('bit_or')),
  BITXOR_AGG: aggregate('integer', INTEGER, direct('bit_xor')),
  APPROX_COUNT_DISTINCT: aggregate('any', COUNT, ([arg = ''], call) => call.aggregate('count', [`DISTINCT ${arg}`])),
  HLL: aggregate('any', COUNT, ([arg = ''], call) => call.aggregate('count', [`DISTINCT ${arg}`])),
  APPROX_PERCENTILE: aggregate('float, float', FLOAT, direct('quantile_cont')),
  PERCENTILE_CONT: { kind: 'aggregate', minimum: 1, maximum: 1, compile: (call) => percentile(call, 'quantile_cont') },
  PERCENTILE_DISC: { kind: 'aggregate', minimum: 1, maximum: 1, compile: (call) => percentile(call, 'quantile_disc') },
  STDDEV: realAggregate('stddev_samp'),
  STDDEV_SAMP: realAggregate('stddev_samp'),
  STDDEV_POP: realAggregate('stddev_pop'),
  VARIANCE: realAggregate('var_samp'),
  VAR_SAMP: realAggregate('var_samp'),
  VARIANCE_SAMP: realAggregate('var_samp'),
  VAR_POP: realAggregate('var_pop'),
  VARIANCE_POP: realAggregate('var_pop'),
  CORR: realAggregate('corr', 2),
  COVAR_SAMP: realAggregate('covar_samp', 2),
  COVAR_POP: realAggregate('covar_pop', 2),
  REGR_SLOPE: regression('regr_slope'),
  REGR_INTERCEPT: regression('regr_intercept'),
  REGR_R2: regression('regr_r2'),
  REGR_COUNT: aggregate('float, float', COUNT, direct('regr_count')),
  SKEW: realAggregate('skewness'),
  KURTOSIS: realAggregate('kurtosis'),
  GROUPING: aggregate('any, any...', COUNT, (args) => `grouping(${args.join(', ')})`),
  GROUPING_ID: aggregate('any, any...', COUNT, (args) => `grouping(${args.join(', ')})`),

  ROW_NUMBER: window('', COUNT, direct('row_number')),
  RANK: window('', COUNT, direct('rank')),
  DENSE_RANK: window('', COUNT, direct('dense_rank')),
  PERCENT_RANK: window('', FLOAT, direct('percent_rank')),
  CUME_DIST: window('', FLOAT, direct('cume_dist')),
  NTILE: window('integer', COUNT, direct('ntile')),
  LAG: shifted('lag'),
  LEAD: shifted('lead'),
  FIRST_VALUE: window('any', typeOf(0), direct('first_value')),
  LAST_VALUE: window('any', typeOf(0), direct('last_value')),
  NTH_VALUE: window('any, integer', typeOf(0), direct('nth_value')),
  RATIO_TO_REPORT: window('float', FLOAT, ([arg = ''], call) => `(${arg} / ${call.aggregate('sum', [arg])})`),
};

/** COUNT(*) counts rows; COUNT(a, b) and COUNT(t.*) count rows where all are set. */
function count(call: FunctionCall): Typed {
  const { node } = call;
  const [first] = node.args;
  if (first?.kind === 'star' && first.qualifier.length === 0) {
    return { ...combine(`CAST(${call.aggregate('count', ['*'])} AS DECIMAL(18,0))`, COUNT, []), nullable: false };
  }
  const values =
    first?.kind === 'star' ? expandStar(call.compiler, first, call.scope).map(({ value }) => value) : call.args();
  const keys = values.map(comparable);
  const all = values.map(({ sql }) => `${sql} IS NOT NULL`).join(' AND ');
  const argument = keys.length === 1 ? keys.join('') : `CASE WHEN ${all} THEN row(${keys.join(', ')}) END`;
  return {
    ...combine(`CAST(${call.aggregate('count', [argument])} AS DECIMAL(18,0))`, COUNT, values),
    nullable: false,
  };
}

/** An average of NUMBERs is a quotient: exact, with six digits more. */
function average(call: FunctionCall): Typed {
  const [value = nullOf()] = call.args();
  if (value.type.kind !== 'number') {
    const real = castTo(call.compiler, value, FLOAT);
    return combine(call.aggregate('avg', [real.sql]), FLOAT, [value], true);
  }
  const total = combine(
    `CAST(${call.aggregate('sum', [value.sql])} AS DECIMAL(38,${value.type.scale}))`,
    number(38, value.type.scale),
    [value],
    true,
  );
  const rows = combine(
    `CAST(nullif(${call.aggregate('count', [value.sql])}, 0) AS DECIMAL(18,0))`,
    COUNT,
    [value],
    true,
  );
  const quotient = divide(call.compiler, total, rows, call.node);
  return { ...quotient, nullable: true };
}

function asVariant(call: FunctionCall, value: Typed | undefined): string {
  return value === undefined ? 'NULL' : `CAST(${castTo(call.compiler, value, VARIANT).sql} AS VARCHAR)`;
}

function jsonList(list: string): string {
  return `('[' || coalesce(array_to_string(${list}, ','), '') || ']')`;
}

function arrayAgg(_args: readonly string[], call: FunctionCall, [value]: readonly Typed[]): string {
  const item = asVariant(call, value);
  if (call.node.distinct && call.node.within.length > 0) {
    // DuckDB sorts a DISTINCT list only by what it holds: the items are sorted by themselves.
    const descending = call.node.within[0]?.descending === true;
    const key = value === undefined ? item : comparable(value);
    const list = call.aggregate('list', [`{'k': ${key}, 'v': ${item}}`], '');
    const sorted = `list_sort(${list}, '${descending ? 'DESC' : 'ASC'}', 'NULLS LAST')`;
    return jsonList(`list_transform(list_filter(${sorted}, lambda x: x.v IS NOT NULL), lambda x: x.v)`);
  }
  return jsonList(`list_filter(${call.aggregate('list', [item])}, lambda x: x IS NOT NULL)`);
}

/** PERCENTILE_CONT(p) WITHIN GROUP (ORDER BY x). */
function percentile(call: FunctionCall, name: string): Typed {
  const [point = nullOf()] = call.args();
  const [item] = call.node.within;
  if (item === undefined) {
    throw unsupported(`${call.name} without WITHIN GROUP`);
  }
  const value = call.compiler.expression(item.expression, call.scope);
  const fraction = castTo(call.compiler, point, FLOAT).sql;
  const place = item.descending ? `1 - ${fraction}` : fraction;
  if (name === 'quantile_disc') {
    return combine(call.aggregate(name, [value.sql, place], ''), value.type, [value], true);
  }
  const scale = value.type.kind === 'number' ? Math.min(37, value.type.scale + 3) : 0;
  const type = value.type.kind === 'number' ? number(38, scale) : FLOAT;
  const sql = call.aggregate(name, [castTo(call.compiler, value, FLOAT).sql, place], '');
  return combine(type.kind === 'number' ? `CAST(${sql} AS DECIMAL(38,${scale}))` : sql, type, [value], true);
}
