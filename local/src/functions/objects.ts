import { castTo } from '../compile/casts.js';
import { arrayOf } from '../compile/structure-casts.js';
import { combine, nullOf, type Typed } from '../compile/typed.js';
import { SnowflakeError } from '../errors.js';
import { quoteString } from '../lexer.js';
import { ARRAY, BOOLEAN, OBJECT, TEXT, VARIANT, type ObjectField } from '../types/sql-type.js';
import { keyList } from './maps.js';
import { isCoerced, refuseTypes } from './parameters.js';
import type { FunctionCall, FunctionRule, FunctionTable } from './rule.js';

/** A function of an OBJECT; of a structured one it knows the fields. */
function ofObject(
  [minimum, maximum]: readonly [number, number],
  plain: (call: FunctionCall, object: string, rest: readonly Typed[]) => Typed,
  structured: (call: FunctionCall, object: string, fields: readonly ObjectField[], rest: readonly Typed[]) => Typed,
): FunctionRule {
  return {
    kind: 'scalar',
    minimum,
    maximum,
    compile: (call) => {
      const [object = nullOf(), ...rest] = call.args();
      if (!isCoerced(object.type)) {
        throw refuseTypes(call);
      }
      const shape = object.type.kind === 'object' ? object.type.shape : undefined;
      return shape !== undefined && 'fields' in shape
        ? structured(call, object.sql, shape.fields, rest)
        : plain(call, castTo(call.compiler, castTo(call.compiler, object, VARIANT), OBJECT).sql, rest);
    },
  };
}

/** The keys of a structured OBJECT are constants. */
function names(call: FunctionCall, keys: readonly Typed[]): readonly string[] {
  return keys.map(({ literal }, at) => {
    if (literal === undefined) {
      const message = `argument ${at + 2} to function ${call.name} needs to be constant`;
      throw call.compiler.faults.statement('001015', '22023', message);
    }
    return literal;
  });
}

/** The fields a call names, in its order. */
function named(
  { name }: FunctionCall,
  fields: readonly ObjectField[],
  wanted: readonly string[],
): readonly ObjectField[] {
  return wanted.map((key) => {
    const field = fields.find((one) => one.name === key);
    if (field === undefined) {
      throw new SnowflakeError(
        '093201',
        '23001',
        `Function ${name}: expected structured object to contain field ${key} but it did not.`,
      );
    }
    return field;
  });
}

function withFields(sql: string, fields: readonly ObjectField[], parts: readonly Typed[]): Typed {
  return combine(sql, { kind: 'object', shape: { fields } }, parts, true);
}

function textsOf(call: FunctionCall, values: readonly Typed[]): readonly string[] {
  return values.map((value) => castTo(call.compiler, value, TEXT).sql);
}

/** OBJECT_INSERT: a NULL leaves the key out, or takes it away where it may be changed. */
function insert(call: FunctionCall, object: string, rest: readonly Typed[]): Typed {
  const [key = nullOf(), value = nullOf(), update] = rest;
  const [name = 'NULL'] = textsOf(call, [key]);
  const item = castTo(call.compiler, value, VARIANT).sql;
  const again = update === undefined ? 'FALSE' : castTo(call.compiler, update, BOOLEAN).sql;
  const sql = `CASE WHEN ${name} IS NULL THEN ${object} WHEN ${item} IS NOT NULL THEN sf_object_insert(${object}, ${name}, ${item}, ${again})
    WHEN ${again} THEN sf_object_delete(${object}, [${name}]) ELSE ${object} END`;
  return combine(sql, OBJECT, call.args(), true);
}

/** A new field takes the type of its value; a field that is there keeps its own. */
function insertField(
  call: FunctionCall,
  object: string,
  fields: readonly ObjectField[],
  rest: readonly Typed[],
): Typed {
  const [key = nullOf(), value = nullOf()] = rest;
  const [name = ''] = names(call, [key]);
  const flag = call.node.args[3];
  const updates = flag?.kind === 'boolean' && flag.value;
  if (!updates && fields.some((field) => field.name === name)) {
    const message = `Function ${call.name}: expected structured object to not contain field ${name} but it did.`;
    throw new SnowflakeError('093202', '23001', message);
  }
  const [field = { name, type: value.type, required: !value.nullable }] = updates ? named(call, fields, [name]) : [];
  const item = castTo(call.compiler, castTo(call.compiler, value, field.type), VARIANT).sql;
  const sql = `sf_object_insert(${object}, ${quoteString(name)}, coalesce(${item}, 'null'), TRUE)`;
  return withFields(sql, updates ? fields : [...fields, field], call.args());
}

function pickFields(call: FunctionCall, object: string, fields: readonly ObjectField[], keys: readonly Typed[]): Typed {
  const wanted = names(call, keys);
  const sql = `sf_object_pick(${object}, [${wanted.map(quoteString).join(', ')}])`;
  return withFields(sql, named(call, fields, wanted), call.args());
}

function deleteFields(
  call: FunctionCall,
  object: string,
  fields: readonly ObjectField[],
  keys: readonly Typed[],
): Typed {
  const gone = new Set(named(call, fields, names(call, keys)));
  const sql = `sf_object_delete(${object}, [${[...gone].map(({ name }) => quoteString(name)).join(', ')}])`;
  const rest = fields.filter((field) => !gone.has(field));
  return withFields(sql, rest, call.args());
}

/** Functions that change an OBJECT or list its keys. */
export const OBJECT_FUNCTIONS: FunctionTable = {
  OBJECT_KEYS: ofObject(
    [1, 1],
    (call) => combine(`sf_object_keys(${call.args()[0]?.sql})`, ARRAY, call.args(), true),
    (call, object, fields) => {
      const keys = JSON.stringify(fields.map(({ name }) => name));
      return combine(`CASE WHEN ${object} IS NOT NULL THEN ${quoteString(keys)} END`, arrayOf(TEXT), call.args(), true);
    },
  ),
  OBJECT_INSERT: ofObject([3, 4], insert, insertField),
  OBJECT_DELETE: ofObject(
    [2, Number.POSITIVE_INFINITY],
    (call, object, keys) =>
      combine(`sf_object_delete(${object}, [${textsOf(call, keys).join(', ')}])`, OBJECT, call.args(), true),
    deleteFields,
  ),
  OBJECT_PICK: ofObject(
    [2, Number.POSITIVE_INFINITY],
    (call, object, keys) => {
      const [first] = keys;
      const sql = first?.type.kind === 'array' ? [first.sql] : textsOf(call, keys);
      return combine(`sf_object_pick(${object}, ${keyList([object, ...sql], call.args())})`, OBJECT, call.args(), true);
    },
    pickFields,
  ),
};
