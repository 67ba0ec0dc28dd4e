import { comparable } from '../compile/comparison.js';
import { ARRAY, TEXT, isSemiStructured } from '../types/sql-type.js';
import { asVariant, jsonList } from './aggregates.js';
import { aggregate, sliding, typeOf } from './define.js';
import { ordered } from './refused-arguments.js';
import type { FunctionCall, FunctionRule, FunctionTable } from './rule.js';

/** MIN, MAX and their kin compare a VARIANT by its value, not by its text. */
function extreme(name: 'min' | 'max'): FunctionRule {
  return aggregate('any', typeOf(0), (args, call, [value]) =>
    value !== undefined && isSemiStructured(value.type)
      ? call.aggregate(`arg_${name}`, [value.sql, comparable(value)])
      : call.aggregate(name, args),
  );
}

/** MIN_BY and MAX_BY: with a number of rows the answer is an ARRAY. */
function extremeBy(name: 'arg_min' | 'arg_max'): FunctionRule {
  return aggregate(
    'any, any, integer=0',
    (args) => (args.length > 2 ? ARRAY : (args[0]?.type ?? TEXT)),
    ([arg = '', , rows = ''], call, [value, key, several]) => {
      const order = key === undefined ? '' : comparable(key);
      return several === undefined
        ? call.aggregate(name, [arg, order])
        : severalOf(call, call.aggregate(name, [asVariant(call, value), order, rows]));
    },
  );
}

/** The rows are a constant; where no row has a key there is no list of them. */
function severalOf({ compiler, node, name }: FunctionCall, list: string): string {
  const rows = node.args[2];
  const isSet = rows?.kind === 'bind' || rows?.kind === 'variable';
  const wanted = rows?.kind === 'number' ? Number(rows.text) : 0;
  if (!isSet && (wanted < 1 || wanted > 1000)) {
    const message = `argument 3 to function ${name} needs to be a constant from 1 to 1000`;
    throw compiler.faults.statement('001015', '22023', message);
  }
  return `CASE WHEN ${list} IS NOT NULL THEN ${jsonList(list)} END`;
}

/** The least and the greatest values, and those that stand beside them. */
export const EXTREME_FUNCTIONS: FunctionTable = {
  MIN: ordered(sliding(extreme('min'))),
  MAX: ordered(sliding(extreme('max'))),
  MIN_BY: extremeBy('arg_min'),
  MAX_BY: extremeBy('arg_max'),
};
