import { sharedType } from '../compile/case.js';
import { castTo } from '../compile/casts.js';
import { arrayOf, mapOf } from '../compile/structure-casts.js';
import { combine, nullOf, type Typed } from '../compile/typed.js';
import { ARRAY, BOOLEAN, TEXT, VARIANT, number, typeName, type SqlType } from '../types/sql-type.js';
import { maybe, scalar } from './define.js';
import { refuseTypes } from './parameters.js';
import type { FunctionCall, FunctionRule, FunctionTable } from './rule.js';

/** Keys one by one, or in one ARRAY. */
export function keyList(args: readonly string[], values: readonly Typed[]): string {
  const [, ...keys] = args;
  return values[1]?.type.kind === 'array'
    ? `list_transform(sf_items(${keys[0]}), lambda k: sf_json_text(k))`
    : `[${keys.map((key) => `CAST(${key} AS VARCHAR)`).join(', ')}]`;
}

interface MapShape {
  readonly key: SqlType;
  readonly value: SqlType;
}

/** The types within a MAP; nothing else, not even a NULL, may stand for one. */
function shapeOf(call: FunctionCall, map: Typed | undefined): MapShape {
  const shape = map?.type.kind === 'object' ? map.type.shape : undefined;
  if (shape === undefined || !('key' in shape)) {
    throw refuseTypes(call);
  }
  return shape;
}

function typesOf(call: FunctionCall): readonly string[] {
  return call.args().map(({ type }) => typeName(type));
}

/** A key as the text it stands under; it is of the kind of the MAP's keys. */
function keyText(call: FunctionCall, value: Typed, { key }: MapShape): string {
  if (value.type.kind !== key.kind && value.type.kind !== 'null') {
    const message = `Function ${call.name} cannot be used with arguments of types ${typesOf(call).join(' and ')}`;
    throw call.compiler.faults.statement('001065', '22023', message);
  }
  return castTo(call.compiler, castTo(call.compiler, value, key), TEXT).sql;
}

/** A function of a MAP and more arguments. */
function ofMap(
  [minimum, maximum]: readonly [number, number],
  result: SqlType | undefined,
  sql: (call: FunctionCall, map: Typed, shape: MapShape, rest: readonly Typed[]) => string,
): FunctionRule {
  return maybe({
    kind: 'scalar',
    minimum,
    maximum,
    compile: (call) => {
      const [map = nullOf(), ...rest] = call.args();
      return combine(sql(call, map, shapeOf(call, map), rest), result ?? map.type, call.args());
    },
  });
}

const keysOf = (call: FunctionCall, shape: MapShape, keys: readonly Typed[]): string =>
  `[${keys.map((key) => `CAST(${keyText(call, key, shape)} AS VARCHAR)`).join(', ')}]`;

/** MAP_CAT: the second MAP becomes one of the first's type. */
function concatenate(call: FunctionCall, map: Typed, _shape: MapShape, [other]: readonly Typed[]): string {
  shapeOf(call, other);
  return `sf_map_cat(${map.sql}, ${castTo(call.compiler, other ?? nullOf(), map.type).sql})`;
}

/** MAP_INSERT: the value takes the type of the others, NULL is JSON's, and without a key there is nothing to put in. */
function insert(call: FunctionCall, map: Typed, shape: MapShape, rest: readonly Typed[]): string {
  const [key = nullOf(), value = nullOf(), update] = rest;
  const item = castTo(call.compiler, castTo(call.compiler, value, shape.value), VARIANT).sql;
  const again = update === undefined ? 'FALSE' : castTo(call.compiler, update, BOOLEAN).sql;
  const name = keyText(call, key, shape);
  return `CASE WHEN ${name} IS NULL THEN ${map.sql} ELSE sf_object_insert(${map.sql}, ${name}, coalesce(${item}, 'null'), ${again}) END`;
}

/** MAP_CONTAINS_KEY(key, map). */
function containsKey(call: FunctionCall): Typed {
  const [key = nullOf(), map = nullOf()] = call.args();
  const name = keyText(call, key, shapeOf(call, map));
  return combine(`list_contains(sf_key_list(${map.sql}), ${name})`, BOOLEAN, [key, map], true);
}

/** MAP_KEYS: an ARRAY of the keys' type. */
function keysIn(call: FunctionCall): Typed {
  const [map = nullOf()] = call.args();
  const { key } = shapeOf(call, map);
  const numbers = `('[' || array_to_string(sf_key_list(${map.sql}), ',') || ']')`;
  return combine(key.kind === 'number' ? numbers : `sf_object_keys(${map.sql})`, arrayOf(key), [map], true);
}

/** MAP_CONSTRUCT(key, value, …): the keys share a type, the values another. */
function constructMap(call: FunctionCall): Typed {
  const { compiler, node } = call;
  const args = call.args();
  if (args.length % 2 === 1) {
    throw compiler.faults.wrongArity(compiler.sql.slice(node.start, node.end), args.length + 1, args.length, node);
  }
  const [keys, values] = [0, 1].map((odd) => args.filter((_, at) => at % 2 === odd));
  const [sharedKey, sharedValue] = [keys, values].map((part) => sharedType(compiler, part ?? []));
  if (sharedKey?.kind !== 'text' && sharedKey?.kind !== 'number') {
    throw refuseTypes(call);
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
  MAP_CAT: ofMap([2, 2], undefined, concatenate),
  MAP_CONTAINS_KEY: { kind: 'scalar', minimum: 2, maximum: 2, compile: containsKey },
  MAP_DELETE: ofMap(
    [2, Number.POSITIVE_INFINITY],
    undefined,
    (call, map, shape, keys) => `sf_object_delete(${map.sql}, ${keysOf(call, shape, keys)})`,
  ),
  MAP_INSERT: ofMap([3, 4], undefined, insert),
  MAP_KEYS: { kind: 'scalar', minimum: 1, maximum: 1, compile: keysIn },
  MAP_PICK: ofMap([2, Number.POSITIVE_INFINITY], undefined, (call, map, shape, keys) => {
    const [first] = keys;
    const picked =
      first?.type.kind === 'array' ? keyList([map.sql, first.sql], [map, first]) : keysOf(call, shape, keys);
    return `sf_object_pick(${map.sql}, ${picked})`;
  }),
  MAP_SIZE: ofMap([1, 1], number(9), (_call, map) => `CAST(len(sf_key_list(${map.sql})) AS DECIMAL(9,0))`),
  TO_MAP: scalar('object', mapOf(TEXT, VARIANT), '$1'),
  MAP_CONSTRUCT: { kind: 'scalar', minimum: 2, maximum: Number.POSITIVE_INFINITY, compile: constructMap },
  MAP_ENTRIES: ofMap([1, 1], ARRAY, (_call, map, { key }) => `sf_map_entries(${map.sql}, ${key.kind === 'number'})`),
};
