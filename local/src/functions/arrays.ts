import { sharedType } from '../compile/case.js';
import { castTo } from '../compile/casts.js';
import { arrayOf } from '../compile/structure-casts.js';
import { jsonArray } from '../compile/structures.js';
import { combine, nullOf } from '../compile/typed.js';
import {
  ARRAY,
  BOOLEAN,
  OBJECT,
  TEXT,
  VARIANT,
  commonType,
  isStructured,
  number,
  type SqlType,
} from '../types/sql-type.js';
import { asVariant, jsonList } from './aggregates.js';
import { maybe, never, scalar, type ResultType } from './define.js';
import { isCoerced, refuseTypes } from './parameters.js';
import type { FunctionRule, FunctionTable } from './rule.js';

function array(signature: string, name: string, result: ResultType = ARRAY): FunctionRule {
  return maybe(scalar(signature, result, `${name}($*)`));
}

/** Functions on ARRAY. */
export const ARRAY_FUNCTIONS: FunctionTable = {
  ARRAY_CONSTRUCT: never({
    kind: 'scalar',
    minimum: 0,
    maximum: Number.POSITIVE_INFINITY,
    compile: (call) => combine(jsonArray(call.compiler, call.args()), ARRAY, call.args()),
  }),
  ARRAY_CONSTRUCT_COMPACT: never({
    kind: 'scalar',
    minimum: 0,
    maximum: Number.POSITIVE_INFINITY,
    // Only what is NULL to SQL is left out: JSON's null is a value.
    compile: (call) => {
      const items = call.args().map((value) => asVariant(call, value));
      return combine(jsonList(`list_filter([${items.join(', ')}], lambda x: x IS NOT NULL)`), ARRAY, call.args());
    },
  }),
  ARRAY_CONSTRUCT_STRUCTURED: {
    kind: 'scalar',
    minimum: 1,
    maximum: Number.POSITIVE_INFINITY,
    compile: (call) => {
      const type = sharedType(call.compiler, call.args());
      if (call.args().every((value) => value.type.kind === 'null')) {
        throw refuseTypes(call);
      }
      const items = call.args().map((value) => castTo(call.compiler, value, type));
      return { ...combine(jsonArray(call.compiler, items), arrayOf(type), items), nullable: false };
    },
  },
  ARRAY_SIZE: maybe(
    scalar('variant', number(9), (args, call) => {
      // A VARIANT that holds no ARRAY has no size; a cast would make it an ARRAY of one.
      if (!call.args().every(({ type }) => isCoerced(type))) {
        throw refuseTypes(call);
      }
      return `sf_array_size(${args[0]})`;
    }),
  ),
  ARRAY_APPEND: structured(scalar('array, variant', ARRAY, "sf_array_append($1, coalesce($2, 'undefined'))"), 1),
  ARRAY_PREPEND: structured(scalar('array, variant', ARRAY, "sf_array_prepend($1, coalesce($2, 'undefined'))"), 1),
  ARRAY_CAT: paired(scalar('array, array', ARRAY, 'sf_array_cat($1, $2)')),
  ARRAY_INSERT: structured(
    scalar('array, integer, variant', ARRAY, "sf_array_insert($1, $2::INTEGER, coalesce($3, 'undefined'))"),
    2,
  ),
  ARRAY_REMOVE: seeking(1, 0, scalar('array, variant', ARRAY, 'sf_array_remove($1, $2)')),
  ARRAY_REMOVE_AT: scalar('array, integer', ARRAY, 'sf_array_remove_at($1, $2::INTEGER)'),
  ARRAY_SLICE: structured(scalar('array, integer, integer', ARRAY, 'sf_array_slice($1, $2::INTEGER, $3::INTEGER)')),
  ARRAY_COMPACT: structured(array('array', 'sf_array_compact')),
  ARRAY_DISTINCT: structured(array('array', 'sf_array_distinct')),
  ARRAY_INTERSECTION: paired(array('array, array', 'sf_array_intersection')),
  ARRAY_EXCEPT: paired(array('array, array', 'sf_array_except')),
  ARRAY_REVERSE: structured(array('array', 'sf_array_reverse')),
  ARRAY_FLATTEN: array('array', 'sf_array_flatten'),
  ARRAY_SORT: scalar(
    'array, boolean=TRUE, boolean=NULL',
    ARRAY,
    ([items, ascending, nullsFirst], _call, values) =>
      `sf_array_sort(${items}, ${ascending}, ${values.length > 2 ? nullsFirst : `NOT ${ascending}`})`,
  ),
  ARRAY_MAX: array('array', 'sf_array_max', VARIANT),
  ARRAY_MIN: array('array', 'sf_array_min', VARIANT),
  ARRAY_CONTAINS: seeking(
    0,
    1,
    maybe(
      scalar(
        'variant, array',
        BOOLEAN,
        "CASE WHEN sf_array_contains(coalesce($1, 'undefined'), $2) THEN TRUE WHEN $1 IS NOT NULL AND $2 IS NOT NULL THEN FALSE END",
      ),
    ),
  ),
  ARRAY_POSITION: seeking(
    0,
    1,
    maybe(scalar('variant, array', number(9), "sf_array_position(coalesce($1, 'undefined'), $2)")),
  ),
  ARRAYS_ZIP: maybe(scalar('array, array...', ARRAY, (args) => `sf_arrays_zip([${args.join(', ')}])`)),
  ARRAYS_TO_OBJECT: plain(maybe(scalar('array, array', OBJECT, 'sf_arrays_to_object($1, $2)'))),
  ARRAYS_OVERLAP: scalar('array, array', BOOLEAN, 'sf_arrays_overlap($1, $2)'),
  ARRAY_TO_STRING: plain(scalar('array, text', TEXT, 'sf_array_to_string($1, $2)')),
  ARRAY_REPEAT: maybe(scalar('variant, integer', ARRAY, "sf_array_repeat(coalesce($1, 'undefined'), $2)")),
  ARRAY_GENERATE_RANGE: scalar('integer, integer, integer=1', ARRAY, 'sf_array_range($1, $2, $3)'),
};

