import {
  ARRAY,
  BOOLEAN,
  DATE,
  FLOAT,
  INTEGER,
  OBJECT,
  VARIANT,
  binary,
  number,
  text,
  timestamp,
  type ObjectField,
  type SqlType,
  type TimestampZone,
} from '../types/sql-type.js';
import { SnowflakeError } from '../errors.js';
import { placeOf } from './place.js';
import type { TokenStream } from './token-stream.js';

/** What an unqualified TIMESTAMP means: the parameter TIMESTAMP_TYPE_MAPPING. */
export type TimestampMapping = TimestampZone;

const PLAIN: ReadonlyMap<string, SqlType> = new Map<string, SqlType>([
  ...['INT', 'INTEGER', 'BIGINT', 'SMALLINT', 'TINYINT', 'BYTEINT'].map((name) => [name, INTEGER] as const),
  ...['FLOAT', 'FLOAT4', 'FLOAT8', 'DOUBLE', 'REAL'].map((name) => [name, FLOAT] as const),
  ['BOOLEAN', BOOLEAN],
  ['DATE', DATE],
  ['VARIANT', VARIANT],
]);
const NUMBERS: ReadonlySet<string> = new Set(['NUMBER', 'NUMERIC', 'DECIMAL', 'DEC']);
const TEXTS: ReadonlySet<string> = new Set(['VARCHAR', 'VARCHAR2', 'STRING', 'TEXT', 'NVARCHAR', 'NVARCHAR2']);
const CHARACTERS: ReadonlySet<string> = new Set(['CHAR', 'CHARACTER', 'NCHAR']);
const TIMESTAMPS: ReadonlyMap<string, TimestampZone> = new Map([
  ['DATETIME', 'ntz'],
  ['TIMESTAMP_NTZ', 'ntz'],
  ['TIMESTAMPNTZ', 'ntz'],
  ['TIMESTAMP_LTZ', 'ltz'],
  ['TIMESTAMPLTZ', 'ltz'],
  ['TIMESTAMP_TZ', 'tz'],
  ['TIMESTAMPTZ', 'tz'],
]);

/** Reads a type's name with its arguments; undefined when the words ahead name no type. */
export function readDataType(stream: TokenStream, mapping: TimestampMapping = 'ntz'): SqlType | undefined {
  const start = stream.position;
  const token = stream.peek();
  if (token?.kind !== 'word') {
    return undefined;
  }
  stream.next();
  const type = readNamedType(stream, token.value, mapping);
  if (type === undefined) {
    stream.rewind(start);
  }
  return type;
}

function readNamedType(stream: TokenStream, name: string, mapping: TimestampMapping): SqlType | undefined {
  const plain = PLAIN.get(name);
  if (plain !== undefined) {
    if (name === 'DOUBLE') {
      stream.accept('PRECISION');
    }
    return plain;
  }
  const structured = readStructured(stream, name, mapping);
  if (structured !== undefined) {
    return structured;
  }
  if (NUMBERS.has(name)) {
    const [precision = 38, scale = 0] = readArguments(stream, 'number precision', 'number scale');
    if (scale > precision) {
      const message = `SQL compilation error:\ninvalid data type specification (${scale}>${precision})`;
      throw new SnowflakeError('001008', '22023', message);
    }
    return number(Math.max(precision, 1), scale);
  }
  if (TEXTS.has(name)) {
    return text(readArguments(stream, 'character length')[0]);
  }
  if (CHARACTERS.has(name)) {
    const varying = stream.accept('VARYING');
    return text(readArguments(stream, 'character length')[0] ?? (varying ? undefined : 1));
  }
  if (name === 'BINARY' || name === 'VARBINARY') {
    return binary(readArguments(stream, 'binary length')[0]);
  }
  if (name === 'TIME') {
    return { kind: 'time', scale: readArguments(stream, 'time scale')[0] ?? 9 };
  }
  return readTimestamp(stream, name, mapping);
}

/** ARRAY, OBJECT, MAP and VECTOR, with what they hold. */
function readStructured(stream: TokenStream, name: string, mapping: TimestampMapping): SqlType | undefined {
  const inner = (): SqlType => {
    const type = readDataType(stream, mapping);
    if (type === undefined) {
      throw stream.unexpected();
    }
    return type;
  };
  const required = (): { required?: true } => (stream.accept('NOT', 'NULL') ? { required: true } : {});
  switch (name) {
    case 'ARRAY':
      return stream.sees('(') ? parenthesised(stream, () => ({ kind: 'array', item: inner(), ...required() })) : ARRAY;
    case 'OBJECT': {
      // A field is named as it is written, in its own case.
      const field = (): ObjectField => {
        const written = stream.peek()?.text ?? '';
        const { text: folded, quoted } = stream.name();
        return { name: quoted ? folded : written, type: inner(), ...required() };
      };
      return stream.sees('(') ? { kind: 'object', shape: { fields: stream.list(field) } } : OBJECT;
    }
    case 'MAP':
      return parenthesised(stream, () => {
        const key = inner();
        stream.expect(',');
        return { kind: 'object', shape: { key, value: inner(), ...required() } };
      });
    case 'VECTOR':
      return parenthesised(stream, () => {
        const item = inner();
        stream.expect(',');
        return { kind: 'array', item, dimension: stream.integer() };
      });
    default:
      return undefined;
  }
}

function parenthesised<T>(stream: TokenStream, read: () => T): T {
  stream.expect('(');
  const value = read();
  stream.expect(')');
  return value;
}

function readTimestamp(stream: TokenStream, name: string, mapping: TimestampMapping): SqlType | undefined {
  const zone = name === 'TIMESTAMP' ? mapping : TIMESTAMPS.get(name);
  if (zone === undefined) {
    return undefined;
  }
  const [scale] = readArguments(stream, 'timestamp scale');
  if (stream.accept('WITH', 'TIME', 'ZONE')) {
    return timestamp('tz', scale);
  }
  if (stream.accept('WITH', 'LOCAL', 'TIME', 'ZONE')) {
    return timestamp('ltz', scale);
  }
  return timestamp(stream.accept('WITHOUT', 'TIME', 'ZONE') ? 'ntz' : zone, scale);
}

/** What a type's argument may be. */
const RANGES = {
  'number precision': [0, 38],
  'number scale': [0, 37],
  'character length': [1, 134_217_728],
  'binary length': [1, 67_108_864],
  'time scale': [0, 9],
  'timestamp scale': [0, 9],
} as const;

function readArguments(stream: TokenStream, ...names: readonly (keyof typeof RANGES)[]): readonly number[] {
  if (!stream.sees('(')) {
    return [];
  }
  const left = [...names];
  return stream.list(() => {
    const name = left.shift();
    if (name === undefined) {
      throw stream.unexpected();
    }
    const { start } = stream;
    const value = stream.integer();
    const [low, high] = RANGES[name];
    if (value < low || value > high) {
      const place = placeOf(stream.sql, start);
      const bounds = `Must be between ${low} and ${grouped(high)}.`;
      const message = `error line ${place.line} at position ${place.position}\nInvalid ${name}: ${grouped(value)}. ${bounds}`;
      throw new SnowflakeError('001008', '22023', `SQL compilation error: ${message}`, place);
    }
    return value;
  });
}

function grouped(value: number): string {
  return value.toLocaleString('en-US');
}
