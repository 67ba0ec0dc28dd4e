import { castTo } from '../compile/casts.js';
import { arrayOf, mapOf } from '../compile/structure-casts.js';
import { combine, nullOf, type Typed } from '../compile/typed.js';
import { BOOLEAN, FLOAT, OBJECT, TEXT, VARIANT, number, type SqlType } from '../types/sql-type.js';
import { maybe, scalar, typeOf } from './define.js';
import type { FunctionCall, FunctionRule, FunctionTable } from './rule.js';

/** Keys one by one, or in one ARRAY. */
export function keyList(args: readonly string[], values: readonly Typed[]): string {
  const [, ...keys] = args;
  return values[1]?.type.kind === 'array'
    ? `list_transform(sf_items(${keys[0]}), lambda k: sf_json_text(k))`
    : `[${keys.map((key) => `CAST(${key} AS VARCHAR)`).join(', ')}]`;
}

function keyType([map]: readonly Typed[]): SqlType {
  const shape = map?.type.kind === 'object' ? map.type.shape : undefined;
  return arrayOf(shape !== undefined && 'key' in shape ? shape.key : TEXT);
}

/** MAP_CONTAINS_KEY(key, map): either may come first. */
function containsKey(call: FunctionCall): Typed {
  const [first = nullOf(), second = nullOf()] = call.args();
  const [key, map] = first.type.kind === 'object' ? [second, first] : [first, second];
  const text = castTo(call.compiler, key, TEXT).sql;
  return combine(`list_contains(sf_key_list(${castTo(call.compiler, map, OBJECT).sql}), ${text})`, BOOLEAN, [key, map]);
}

/** A VECTOR as DuckDB's list of numbers. */
function onVectors(name: string, turn = (sql: string): string => sql): FunctionRule {
  return scalar('any, any', FLOAT, (_args, call, values) => {
    const lists = values.map((value) => {
      if (value.type.kind !== 'array') {
        throw call.compiler.faults.invalidTypes(call.name, ['a VECTOR is expected'], call.node);
      }
      return `CAST(sf_items(${value.sql}) AS DOUBLE[])`;
    });
    return turn(`${name}(${lists.join(', ')})`);
  });
}

/** Functions on MAP and VECTOR. */
export const MAP_FUNCTIONS: FunctionTable = {
  MAP_CAT: scalar('any, any', typeOf(0), 'sf_map_cat($1, $2)'),
  MAP_CONTAINS_KEY: { kind: 'scalar', minimum: 2, maximum: 2, compile: containsKey },
  MAP_DELETE: scalar(
    'any, text, text...',
    typeOf(0),
    ([map, ...keys]) => `sf_object_delete(${map}, [${keys.join(', ')}])`,
  ),
  MAP_INSERT: scalar('any, text, variant, boolean=FALSE', typeOf(0), 'sf_object_insert($1, $2, $3, $4)'),
  MAP_KEYS: maybe(scalar('any', keyType, 'sf_object_keys($1)')),
  MAP_PICK: scalar(
    'any, any, text...',
    typeOf(0),
    (args, _call, values) => `sf_object_pick(${args[0]}, ${keyList(args, values)})`,
  ),
  MAP_SIZE: scalar('any', number(9), 'len(sf_key_list($1))'),
  TO_MAP: scalar('object', mapOf(TEXT, VARIANT), '$1'),
  VECTOR_INNER_PRODUCT: onVectors('list_inner_product'),
  VECTOR_L1_DISTANCE: {
    ...onVectors('list_distance'),
    compile: (call) => {
      const [a = nullOf(), b = nullOf()] = call.args();
      const list = (value: Typed): string => `CAST(sf_items(${value.sql}) AS DOUBLE[])`;
      return combine(`list_sum(list_transform(list_zip(${list(a)}, ${list(b)}), lambda p: abs(p[1] - p[2])))`, FLOAT, [
        a,
        b,
      ]);
    },
  },
  VECTOR_L2_DISTANCE: onVectors('list_distance'),
  VECTOR_COSINE_SIMILARITY: onVectors('list_cosine_similarity'),
};
