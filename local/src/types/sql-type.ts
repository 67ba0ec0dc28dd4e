/** Snowflake's types, as the compiler reasons with them. What DuckDB stores for each is in `physical.ts`. */
export type SqlType =
  | { readonly kind: 'number'; readonly precision: number; readonly scale: number }
  | { readonly kind: 'float' }
  | { readonly kind: 'text'; readonly length: number }
  | { readonly kind: 'boolean' }
  | { readonly kind: 'date' }
  | { readonly kind: 'time'; readonly scale: number }
  | { readonly kind: 'timestamp'; readonly zone: TimestampZone; readonly scale: number }
  | { readonly kind: 'binary'; readonly length: number }
  | { readonly kind: 'variant' }
  /** With a shape it is a MAP or a structured OBJECT. */
  | { readonly kind: 'object'; readonly shape?: ObjectShape }
  /** With an item it is structured, with a dimension a VECTOR. */
  | { readonly kind: 'array'; readonly item?: SqlType; readonly dimension?: number; readonly required?: boolean }
  /** The type of a bare NULL: fits everywhere. */
  | { readonly kind: 'null' };

/** The fields of a structured OBJECT, or the keys and values of a MAP. */
export type ObjectShape =
  | { readonly fields: readonly ObjectField[] }
  | { readonly key: SqlType; readonly value: SqlType; readonly required?: boolean };

/** One field of a structured OBJECT; a required one is never NULL. */
export interface ObjectField {
  readonly name: string;
  readonly type: SqlType;
  readonly required?: boolean;
}

/** Wall clock; instant; instant with the offset it was written with. */
export type TimestampZone = 'ntz' | 'ltz' | 'tz';

/** Characters of a text type that declares no length. */
export const MAX_TEXT = 16_777_216;
/** Bytes of a binary type that declares no length. */
export const MAX_BINARY = 8_388_608;

/** A NUMBER of that many digits, as many of them after the point. */
export function number(precision = 38, scale = 0): SqlType {
  return { kind: 'number', precision, scale };
}

/** A VARCHAR. */
export function text(length = MAX_TEXT): SqlType {
  return { kind: 'text', length };
}

/** A TIMESTAMP of a zone. */
export function timestamp(zone: TimestampZone, scale = 9): SqlType {
  return { kind: 'timestamp', zone, scale };
}

/** A BINARY. */
export function binary(length = MAX_BINARY): SqlType {
  return { kind: 'binary', length };
}

/** NUMBER(38,0), the type behind INT. */
export const INTEGER: SqlType = number();
/** VARCHAR without a length. */
export const TEXT: SqlType = text();
export const FLOAT: SqlType = { kind: 'float' };
export const BOOLEAN: SqlType = { kind: 'boolean' };
export const DATE: SqlType = { kind: 'date' };
export const TIME: SqlType = { kind: 'time', scale: 9 };
export const VARIANT: SqlType = { kind: 'variant' };
export const OBJECT: SqlType = { kind: 'object' };
export const ARRAY: SqlType = { kind: 'array' };
export const NULL: SqlType = { kind: 'null' };

/** True for the three types held as JSON. */
export function isSemiStructured(type: SqlType): boolean {
  return type.kind === 'variant' || type.kind === 'object' || type.kind === 'array';
}

/** True for MAPs, VECTORs, and OBJECTs and ARRAYs that tell the types of what they hold. */
export function isStructured(type: SqlType): boolean {
  return type.kind === 'array' ? type.item !== undefined : type.kind === 'object' && type.shape !== undefined;
}

/** True for types that arithmetic takes as they are. */
export function isNumeric(type: SqlType): boolean {
  return type.kind === 'number' || type.kind === 'float';
}

