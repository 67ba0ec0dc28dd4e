import { isArray, isObject, type Json } from '../native/json.js';
import { parseJson } from '../native/json-read.js';
import type { SqlType } from '../types/sql-type.js';

/** A structured value with its fields in the order of its type; the engine keeps them sorted by name. */
export function inFieldOrder(json: string, type: SqlType): Json {
  return ordered(parseJson(json), type);
}

/** True for types in which some OBJECT names its fields. */
export function hasFields(type: SqlType): boolean {
  if (type.kind === 'array') {
    return type.item !== undefined && hasFields(type.item);
  }
  const shape = type.kind === 'object' ? type.shape : undefined;
  return shape !== undefined && ('fields' in shape || hasFields(shape.value));
}

function ordered(value: Json, type: SqlType): Json {
  const { item } = type.kind === 'array' ? type : {};
  if (item !== undefined && isArray(value)) {
    return value.map((one) => ordered(one, item));
  }
  const shape = type.kind === 'object' ? type.shape : undefined;
  if (shape === undefined || !isObject(value)) {
    return value;
  }
  return 'fields' in shape
    ? new Map(shape.fields.map((field) => [field.name, ordered(value.get(field.name), field.type)]))
    : new Map([...value].map(([key, one]) => [key, ordered(one, shape.value)]));
}
