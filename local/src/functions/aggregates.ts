import { castTo } from '../compile/casts.js';
import { comparable } from '../compile/comparison.js';
import { operate, slidingAverage, type NumberType } from '../compile/arithmetic.js';
import { unsupported } from '../compile/faults.js';
import { combine, nullOf, type Typed } from '../compile/typed.js';
import {
  ARRAY,
  BOOLEAN,
  FLOAT,
  INTEGER,
  OBJECT,
  TEXT,
  VARIANT,
  isStructured,
  number,
  type SqlType,
} from '../types/sql-type.js';
import type { StarNode } from '../syntax/ast.js';
import { physicalType } from '../types/physical.js';
import { COUNT, aggregate, direct, everyValue, never, sliding, typeOf, window } from './define.js';
import { refuseTypes } from './parameters.js';
import { countsTruths, ordered, placed, refuseUncounted, summed } from './refused-arguments.js';
import type { FunctionCall, FunctionRule, FunctionTable } from './rule.js';

/** A sum has twelve digits more; FLOATs stay FLOAT. */
function sumType([value]: readonly Typed[]): SqlType {
  return value?.type.kind === 'number' ? number(Math.min(38, value.type.precision + 12), value.type.scale) : FLOAT;
}

/** Three digits more, all of them after the point. */
function medianType(type: SqlType): SqlType {
  return type.kind === 'number' ? number(Math.min(38, type.precision + 3), Math.min(37, type.scale + 3)) : FLOAT;
}

function shifted(name: string): FunctionRule {
  return window('any, integer=1, any=NULL', typeOf(0), (args, call, values) => {
    const fallback = values[2] === undefined ? [] : [castTo(call.compiler, values[2], values[0]?.type ?? TEXT).sql];
    return call.aggregate(name, [...args.slice(0, 2), ...fallback]);
  });
}

const ARRAY_AGG = sliding(aggregate('any', ARRAY, arrayAgg));
const BITAND_AGG = aggregate('integer', INTEGER, direct('bit_and'));
const BITOR_AGG = aggregate('integer', INTEGER, direct('bit_or'));
const BITXOR_AGG = aggregate('integer', INTEGER, direct('bit_xor'));

/** The pairs stay pairs, also where equal ones are counted once. */
const OBJECT_AGG = aggregate('text, variant', OBJECT, ([key = '', value = ''], call) => {
  const pairs = `coalesce(${call.aggregate('list', [`{'k': ${key}, 'v': CAST(${value} AS VARCHAR)}`])}, [])`;
  const [keys, values] = ['k', 'v'].map((field) => `list_transform(${pairs}, lambda x: x.${field})`);
  return `sf_object(${keys}, ${values}, FALSE)`;
});

