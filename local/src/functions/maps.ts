import { castTo } from '../compile/casts.js';
import { arrayOf, mapOf } from '../compile/structure-casts.js';
import { combine, nullOf, type Typed } from '../compile/typed.js';
import { BOOLEAN, FLOAT, OBJECT, TEXT, VARIANT, number, type SqlType } from '../types/sql-type.js';
import { maybe, scalar } from './define.js';
import type { FunctionCall, FunctionRule, FunctionTable } from './rule.js';

/** Keys one by one, or in one ARRAY. */
export function keyList(args: readonly string[], values: readonly Typed[]): string {
  const [, ...keys] = args;
  return values[1]?.type.kind === 'array'
    ? `list_transform(sf_items(${keys[0]}), lambda k: sf_json_text(k))`
    : `[${keys.map((key) => `CAST(${key} AS VARCHAR)`).join(', ')}]`;
}

/** The type of the map itself, which a cast to OBJECT would forget. */
function sameMap(_args: readonly Typed[], call: FunctionCall): SqlType {
  return call.args()[0]?.type ?? OBJECT;
}

function keyType(_args: readonly Typed[], call: FunctionCall): SqlType {
  const [map] = call.args();
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
function onVectors(combined: (a: string, b: string) => string): FunctionRule {
  return scalar('any, any', FLOAT, (_args, call, values) => {
    const [a = 'NULL', b = 'NULL'] = values.map((value) => {
      if (value.type.kind !== 'array') {
        throw call.compiler.faults.invalidTypes(call.name, ['a VECTOR is expected'], call.node);
      }
      return `CAST(sf_items(${value.sql}) AS DOUBLE[])`;
    });
    return combined(a, b);
  });
}

/** Functions on MAP and VECTOR. */
export const MAP_FUNCTIONS: FunctionTable = {
  MAP_CAT: scalar('object, object', sameMap, 'sf_map_cat($1, $2)'),
  MAP_CONTAINS_KEY: { kind: 'scalar', minimum: 2, maximum: 2, compile: containsKey },
  MAP_DELETE: scalar(
    'object, text, text...',
    sameMap,
    ([map, ...keys]) => `sf_object_delete(${map}, [${keys.join(', ')}])`,
  ),
  MAP_INSERT: scalar('object, text, variant, boolean=FALSE', sameMap, 'sf_object_insert($1, $2, $3, $4)'),
  MAP_KEYS: maybe(scalar('object', keyType, 'sf_object_keys($1)')),
  MAP_PICK: scalar(
    'object, any, text...',
    sameMap,
    (args, _call, values) => `sf_object_pick(${args[0]}, ${keyList(args, values)})`,
  ),
  MAP_SIZE: scalar('object', number(9), 'len(sf_key_list($1))'),
  TO_MAP: scalar('object', mapOf(TEXT, VARIANT), '$1'),
  VECTOR_INNER_PRODUCT: onVectors((a, b) => `list_inner_product(${a}, ${b})`),
  VECTOR_L1_DISTANCE: onVectors((a, b) => `list_sum(list_transform(list_zip(${a}, ${b}), lambda p: abs(p[1] - p[2])))`),
  VECTOR_L2_DISTANCE: onVectors((a, b) => `list_distance(${a}, ${b})`),
  VECTOR_COSINE_SIMILARITY: onVectors((a, b) => `list_cosine_similarity(${a}, ${b})`),
};
