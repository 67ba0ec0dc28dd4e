import { castTo } from '../compile/casts.js';
import { SnowflakeError } from '../errors.js';
import { compileLambda } from '../compile/lambda.js';
import { expandStar } from '../compile/items.js';
import { jsonObject } from '../compile/structures.js';
import { combine, nullOf, type Typed } from '../compile/typed.js';
import { getIndex, getKey } from '../compile/path.js';
import { quoteString } from '../lexer.js';
import { ARRAY, INTEGER, OBJECT, TEXT, VARIANT, isSemiStructured } from '../types/sql-type.js';
import { maybe, scalar } from './define.js';
import { refuseTypes } from './parameters.js';
import type { FunctionCall, FunctionTable } from './rule.js';

/** Functions on VARIANT, OBJECT and ARRAY. */
export const STRUCTURE_RULES: FunctionTable = {
  PARSE_JSON: maybe(scalar("text, text='s'", VARIANT, 'sf_parse_json($1, $2)')),
  TRY_PARSE_JSON: maybe(scalar("text, text='s'", VARIANT, 'sf_try_parse_json($1, $2)')),
  CHECK_JSON: maybe(
    scalar('any', TEXT, (args, _call, [value]) =>
      value !== undefined && isSemiStructured(value.type)
        ? `CASE WHEN left(${args[0]}, 1) = '"' THEN sf_json_fault(sf_json_text(${args[0]})) END`
        : `sf_json_fault(CAST(${args[0]} AS VARCHAR))`,
    ),
  ),
  TO_JSON: scalar('coerced', TEXT, 'sf_json_print($1)'),
  STRIP_NULL_VALUE: maybe(scalar('coerced', VARIANT, 'sf_strip_null($1)')),
  GET: { kind: 'scalar', minimum: 2, maximum: 2, compile: get },
  GET_PATH: maybe(scalar('coerced, text', VARIANT, 'sf_get_path($1, $2)')),
  JSON_EXTRACT_PATH_TEXT: maybe(scalar('text, text', TEXT, "sf_json_text(sf_get_path(sf_parse_json($1, 's'), $2))")),
  GET_IGNORE_CASE: maybe(scalar('coerced, text', VARIANT, 'sf_get_ignore_case($1, $2)')),
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

  TRANSFORM: { kind: 'scalar', minimum: 2, maximum: 2, compile: (call) => compileLambda(call, 'transform') },
  FILTER: { kind: 'scalar', minimum: 2, maximum: 2, compile: (call) => compileLambda(call, 'filter') },
  REDUCE: { kind: 'scalar', minimum: 3, maximum: 3, compile: (call) => compileLambda(call, 'reduce') },
};

function get(call: FunctionCall): Typed {
  const [value = nullOf(), key = nullOf()] = call.args();
  if (!isSemiStructured(value.type) && value.type.kind !== 'null') {
    throw refuseTypes(call);
  }
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

/** An OBJECT whose type tells its keys, sorted constants, and the types of its values. */
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
  const sorted = fields.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return { ...construct(call, true), type: { kind: 'object', shape: { fields: sorted } } };
}
