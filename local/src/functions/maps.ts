import { sharedType } from '../compile/case.js';
import { castTo } from '../compile/casts.js';
import { arrayOf, mapOf } from '../compile/structure-casts.js';
import { combine, nullOf, type Typed } from '../compile/typed.js';
import { ARRAY, BOOLEAN, OBJECT, TEXT, VARIANT, number, typeName, type SqlType } from '../types/sql-type.js';
import { maybe, scalar } from './define.js';
import type { FunctionCall, FunctionTable } from './rule.js';

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

/** MAP_CONSTRUCT(key, value, …): the keys share a type, the values another. */
function constructMap(call: FunctionCall): Typed {
  const { compiler, node } = call;
  const args = call.args();
  if (args.length % 2 === 1) {
    throw compiler.faults.wrongArity(compiler.sql.slice(node.start, node.end), args.length + 1, args.length, node);
  }
  const [keys, values] = [0, 1].map((odd) => args.filter((_, at) => at % 2 === odd));
  const [sharedKey, sharedValue] = [keys, values].map((part) => sharedType(compiler, part ?? [], node));
  if (sharedKey?.kind !== 'text' && sharedKey?.kind !== 'number') {
    throw compiler.faults.invalidTypes(
      call.name,
      args.map(({ type }) => typeName(type)),
      node,
    );
  }
  const names = (keys ?? []).map((key) => castTo(compiler, castTo(compiler, key, sharedKey), TEXT).sql);
  const items = (values ?? []).map(
    (value) => castTo(compiler, castTo(compiler, value, sharedValue ?? VARIANT), VARIANT).sql,
  );
  const sql = `sf_map([${names.join(', ')}]::VARCHAR[], [${items.join(', ')}]::VARCHAR[])`;
  return combine(sql, mapOf(sharedKey, sharedValue ?? VARIANT), args);
}

/** Functions on MAP. */
export const MAP_FUNCTIONS: FunctionTable = {
  MAP_CAT: scalar('map, map', sameMap, 'sf_map_cat($1, $2)'),
  MAP_CONTAINS_KEY: { kind: 'scalar', minimum: 2, maximum: 2, compile: containsKey },
  MAP_DELETE: scalar(
    'map, text, text...',
    sameMap,
    ([map, ...keys]) => `sf_object_delete(${map}, [${keys.join(', ')}])`,
  ),
  MAP_INSERT: scalar('map, text, variant, boolean=FALSE', sameMap, 'sf_object_insert($1, $2, $3, $4)'),
  MAP_KEYS: maybe(scalar('map', keyType, 'sf_object_keys($1)')),
  MAP_PICK: scalar(
    'map, any, text...',
    sameMap,
    (args, _call, values) => `sf_object_pick(${args[0]}, ${keyList(args, values)})`,
  ),
  MAP_SIZE: scalar('map', number(9), 'len(sf_key_list($1))'),
  TO_MAP: scalar('object', mapOf(TEXT, VARIANT), '$1'),
  MAP_CONSTRUCT: { kind: 'scalar', minimum: 2, maximum: Number.POSITIVE_INFINITY, compile: constructMap },
  MAP_ENTRIES: maybe(
    scalar('map', ARRAY, ([map], call) => {
      const type = call.args()[0]?.type;
      const shape = type?.kind === 'object' ? type.shape : undefined;
      return `sf_map_entries(${map}, ${shape !== undefined && 'key' in shape && shape.key.kind === 'number'})`;
    }),
  ),
};
