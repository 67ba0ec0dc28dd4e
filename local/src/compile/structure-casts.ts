import { quoteString } from '../lexer.js';
import type { Span } from '../syntax/ast.js';
import {
  ARRAY,
  OBJECT,
  TEXT,
  VARIANT,
  isSemiStructured,
  typeName,
  type ObjectShape,
  type SqlType,
} from '../types/sql-type.js';
import type { Compiler } from './compiler.js';
import { combine, type Typed } from './typed.js';

type Target = Extract<SqlType, { readonly kind: 'object' | 'array' }>;

/** The cast of plain values: handed in, since it is the caller of this one. */
export type Cast = (compiler: Compiler, value: Typed, target: SqlType) => Typed;

/** Casts a value to an OBJECT, ARRAY, MAP or VECTOR; undefined when Snowflake knows no such cast. */
export function toStructure(compiler: Compiler, value: Typed, target: Target, cast: Cast): string | undefined {
  const plain = target.kind === 'array' ? toArray(compiler, value, cast) : toObject(value);
  if (plain === undefined || JSON.stringify(value.type) === JSON.stringify(target)) {
    return plain;
  }
  if (target.kind === 'array') {
    return target.item === undefined ? plain : castItems(compiler, plain, target, target.item, cast);
  }
  return target.shape === undefined ? plain : castEntries(compiler, plain, target.shape, cast);
}

/** An ARRAY stays; JSON's null is NULL; any other value becomes an array of one. */
function toArray(compiler: Compiler, value: Typed, cast: Cast): string {
  if (value.type.kind === 'array') {
    return value.sql;
  }
  const json = cast(compiler, value, VARIANT).sql;
  return isSemiStructured(value.type)
    ? `CASE WHEN ${json} IS NULL OR ${json} = 'null' THEN NULL WHEN starts_with(${json}, '[') THEN ${json}
       ELSE '[' || ${json} || ']' END`
    : `('[' || ${json} || ']')`;
}

/** A VARIANT that holds an object, or text that does. */
function toObject({ sql, type }: Typed): string | undefined {
  if (type.kind === 'object') {
    return sql;
  }
  return type.kind === 'variant'
    ? `CASE WHEN ${sql} = 'null' THEN NULL WHEN starts_with(${sql}, '{') THEN ${sql} ELSE sf_text_object(${sql}) END`
    : undefined;
}

interface Member {
  readonly type: SqlType;
  readonly required?: boolean | undefined;
  /** What stands for NULL: `undefined` in an array, JSON's null under a key. */
  readonly absent: 'undefined' | 'null';
}

/** One item of a structure in its own type. */
function castMember(compiler: Compiler, sql: string, { type, required, absent }: Member, cast: Cast): string {
  const item = cast(compiler, combine(sql, VARIANT, [], true), type);
  const absence =
    required === true ? `sf_fail('100072', '22000', 'NULL result in a non-nullable column')` : `'${absent}'`;
  return `coalesce(${cast(compiler, item, VARIANT).sql}, ${absence})`;
}

function castItems(
  compiler: Compiler,
  sql: string,
  { dimension, required }: Extract<Target, { readonly kind: 'array' }>,
  type: SqlType,
  cast: Cast,
): string {
  const name = compiler.nextAlias();
  const source = dimension === undefined ? sql : `sf_fit_vector(${sql}, ${dimension})`;
  const member = castMember(compiler, name, { type, required, absent: 'undefined' }, cast);
  return `('[' || array_to_string(list_transform(sf_items(${source}), lambda ${name}: ${member}), ',') || ']')`;
}

