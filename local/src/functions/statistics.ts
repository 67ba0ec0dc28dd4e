import { FLOAT, number, type SqlType } from '../types/sql-type.js';
import { physicalType } from '../types/physical.js';
import { COUNT, aggregate, direct, everyValue, sliding } from './define.js';
import type { FunctionRule, FunctionTable } from './rule.js';
import type { Typed } from '../compile/typed.js';

function paired(name: string): FunctionRule {
  return everyValue(aggregate('float, float', FLOAT, direct(name)));
}

/** Too few points have no line: DuckDB says NaN, Snowflake NULL. */
function regression(name: string): FunctionRule {
  return everyValue(
    aggregate('float, float', FLOAT, (args, call) => `nullif(${call.aggregate(name, args)}, CAST('NaN' AS DOUBLE))`),
  );
}

/** A variance of NUMBERs is a NUMBER: of squares, with six digits more, but no more than twelve. */
function variance(name: string): FunctionRule {
  return sliding(
    aggregate('number', varianceType, ([arg = ''], call) => call.aggregate(name, [`CAST(${arg} AS DOUBLE)`])),
  );
}

/** The root of the variance, which of NUMBERs has been rounded. */
function deviation(name: string): FunctionRule {
  return sliding(
    aggregate('number', FLOAT, ([arg = ''], call, values) => {
      const square = call.aggregate(name, [`CAST(${arg} AS DOUBLE)`]);
      const type = varianceType(values);
      return `sqrt(CAST(${type.kind === 'number' ? `CAST(${square} AS ${physicalType(type)})` : square} AS DOUBLE))`;
    }),
  );
}

function varianceType([value]: readonly Typed[]): SqlType {
  const type = value?.type;
  return type?.kind === 'number' ? number(38, Math.max(type.scale, Math.min(2 * type.scale + 6, 12))) : FLOAT;
}

/** Aggregates of statistics. */
export const STATISTIC_FUNCTIONS: FunctionTable = {
  STDDEV: deviation('var_samp'),
  STDDEV_SAMP: deviation('var_samp'),
  STDDEV_POP: deviation('var_pop'),
  VARIANCE: variance('var_samp'),
  VAR_SAMP: variance('var_samp'),
  VARIANCE_SAMP: variance('var_samp'),
  VAR_POP: variance('var_pop'),
  VARIANCE_POP: variance('var_pop'),
  CORR: regression('corr'),
  COVAR_SAMP: paired('covar_samp'),
  COVAR_POP: paired('covar_pop'),
  REGR_SLOPE: regression('regr_slope'),
  REGR_INTERCEPT: regression('regr_intercept'),
  REGR_R2: regression('regr_r2'),
  REGR_AVGX: paired('regr_avgx'),
  REGR_AVGY: paired('regr_avgy'),
  REGR_SXX: paired('regr_sxx'),
  REGR_SXY: paired('regr_sxy'),
  REGR_SYY: paired('regr_syy'),
  REGR_COUNT: everyValue(aggregate('float, float', COUNT, direct('regr_count'))),
  SKEW: aggregate('float', FLOAT, direct('skewness')),
  KURTOSIS: aggregate(
    'number',
    ([value]) => (value?.type.kind === 'number' ? number(38, 12) : FLOAT),
    ([arg = ''], call) => `sf_kurtosis(${call.aggregate('list', [`CAST(${arg} AS DOUBLE)`])})`,
  ),
};