/** Aggregate and window functions. */
export const AGGREGATE_FUNCTIONS: FunctionTable = {
  COUNT: { kind: 'aggregate', minimum: 1, maximum: Number.POSITIVE_INFINITY, slides: true, compile: count },
  COUNT_IF: countsTruths(
    sliding(
      everyValue(
        never(
          aggregate('boolean', number(13), ([arg = ''], call) => `coalesce(${call.aggregate('count_if', [arg])}, 0)`),
        ),
      ),
    ),
  ),
  SUM: summed(sliding(aggregate('number', sumType, direct('sum')))),
  AVG: summed({ kind: 'aggregate', minimum: 1, maximum: 1, slides: true, compile: average }),
  ANY_VALUE: aggregate('any', typeOf(0), direct('any_value')),
  MEDIAN: placed(
    everyValue(
      aggregate(
        'number',
        (args) => medianType(args[0]?.type ?? FLOAT),
        ([arg = ''], call, [value]) =>
          call.aggregate('median', [
            value?.type.kind === 'number' ? `CAST(${arg} AS ${physicalType(medianType(value.type))})` : arg,
          ]),
      ),
    ),
  ),
  MODE: ordered(everyValue(aggregate('any', typeOf(0), direct('mode')))),
  LISTAGG: aggregate("text, text=''", TEXT, listAgg),
  ARRAY_AGG,
  ARRAYAGG: ARRAY_AGG,
  ARRAY_UNIQUE_AGG: aggregate('any', ARRAY, (_args, call, [value]) => {
    refuseStructured(call);
    return jsonList(call.aggregate('list', [`DISTINCT ${asVariant(call, value)}`]));
  }),
  ARRAY_UNION_AGG: aggregate(
    'array',
    ARRAY,
    ([array_ = ''], call) => `sf_array_union(coalesce(${call.aggregate('list', [array_])}, []))`,
  ),
  OBJECT_AGG,
  OBJECTAGG: OBJECT_AGG,
  BOOLAND_AGG: everyValue(aggregate('boolean', BOOLEAN, direct('bool_and'))),
  BOOLOR_AGG: everyValue(aggregate('boolean', BOOLEAN, direct('bool_or'))),
  BOOLXOR_AGG: everyValue(
    aggregate('boolean', BOOLEAN, ([arg = ''], call) => `(${call.aggregate('count_if', [arg])} = 1)`),
  ),
  BITAND_AGG,
  BITANDAGG: BITAND_AGG,
  BIT_AND_AGG: BITAND_AGG,
  BIT_ANDAGG: BITAND_AGG,
  BITOR_AGG,
  BITORAGG: BITOR_AGG,
  BIT_OR_AGG: BITOR_AGG,
  BIT_ORAGG: BITOR_AGG,
  BITXOR_AGG,
  BITXORAGG: BITXOR_AGG,
  BIT_XOR_AGG: BITXOR_AGG,
  BIT_XORAGG: BITXOR_AGG,
  PERCENTILE_CONT: {
    kind: 'aggregate',
    minimum: 1,
    maximum: 1,
    everyValue: true,
    compile: (call) => percentile(call, 'quantile_cont'),
  },
  PERCENTILE_DISC: {
    kind: 'aggregate',
    minimum: 1,
    maximum: 1,
    everyValue: true,
    compile: (call) => percentile(call, 'quantile_disc'),
  },
  GROUPING: aggregate('any, any...', COUNT, (args) => `grouping(${args.join(', ')})`),
  GROUPING_ID: aggregate('any, any...', COUNT, (args) => `grouping(${args.join(', ')})`),

  ROW_NUMBER: never(window('', COUNT, direct('row_number'))),
  RANK: window('', COUNT, direct('rank')),
  DENSE_RANK: window('', COUNT, direct('dense_rank')),
  PERCENT_RANK: { ...window('', FLOAT, direct('percent_rank')), ranges: true },
  CUME_DIST: window('', FLOAT, direct('cume_dist')),
  NTILE: window('integer', COUNT, direct('ntile')),
  LAG: shifted('lag'),
  LEAD: shifted('lead'),
  FIRST_VALUE: { ...window('any', typeOf(0), direct('first_value')), frame: 'whole' },
  LAST_VALUE: { ...window('any', typeOf(0), direct('last_value')), frame: 'whole' },
  CONDITIONAL_TRUE_EVENT: {
    ...window('boolean', COUNT, ([arg = ''], call) => call.aggregate('sum', [`CASE WHEN ${arg} THEN 1 ELSE 0 END`])),
    frame: 'rows',
  },
  CONDITIONAL_CHANGE_EVENT: {
    ...window(
      'any',
      COUNT,
      ([arg = ''], call) => `sf_count_changes(${call.aggregate('list', [`CAST(${arg} AS VARCHAR)`])})`,
    ),
    frame: 'rows',
  },
};

/** COUNT(*) counts rows; COUNT(a, b), COUNT(t.*) and COUNT(* EXCLUDE a) count rows where all are set. */
function count(call: FunctionCall): Typed {
  const { node } = call;
  const [first] = node.args;
  if (first?.kind === 'star' && isPlain(first) && !node.distinct) {
    return { ...combine(`CAST(${call.aggregate('count', ['*'])} AS DECIMAL(18,0))`, COUNT, []), nullable: false };
  }
  const values = call.args().map(withoutJsonNull);
  const keys = values.map(comparable);
  const all = values.map(({ sql }) => `${sql} IS NOT NULL`).join(' AND ');
  const argument = keys.length === 1 ? keys.join('') : `CASE WHEN ${all} THEN row(${keys.join(', ')}) END`;
  return {
    ...combine(`CAST(${call.aggregate('count', [argument])} AS DECIMAL(18,0))`, COUNT, values),
    nullable: false,
  };
}

function isPlain({ qualifier, ilike, exclude }: StarNode): boolean {
  return qualifier.length === 0 && ilike === undefined && exclude.length === 0;
}

/** COUNT takes JSON's null for NULL. */
function withoutJsonNull(value: Typed): Typed {
  return value.type.kind === 'variant' ? { ...value, sql: `nullif(${value.sql}, 'null')` } : value;
}

/** An average of NUMBERs is a quotient: exact, with six digits more, or three over a window without an order. */
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
  const { over } = call.node;
  if (over !== undefined && (over.frame !== undefined || over.order.length === 0)) {
    return { ...slidingAverage(total, rows, value.type), nullable: true };
  }
  const quotient = operate(call.compiler, '/', total, rows, call.node);
  return { ...narrowed(quotient, value.type), nullable: true };
}

