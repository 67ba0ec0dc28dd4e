import { sharedType } from '../compile/case.js';
import { castTo } from '../compile/casts.js';
import { arrayOf } from '../compile/structure-casts.js';
import { SnowflakeError } from '../errors.js';
import { compileLambda } from '../compile/lambda.js';
import { expandStar } from '../compile/items.js';
import { jsonArray, jsonObject } from '../compile/structures.js';
import { combine, nullOf, type Typed } from '../compile/typed.js';
import { getIndex, getKey } from '../compile/path.js';
import { quoteString } from '../lexer.js';
import { ARRAY, BOOLEAN, INTEGER, OBJECT, TEXT, VARIANT, isSemiStructured, number } from '../types/sql-type.js';
import { asVariant, jsonList } from './aggregates.js';
import { keyList } from './maps.js';
import { maybe, never, scalar, type ResultType } from './define.js';
import type { FunctionCall, FunctionRule, FunctionTable } from './rule.js';

function array(signature: string, name: string, result: ResultType = ARRAY): FunctionRule {
  return maybe(scalar(signature, result, `${name}($*)`));
}

/** Functions on VARIANT, OBJECT and ARRAY. */
export const STRUCTURE_RULES: FunctionTable = {
  PARSE_JSON: maybe(scalar("text, text='s'", VARIANT, 'sf_parse_json($1, $2)')),
  TRY_PARSE_JSON: maybe(scalar("text, text='s'", VARIANT, 'sf_try_parse_json($1, $2)')),
  CHECK_JSON: maybe(
    scalar('any', TEXT, (args, _call, [value]) =>
      value?.type.kind === 'text' ? `sf_json_fault(${args[0]})` : 'CAST(NULL AS VARCHAR)',
    ),
  ),
  TO_JSON: scalar('variant', TEXT, 'sf_json_print($1)'),
  STRIP_NULL_VALUE: maybe(scalar('variant', VARIANT, 'sf_strip_null($1)')),
  GET: { kind: 'scalar', minimum: 2, maximum: 2, compile: get },
  GET_PATH: maybe(scalar('variant, text', VARIANT, 'sf_get_path($1, $2)')),
  JSON_EXTRACT_PATH_TEXT: maybe(scalar('text, text', TEXT, "sf_json_text(sf_get_path(sf_parse_json($1, 's'), $2))")),
  GET_IGNORE_CASE: maybe(scalar('variant, text', VARIANT, 'sf_get_ignore_case($1, $2)')),
  TO_VARIANT: {
    kind: 'scalar',
    minimum: 1,
    maximum: 1,
    compile: (call) => castTo(call.compiler, call.args()[0] ?? nullOf(), VARIANT),
  },
  TO_OBJECT: {
    kind: 'scalar',
    minimum: 1,
    maximum: 1,
    compile: (call) => castTo(call.compiler, call.args()[0] ?? nullOf(), OBJECT),
  },
  TO_ARRAY: {
    kind: 'scalar',
    minimum: 1,
    maximum: 1,
    compile: (call) => castTo(call.compiler, call.args()[0] ?? nullOf(), ARRAY),
  },

  OBJECT_CONSTRUCT: {
    kind: 'scalar',
    minimum: 0,
    maximum: Number.POSITIVE_INFINITY,
    compile: (call) => construct(call, false),
  },
  OBJECT_CONSTRUCT_KEEP_NULL: {
    kind: 'scalar',
    minimum: 0,
    maximum: Number.POSITIVE_INFINITY,
    compile: (call) => construct(call, true),
  },
  OBJECT_CONSTRUCT_KEEP_NULL_STRUCTURED: {
    kind: 'scalar',
    minimum: 1,
    maximum: Number.POSITIVE_INFINITY,
    compile: constructStructured,
  },
  OBJECT_KEYS: array('variant', 'sf_object_keys'),
  OBJECT_INSERT: maybe(
    scalar(
      'variant, text, variant, boolean=FALSE',
      OBJECT,
      'CASE WHEN $2 IS NULL THEN $1 WHEN $3 IS NOT NULL THEN sf_object_insert($1, $2, $3, $4) WHEN $4 THEN sf_object_delete($1, [$2]) ELSE $1 END',
    ),
  ),
  OBJECT_DELETE: maybe(
    scalar(
      'variant, text, text...',
      OBJECT,
      ([object, ...keys]) => `sf_object_delete(${object}, [${keys.join(', ')}])`,
    ),
  ),
  OBJECT_PICK: maybe(
    scalar(
      'variant, any, text...',
      OBJECT,
      (args, _call, values) => `sf_object_pick(${args[0]}, ${keyList(args, values)})`,
    ),
  ),

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
    compile: (call) =>
      combine(
        jsonList(
          `list_filter([${call
            .args()
            .map((value) => asVariant(call, value))
            .join(', ')}], lambda x: x IS NOT NULL)`,
        ),
        ARRAY,
        call.args(),
      ),
  }),
  ARRAY_CONSTRUCT_STRUCTURED: {
    kind: 'scalar',
    minimum: 1,
    maximum: Number.POSITIVE_INFINITY,
    compile: (call) => {
      const type = sharedType(call.compiler, call.args(), call.node);
      const items = call.args().map((value) => castTo(call.compiler, value, type));
      return { ...combine(jsonArray(call.compiler, items), arrayOf(type), items), nullable: false };
    },
  },
  ARRAY_SIZE: maybe(scalar('variant', number(9), 'sf_array_size($1)')),
  ARRAY_APPEND: scalar('array, variant', ARRAY, "sf_array_append($1, coalesce($2, 'undefined'))"),
  ARRAY_PREPEND: scalar('array, variant', ARRAY, "sf_array_prepend($1, coalesce($2, 'undefined'))"),
  ARRAY_CAT: scalar('array, array', ARRAY, 'sf_array_cat($1, $2)'),
  ARRAY_INSERT: scalar('array, integer, variant', ARRAY, "sf_array_insert($1, $2::INTEGER, coalesce($3, 'undefined'))"),
  ARRAY_REMOVE: scalar('array, variant', ARRAY, 'sf_array_remove($1, $2)'),
  ARRAY_REMOVE_AT: scalar('array, integer', ARRAY, 'sf_array_remove_at($1, $2::INTEGER)'),
  ARRAY_SLICE: scalar('array, integer, integer', ARRAY, 'sf_array_slice($1, $2::INTEGER, $3::INTEGER)'),
  ARRAY_COMPACT: array('array', 'sf_array_compact'),
  ARRAY_DISTINCT: array('array', 'sf_array_distinct'),
  ARRAY_INTERSECTION: array('array, array', 'sf_array_intersection'),
  ARRAY_EXCEPT: array('array, array', 'sf_array_except'),
  ARRAY_REVERSE: array('array', 'sf_array_reverse'),
  ARRAY_FLATTEN: array('array', 'sf_array_flatten'),
  ARRAY_SORT: scalar('array, boolean=TRUE, boolean=NULL', ARRAY, 'sf_array_sort($1, $2, coalesce($3, NOT $2))'),
  ARRAY_MAX: array('array', 'sf_array_max', VARIANT),
  ARRAY_MIN: array('array', 'sf_array_min', VARIANT),
  ARRAY_CONTAINS: maybe(
    scalar(
      'variant, array',
      BOOLEAN,
      "CASE WHEN sf_array_contains(coalesce($1, 'undefined'), $2) THEN TRUE WHEN $1 IS NOT NULL AND $2 IS NOT NULL THEN FALSE END",
    ),
  ),
  ARRAY_POSITION: maybe(scalar('variant, array', number(9), "sf_array_position(coalesce($1, 'undefined'), $2)")),
  ARRAYS_ZIP: maybe(scalar('array, array...', ARRAY, (args) => `sf_arrays_zip([${args.join(', ')}])`)),
  ARRAYS_TO_OBJECT: maybe(scalar('array, array', OBJECT, 'sf_arrays_to_object($1, $2)')),
  ARRAYS_OVERLAP: scalar('array, array', BOOLEAN, 'sf_arrays_overlap($1, $2)'),
  ARRAY_TO_STRING: scalar('array, text', TEXT, 'sf_array_to_string($1, $2)'),
  ARRAY_REPEAT: maybe(scalar('variant, integer', ARRAY, "sf_array_repeat(coalesce($1, 'undefined'), $2)")),
  ARRAY_GENERATE_RANGE: scalar('integer, integer, integer=1', ARRAY, 'sf_array_range($1, $2, $3)'),
  TRANSFORM: { kind: 'scalar', minimum: 2, maximum: 2, compile: (call) => compileLambda(call, 'transform') },
  FILTER: { kind: 'scalar', minimum: 2, maximum: 2, compile: (call) => compileLambda(call, 'filter') },
  REDUCE: { kind: 'scalar', minimum: 3, maximum: 3, compile: (call) => compileLambda(call, 'reduce') },
};

