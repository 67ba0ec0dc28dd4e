import { FLOAT, number, type SqlType } from '../types/sql-type.js';
import { physicalType } from '../types/physical.js';
import { COUNT, aggregate, direct, everyValue, sliding } from './define.js';
import { related, squared } from './refused-arguments.js';
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
  return squared(
    sliding(aggregate('number', varianceType, ([arg = ''], call) => call.aggregate(name, [`CAST(${arg} AS DOUBLE)`]))),
  );
}

/** The root of the variance, which of NUMBERs has been rounded. */
function deviation(name: string): FunctionRule {
  return squared(
    sliding(
      aggregate('number', FLOAT, ([arg = ''], call, values) => {
        const square = call.aggregate(name, [`CAST(${arg} AS DOUBLE)`]);
        const type = varianceType(values);
        return `sqrt(CAST(${type.kind === 'number' ? `CAST(${square} AS ${physicalType(type)})` : square} AS DOUBLE))`;
      }),
    ),
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
  CORR: related(regression('corr')),
  COVAR_SAMP: related(paired('covar_samp')),
  COVAR_POP: related(paired('covar_pop')),
  REGR_SLOPE: related(regression('regr_slope')),
  REGR_INTERCEPT: related(regression('regr_intercept')),
  REGR_R2: squared(regression('regr_r2')),
  REGR_AVGX: related(paired('regr_avgx'), [1]),
  REGR_AVGY: related(paired('regr_avgy'), [0]),
  REGR_SXX: related(paired('regr_sxx'), [1]),
  REGR_SXY: paired('regr_sxy'),
  REGR_SYY: related(paired('regr_syy')),
  REGR_COUNT: related(everyValue(aggregate('float, float', COUNT, direct('regr_count'))), [1]),
  SKEW: squared(aggregate('float', FLOAT, direct('skewness'))),
  KURTOSIS: squared(
    aggregate(
      'number',
      ([value]) => (value?.type.kind === 'number' ? number(38, 12) : FLOAT),
      ([arg = ''], call) => `sf_kurtosis(${call.aggregate('list', [`CAST(${arg} AS DOUBLE)`])})`,
    ),
  ),
};
