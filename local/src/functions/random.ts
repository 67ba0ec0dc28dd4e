import { FLOAT, INTEGER, TEXT, number, type SqlType } from '../types/sql-type.js';
import type { Typed } from '../compile/typed.js';
import { COUNT, scalar } from './define.js';
import type { FunctionRule, FunctionTable } from './rule.js';

/**
 * A number from 0 up to 1 that follows from a generator's value. With RANDOM() it differs from row to row; with a constant
 * it is always the same, as Snowflake has it.
 */
function fraction(generator: string, salt = 0): string {
  return `(CAST(hash(${generator}, ${salt}) AS DOUBLE) / 18446744073709551616)`;
}

/** With a seed the numbers of the rows follow from it. */
const RANDOM: FunctionRule = scalar('integer=NULL', INTEGER, ([seed], call) =>
  call.node.args.length === 0
    ? 'CAST((random() - 0.5) * 18446744073709551615 AS HUGEINT)'
    : `(CAST(hash(${seed}, row_number() OVER ()) AS HUGEINT) - 9223372036854775808)`,
);

/** Functions that make up data. */
export const RANDOM_FUNCTIONS: FunctionTable = {
  RANDOM,
  UNIFORM: scalar(
    'number, number, any',
    (args) => uniformType(args.slice(0, 2)),
    ([low = '', high = '', generator = ''], _call, values) =>
      uniformType(values.slice(0, 2)).kind === 'float'
        ? `${low} + ${fraction(generator)} * (${high} - ${low})`
        : `${low} + CAST(floor(${fraction(generator)} * CAST(${high} - ${low} + 1 AS DOUBLE)) AS BIGINT)`,
  ),
  NORMAL: scalar(
    'float, float, any',
    FLOAT,
    ([mean, deviation, generator = '']) =>
      `${mean} + ${deviation} * sqrt(-2 * ln(1 - ${fraction(generator)})) * cos(2 * pi() * ${fraction(generator, 1)})`,
  ),
  ZIPF: scalar(
    'float, integer, any',
    COUNT,
    ([exponent, count, generator = '']) => `sf_zipf(${exponent}, ${count}, ${fraction(generator)})`,
  ),
  RANDSTR: scalar(
    'integer, any',
    TEXT,
    ([length, generator]) => `sf_random_text(${length}, CAST(hash(${generator}) AS VARCHAR))`,
  ),
};

function uniformType(args: readonly Typed[]): SqlType {
  const whole = args.every(({ type }) => type.kind === 'number' && type.scale === 0);
  return whole ? number() : FLOAT;
}