/** The type as Snowflake writes it in messages and in SYSTEM$TYPEOF, such as `NUMBER(38,0)`. */
export function typeName(type: SqlType): string {
  switch (type.kind) {
    case 'number':
      return `NUMBER(${type.precision},${type.scale})`;
    case 'text':
      return `VARCHAR(${type.length})`;
    case 'time':
      return `TIME(${type.scale})`;
    case 'timestamp':
      return `TIMESTAMP_${type.zone.toUpperCase()}(${type.scale})`;
    case 'binary':
      return `BINARY(${type.length})`;
    case 'float':
    case 'boolean':
    case 'date':
    case 'variant':
    case 'null':
      return type.kind.toUpperCase();
    case 'object':
      return type.shape === undefined ? 'OBJECT' : shapeName(type.shape);
    case 'array':
      return arrayName(type);
    default:
      return type satisfies never;
  }
}

function shapeName(shape: ObjectShape): string {
  return 'fields' in shape
    ? `OBJECT(${shape.fields.map((field) => `${field.name} ${memberName(field.type, field.required)}`).join(', ')})`
    : `MAP(${typeName(shape.key)}, ${memberName(shape.value, shape.required)})`;
}

function memberName(type: SqlType, required = false): string {
  return `${typeName(type)}${required ? ' NOT NULL' : ''}`;
}

function arrayName({ item, dimension, required }: Extract<SqlType, { readonly kind: 'array' }>): string {
  if (item === undefined) {
    return 'ARRAY';
  }
  return dimension === undefined
    ? `ARRAY(${memberName(item, required)})`
    : `VECTOR(${item.kind === 'float' ? 'FLOAT' : 'INT'}, ${dimension})`;
}

/** The bare name INFORMATION_SCHEMA uses, such as `TEXT`. */
export function familyName(type: SqlType): string {
  return type.kind === 'timestamp' ? `TIMESTAMP_${type.zone.toUpperCase()}` : type.kind.toUpperCase();
}

/**
 * The type two branches share, as in CASE, COALESCE and UNION; undefined when Snowflake would refuse to mix them.
 * Text gives way to the other side, whose form it must then have.
 */
export function commonType(left: SqlType, right: SqlType): SqlType | undefined {
  if (left.kind === 'null' || right.kind === 'null') {
    return left.kind === 'null' ? right : left;
  }
  if (left.kind === 'number' && right.kind === 'number') {
    const scale = Math.max(left.scale, right.scale);
    const whole = Math.max(left.precision - left.scale, right.precision - right.scale);
    return number(Math.min(38, whole + scale), scale);
  }
  if (left.kind === 'text' && right.kind === 'text') {
    return text(Math.max(left.length, right.length));
  }
  if (left.kind === 'timestamp' && right.kind === 'timestamp') {
    return timestamp(
      left.zone === right.zone ? left.zone : widerZone(left.zone, right.zone),
      Math.max(left.scale, right.scale),
    );
  }
  if (left.kind === 'binary' || right.kind === 'binary') {
    return left.kind === 'binary' && right.kind === 'binary' ? binary(Math.max(left.length, right.length)) : undefined;
  }
  if (left.kind === right.kind || (left.kind === 'text' && right.kind === 'boolean')) {
    return left;
  }
  return mixedType(left, right) ?? mixedType(right, left);
}

/** What a text is read as where a NUMBER is wanted and nothing says how many digits it has. */
export const TEXT_NUMBER = number(18, 5);

function widerZone(left: TimestampZone, right: TimestampZone): TimestampZone {
  return left === 'tz' || right === 'tz' ? 'tz' : 'ltz';
}

function mixedType(left: SqlType, right: SqlType): SqlType | undefined {
  if (left.kind === 'float' && right.kind === 'number') {
    return FLOAT;
  }
  if (left.kind === 'timestamp' && right.kind === 'date') {
    return left;
  }
  if (left.kind === 'boolean' && (right.kind === 'number' || right.kind === 'text')) {
    return left;
  }
  if (left.kind === 'text') {
    return besideText(right);
  }
  return left.kind === 'variant' ? left : undefined;
}

function besideText(other: SqlType): SqlType {
  if (other.kind === 'number') {
    return commonType(TEXT_NUMBER, other) ?? other;
  }
  return other.kind === 'variant' ? TEXT : isSemiStructured(other) ? VARIANT : other;
}