function castEntries(compiler: Compiler, sql: string, shape: ObjectShape, cast: Cast): string {
  if ('fields' in shape) {
    const names = shape.fields.map(({ name }) => quoteString(name)).join(', ');
    const values = shape.fields.map(({ name, ...field }) =>
      castMember(compiler, `sf_get_key(${sql}, ${quoteString(name)})`, { ...field, absent: 'null' }, cast),
    );
    const keys = `sf_key_list(${sql})`;
    // An OBJECT has the keys of its type, all of them and no other.
    const fits = `len(${keys}) = ${shape.fields.length} AND list_has_all(${keys}, [${names}]::VARCHAR[])`;
    return `CASE WHEN ${sql} IS NULL THEN NULL WHEN ${fits} THEN sf_object([${names}]::VARCHAR[], [${values.join(', ')}]::VARCHAR[], TRUE)
      ELSE sf_bad_variant(${sql}, 'OBJECT') END`;
  }
  const name = compiler.nextAlias();
  const { value: type, required } = shape;
  const value = castMember(compiler, `sf_get_key(${sql}, ${name})`, { type, required, absent: 'null' }, cast);
  const keys = `sf_key_list(${sql})`;
  return `sf_object(${keys}, list_transform(${keys}, lambda ${name}: ${value}), TRUE)`;
}

/**
 * A structured OBJECT under the keys of another type, by their places.
 *
 * @throws SnowflakeError 001044 when the value or the type is no structured OBJECT, or one has more keys
 */
export function renameFields(compiler: Compiler, value: Typed, target: SqlType, span: Span): Typed {
  const [own, wanted] = [fieldsOf(value.type), fieldsOf(target)];
  if (own.length === 0 || own.length !== wanted.length) {
    throw compiler.faults.invalidTypes('CAST', [typeName(value.type), typeName(target)], span);
  }
  const fields = own.map(({ type }, at) => ({ name: wanted[at]?.name ?? '', type }));
  const keys = fields.map(({ name }) => quoteString(name)).join(', ');
  const values = own.map(({ name }) => `sf_get_key(${value.sql}, ${quoteString(name)})`).join(', ');
  const sql = `CASE WHEN ${value.sql} IS NOT NULL THEN sf_object([${keys}], [${values}], TRUE) END`;
  return { ...value, sql, type: { kind: 'object', shape: { fields } } };
}

/**
 * A structured OBJECT with the keys of another type that it lacks, which are NULL.
 *
 * @throws SnowflakeError 001044 when the value or the type is no structured OBJECT
 */
export function addFields(compiler: Compiler, value: Typed, target: SqlType, span: Span): Typed {
  const [own, wanted] = [fieldsOf(value.type), fieldsOf(target)];
  if (own.length === 0 || wanted.length === 0) {
    throw compiler.faults.invalidTypes('CAST', [typeName(value.type), typeName(target)], span);
  }
  const known = new Set(own.map(({ name }) => name));
  const fields = [...own, ...wanted.filter(({ name }) => !known.has(name))];
  const keys = fields.map(({ name }) => quoteString(name)).join(', ');
  const values = fields.map(({ name }) =>
    known.has(name) ? `sf_get_key(${value.sql}, ${quoteString(name)})` : `'null'`,
  );
  const sql = `CASE WHEN ${value.sql} IS NOT NULL THEN sf_object([${keys}], [${values.join(', ')}], TRUE) END`;
  return { ...value, sql, type: { kind: 'object', shape: { fields } } };
}

function fieldsOf(type: SqlType): readonly { readonly name: string; readonly type: SqlType }[] {
  return type.kind === 'object' && type.shape !== undefined && 'fields' in type.shape ? type.shape.fields : [];
}

/** The type of what stands under a key or index of a structure. */
export function memberType(type: SqlType, key: string | undefined): SqlType {
  if (type.kind === 'array') {
    return type.item ?? VARIANT;
  }
  if (type.kind !== 'object' || type.shape === undefined) {
    return VARIANT;
  }
  return 'fields' in type.shape
    ? (type.shape.fields.find(({ name }) => name === key)?.type ?? VARIANT)
    : type.shape.value;
}

/** MAP(key, value). */
export function mapOf(key: SqlType = TEXT, value: SqlType = VARIANT): SqlType {
  return { ...OBJECT, kind: 'object', shape: { key, value } };
}

/** ARRAY(item). */
export function arrayOf(item: SqlType): SqlType {
  return { ...ARRAY, kind: 'array', item };
}
