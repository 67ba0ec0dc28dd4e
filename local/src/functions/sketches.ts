import { castTo } from '../compile/casts.js';
import { comparable } from '../compile/comparison.js';
import type { Compiler } from '../compile/compiler.js';
import type { Typed } from '../compile/typed.js';
import { ARRAY, FLOAT, OBJECT, TEXT, VARIANT, binary, number, timestamp } from '../types/sql-type.js';
import { COUNT, aggregate, direct, everyValue, maybe, never, scalar } from './define.js';
import { refuseTypes } from './parameters.js';
import type { FunctionCall, FunctionRule, FunctionTable } from './rule.js';

/** Sketches of this engine are exact: they keep what they have seen, and only their functions know how. */
function distinct(): FunctionRule {
  return aggregate('any, any...', COUNT, (_args, call, values) =>
    call.aggregate('count', [`DISTINCT ${keyOf(values)}`]),
  );
}

/** One value that stands for several; NULL when one of them is. */
function keyOf(values: readonly Typed[]): string {
  const keys = values.map(comparable);
  const all = values.map(({ sql }) => `${sql} IS NOT NULL`).join(' AND ');
  return keys.length === 1 ? keys.join('') : `CASE WHEN ${all} THEN row(${keys.join(', ')}) END`;
}

/** A number that stands for values: equal for equal ones of one kind, and not Snowflake's. */
export function hashOf(call: FunctionCall, values: readonly Typed[]): string {
  const texts = values.map((value) => hashedText(call.compiler, value)).join(', ');
  return `CAST(CAST(hash(${texts}) AS HUGEINT) - 9223372036854775808 AS HUGEINT)`;
}

/** A number is the same in every scale and as a FLOAT, and never the text of its digits; a moment is in every zone. */
function hashedText(compiler: Compiler, value: Typed): string {
  const { sql, type } = value;
  switch (type.kind) {
    case 'number':
      return `sf_number_key(CAST(${sql} AS VARCHAR))`;
    case 'float':
      return `sf_float_key(${sql})`;
    case 'timestamp':
      return type.zone === 'tz' ? `'@' || sf_tz_instant(${sql})` : castTo(compiler, value, TEXT).sql;
    case 'variant': {
      const instant = `sf_tz_instant(${castTo(compiler, value, timestamp('tz')).sql})`;
      return `CASE WHEN sf_json_is_number(${sql}) THEN sf_json_number_key(${sql})
        WHEN left(${sql}, 2) = 'Z"' THEN '@' || ${instant} ELSE ${castTo(compiler, value, TEXT).sql} END`;
    }
    case 'array':
    case 'binary':
    case 'boolean':
    case 'date':
    case 'null':
    case 'object':
    case 'text':
    case 'time':
      return castTo(compiler, value, TEXT).sql;
    default:
      return type satisfies never;
  }
}

const hashes = (call: FunctionCall, values: readonly Typed[]): string =>
  call.aggregate('list', [`DISTINCT CAST(${hashOf(call, values)} AS VARCHAR)`]);

/** What a sketch of distinct values has seen: their hashes. */
function stateOf(call: FunctionCall, values: readonly Typed[]): string {
  const known = values.map(({ sql }) => `${sql} IS NOT NULL`).join(' AND ');
  const hash = `CASE WHEN ${known} THEN CAST(${hashOf(call, values)} AS VARCHAR) END`;
  return `encode(coalesce(array_to_string(list_sort(${call.aggregate('list', [`DISTINCT ${hash}`])}), ','), ''))`;
}

function combined(call: FunctionCall, state: string): string {
  const lists = call.aggregate('list', [`string_split(decode(${state}), ',')`]);
  return `encode(array_to_string(list_sort(list_distinct(flatten(${lists}))), ','))`;
}

const COUNTED = distinct();
const STATE_SIZE = "len(list_filter(string_split(decode($1), ','), lambda x: x <> ''))";
const ESTIMATED = scalar('binary', COUNT, STATE_SIZE);
const SIMILARITY = aggregate('object', FLOAT, ([state = ''], call) => `sf_jaccard(${call.aggregate('list', [state])})`);

/** What a sketch counts: texts, BINARYs, FLOATs and whole numbers. */
function counted(call: FunctionCall, [value]: readonly Typed[]): readonly Typed[] {
  const type = value?.type;
  const whole = type?.kind === 'number' && type.scale === 0;
  if (value === undefined || !(whole || ['text', 'binary', 'float', 'null'].includes(value.type.kind))) {
    throw refuseTypes(call);
  }
  return [value];
}