function get(call: FunctionCall): Typed {
  const [value = nullOf(), key = nullOf()] = call.args();
  const held = isSemiStructured(value.type) ? value : castTo(call.compiler, value, VARIANT);
  return key.type.kind === 'text'
    ? getKey(call.compiler, held, key)
    : getIndex(call.compiler, held, castTo(call.compiler, key, INTEGER).sql);
}

/** The keys and values of OBJECT_CONSTRUCT: a star's columns, or pairs of arguments. */
function pairsOf(call: FunctionCall): readonly (readonly [key: string, value: Typed, literal: string | undefined])[] {
  const { compiler, node } = call;
  const [first] = node.args;
  if (first?.kind === 'star') {
    return expandStar(compiler, first, call.scope).map(({ name, value }) => [quoteString(name), value, name] as const);
  }
  const values = call.args();
  if (values.length % 2 === 1) {
    throw compiler.faults.wrongArity(compiler.sql.slice(node.start, node.end), values.length + 1, values.length, node);
  }
  return Array.from({ length: values.length / 2 }, (_, at) => {
    const key = values[at * 2] ?? nullOf();
    return [castTo(compiler, key, TEXT).sql, values[at * 2 + 1] ?? nullOf(), key.literal] as const;
  });
}

function construct(call: FunctionCall, keepNull: boolean): Typed {
  const pairs = pairsOf(call);
  const sql = jsonObject(
    call.compiler,
    pairs.map(([key, value]) => [key, value] as const),
    keepNull,
  );
  const parts = call.node.args[0]?.kind === 'star' ? pairs.map(([, value]) => value) : call.args();
  return { ...combine(sql, OBJECT, parts), nullable: false };
}

/** An OBJECT whose type tells its keys, which are therefore constants, and the types of its values. */
function constructStructured(call: FunctionCall): Typed {
  const { compiler, node } = call;
  const pairs = pairsOf(call);
  const fields = pairs.map(([, { type }, name]) => {
    if (name === undefined || name === '' || type.kind === 'null') {
      const text = `Invalid key or value in ${call.name}: keys are constant texts, and a NULL needs a type`;
      throw compiler.faults.compilation('001015', '22023', text, node);
    }
    return { name, type };
  });
  const twice = fields.find(({ name }, at) => fields.findIndex((other) => other.name === name) < at);
  if (twice !== undefined) {
    throw new SnowflakeError('100103', '22000', `Duplicate field key '${twice.name}'`);
  }
  return { ...construct(call, true), type: { kind: 'object', shape: { fields } } };
}