/** An average has twelve digits more than its values, and those its scale has grown by. */
function narrowed(quotient: Typed, { precision, scale }: NumberType): Typed {
  const digits = quotient.type.kind === 'number' ? quotient.type.scale : scale;
  const type = number(Math.min(38, precision + 12 + digits - scale), digits);
  return { ...quotient, sql: `CAST(${quotient.sql} AS ${physicalType(type)})`, type };
}

/** A value as the JSON text of a VARIANT. */
export function asVariant(call: FunctionCall, value: Typed | undefined): string {
  return value === undefined ? 'NULL' : `CAST(${castTo(call.compiler, value, VARIANT).sql} AS VARCHAR)`;
}

/** A DuckDB list of JSON texts as one JSON array. */
export function jsonList(list: string): string {
  return `('[' || coalesce(array_to_string(${list}, ','), '') || ']')`;
}

/** An ARRAY of VARIANTs holds no structured value unless that is cast. */
function refuseStructured(call: FunctionCall): void {
  if (call.args().some(({ type }) => isStructured(type))) {
    throw refuseTypes(call);
  }
}

function arrayAgg(_args: readonly string[], call: FunctionCall, [value]: readonly Typed[]): string {
  refuseStructured(call);
  const item = asVariant(call, value);
  if (call.node.distinct && call.node.within.length > 0) {
    // DuckDB sorts a DISTINCT list only by what it holds: the items are sorted by themselves.
    const descending = call.node.within[0]?.descending === true;
    const key = value === undefined ? item : comparable(value);
    checkOrder(call, key);
    const list = call.aggregate('list', [`{'k': ${key}, 'v': ${item}}`], '');
    const sorted = `list_sort(${list}, '${descending ? 'DESC' : 'ASC'}', 'NULLS LAST')`;
    return jsonList(`list_transform(list_filter(${sorted}, lambda x: x.v IS NOT NULL), lambda x: x.v)`);
  }
  return jsonList(`list_filter(${call.aggregate('list', [item])}, lambda x: x IS NOT NULL)`);
}

/** DuckDB sorts a DISTINCT list only by what it holds: then the texts are sorted with what they were made of. */
function listAgg([text = '', separator = "''"]: readonly string[], call: FunctionCall): string {
  const [item] = call.node.within;
  const [plain] = call.node.args;
  if (!call.node.distinct || item === undefined || plain === undefined) {
    return `coalesce(${call.aggregate('string_agg', [text, separator])}, '')`;
  }
  const key = comparable(call.compiler.expression(plain, call.scope));
  checkOrder(call, key);
  const list = call.aggregate('list', [`CASE WHEN ${text} IS NOT NULL THEN {'k': ${key}, 'v': ${text}} END`], '');
  const sorted = `list_sort(list_filter(${list}, lambda x: x IS NOT NULL), '${item.descending ? 'DESC' : 'ASC'}')`;
  return `coalesce(array_to_string(list_transform(${sorted}, lambda x: x.v), ${separator}), '')`;
}

/** What is made DISTINCT can be sorted by itself alone. */
function checkOrder({ compiler, node, scope }: FunctionCall, key: string): void {
  const other = node.within.find(({ expression }) => comparable(compiler.expression(expression, scope)) !== key);
  if (other !== undefined) {
    const { start, end } = other.expression;
    const text = compiler.sql.slice(start, end).toUpperCase();
    throw compiler.faults.statement('000973', '42601', `[${text}] is not a valid order by expression`);
  }
}

/** PERCENTILE_CONT(p) WITHIN GROUP (ORDER BY x). */
function percentile(call: FunctionCall, name: string): Typed {
  const [point = nullOf()] = call.args();
  const [item] = call.node.within;
  if (item === undefined) {
    throw unsupported(`${call.name} without WITHIN GROUP`);
  }
  const value = call.compiler.expression(item.expression, call.scope);
  refuseUncounted(call.compiler, value.type);
  const fraction = castTo(call.compiler, point, FLOAT).sql;
  const place = item.descending ? `1 - ${fraction}` : fraction;
  if (name === 'quantile_disc') {
    return combine(call.aggregate(name, [value.sql, place], ''), value.type, [value], true);
  }
  const type = medianType(value.type);
  const sql = call.aggregate(name, [castTo(call.compiler, value, FLOAT).sql, place], '');
  return combine(type.kind === 'number' ? `CAST(${sql} AS ${physicalType(type)})` : sql, type, [value], true);
}