function itemOf(type: SqlType | undefined): SqlType | undefined {
  return type?.kind === 'array' && type.dimension === undefined ? type.item : undefined;
}

/** An ARRAY of one item type stays one; what is added to it takes that type. */
function structured(rule: FunctionRule, added?: number): FunctionRule {
  return {
    ...rule,
    compile: (call) => {
      const item = itemOf(call.args()[0]?.type);
      if (item === undefined) {
        return rule.compile(call);
      }
      const args = call.args().map((value, at) => (at === added ? castTo(call.compiler, value, item) : value));
      return { ...rule.compile({ ...call, args: () => args }), type: arrayOf(item) };
    },
  };
}

/** A rule that takes no structured values. */
function plain(rule: FunctionRule): FunctionRule {
  return {
    ...rule,
    compile: (call) => {
      if (call.args().some(({ type }) => isStructured(type))) {
        throw refuseTypes(call);
      }
      return rule.compile(call);
    },
  };
}

/** Two ARRAYs of item types give one of the type these share; one with and one without an item type do not fit. */
function paired(rule: FunctionRule): FunctionRule {
  return {
    ...rule,
    compile: (call) => {
      const [left = nullOf(), right = nullOf()] = call.args();
      const [a, b] = [itemOf(left.type), itemOf(right.type)];
      if (a === undefined && b === undefined) {
        return rule.compile(call);
      }
      const other = a === undefined ? left : right;
      const shared =
        a !== undefined && b !== undefined ? commonType(a, b) : other.type.kind === 'null' ? (a ?? b) : undefined;
      if (shared === undefined) {
        throw refuseTypes(call);
      }
      const args = [left, right].map((value) => castTo(call.compiler, value, arrayOf(shared)));
      return { ...rule.compile({ ...call, args: () => args }), type: arrayOf(shared) };
    },
  };
}

/** A value looked for in an ARRAY of an item type must fit that type; elsewhere it is a VARIANT or has a form in JSON. */
function seeking(value: number, place: number, rule: FunctionRule): FunctionRule {
  return {
    ...rule,
    compile: (call) => {
      const args = call.args();
      const [sought, item] = [args[value]?.type, itemOf(args[place]?.type)];
      const fits =
        sought === undefined || sought.kind === 'null'
          ? true
          : item === undefined
            ? isCoerced(sought)
            : isComparable(sought, item);
      if (!fits) {
        throw refuseTypes(call);
      }
      return rule.compile(call);
    },
  };
}

function isComparable(sought: SqlType, item: SqlType): boolean {
  const numeric = (type: SqlType): boolean => type.kind === 'number' || type.kind === 'float';
  return sought.kind === item.kind || sought.kind === 'variant' || (numeric(sought) && numeric(item));
}