/** Aggregates that estimate, with their states, and the bitmaps of distinct counts. */
export const SKETCH_FUNCTIONS: FunctionTable = {
  APPROX_COUNT_DISTINCT: COUNTED,
  HLL: COUNTED,
  HLL_ACCUMULATE: aggregate('any', binary(), (_args, call, values) => stateOf(call, values)),
  HLL_COMBINE: aggregate('binary', binary(), ([state = ''], call) => combined(call, state)),
  HLL_ESTIMATE: ESTIMATED,
  HLL_EXPORT: scalar('binary', OBJECT, `('{"state":"' || hex($1) || '","type":"exact","version":1}')`),
  HLL_IMPORT: scalar('object', binary(), `unhex(sf_json_text(sf_get_key($1, 'state')))`),
  DATASKETCHES_HLL: aggregate(
    'any, integer=12',
    FLOAT,
    (_args, call, values) => `CAST(${call.aggregate('count', [`DISTINCT ${keyOf(counted(call, values))}`])} AS DOUBLE)`,
  ),
  DATASKETCHES_HLL_ACCUMULATE: aggregate('any, integer=12', binary(), (_args, call, values) =>
    stateOf(call, counted(call, values)),
  ),
  DATASKETCHES_HLL_COMBINE: aggregate('binary, integer=12', binary(), ([state = ''], call) => combined(call, state)),
  DATASKETCHES_HLL_ESTIMATE: scalar('binary', FLOAT, `CAST(${STATE_SIZE} AS DOUBLE)`),
  HASH_AGG: never(
    aggregate(
      'any, any...',
      number(19),
      (_args, call, values) =>
        // A sum that knows no order, brought back to 64 bits.
        `((coalesce(${call.aggregate('sum', [`CAST(${hashOf(call, values)} AS HUGEINT)`])}, 0) % 9223372036854775807))`,
    ),
  ),
  APPROX_PERCENTILE: everyValue(aggregate('float, float', FLOAT, direct('quantile_cont'))),
  APPROX_PERCENTILE_ACCUMULATE: aggregate(
    'float',
    OBJECT,
    ([arg = ''], call) => `sf_percentile_state(${call.aggregate('list', [arg])})`,
  ),
  APPROX_PERCENTILE_COMBINE: aggregate(
    'object',
    OBJECT,
    ([state = ''], call) => `sf_percentile_combine(${call.aggregate('list', [state])})`,
  ),
  APPROX_PERCENTILE_ESTIMATE: maybe(scalar('object, float', FLOAT, 'sf_percentile_estimate($1, $2)')),
  APPROX_TOP_K: aggregate(
    'any, integer=1, integer=0',
    ARRAY,
    ([, count = '1'], call, [value]) => `sf_top_k(${call.aggregate('list', [variantOf(call, value)])}, ${count})`,
  ),
  APPROX_TOP_K_ACCUMULATE: aggregate(
    'any, integer',
    OBJECT,
    ([, counters = '1'], call, [value]) =>
      `sf_top_state(${call.aggregate('list', [variantOf(call, value)])}, ${constantOf(call, counters)})`,
  ),
  APPROX_TOP_K_COMBINE: aggregate(
    'object, integer=100000',
    OBJECT,
    ([state = '', counters = '100000'], call) =>
      `sf_top_combine(${call.aggregate('list', [state])}, ${constantOf(call, counters)})`,
  ),
  APPROX_TOP_K_ESTIMATE: maybe(scalar('object, integer=1', ARRAY, 'sf_top_estimate($1, $2)')),
  MINHASH: aggregate(
    'integer, any, any...',
    OBJECT,
    ([size = '1024'], call, [, ...values]) => `sf_minhash(${hashes(call, values)}, ${constantOf(call, size)})`,
  ),
  MINHASH_COMBINE: aggregate(
    'object',
    OBJECT,
    ([state = ''], call) => `sf_minhash_combine(${call.aggregate('list', [state])})`,
  ),
  APPROXIMATE_SIMILARITY: SIMILARITY,
  APPROXIMATE_JACCARD_INDEX: SIMILARITY,
};

function variantOf(call: FunctionCall, value: Typed | undefined): string {
  return value === undefined ? 'NULL' : `CAST(${castTo(call.compiler, value, VARIANT).sql} AS VARCHAR)`;
}

/** A number that is the same in all rows of an aggregate. */
function constantOf(call: FunctionCall, sql: string): string {
  return call.node.over === undefined ? `any_value(${sql})` : sql;
}
