import { castTo } from '../compile/casts.js';
import { formatMoment } from '../compile/moments.js';
import { unsupported } from '../compile/faults.js';
import { combine, nullOf, type Typed } from '../compile/typed.js';
import { quoteString } from '../lexer.js';
import { BOOLEAN, FLOAT, TEXT, binary, number, typeName, type SqlType } from '../types/sql-type.js';
import { maybe, never } from './define.js';
import type { FunctionCall, FunctionRule, FunctionTable } from './rule.js';

/** TO_NUMBER and its spellings: precision and scale are written as numbers. */
function toNumber(attempt: boolean): FunctionRule {
  return {
    kind: 'scalar',
    minimum: 1,
    maximum: 4,
    compile: (call) => {
      const [value = nullOf()] = call.args();
      const rest = call.node.args.slice(1);
      if (rest.some((arg) => arg.kind === 'string')) {
        throw unsupported(`${call.name} with a format`);
      }
      const [precision = 38, scale = 0] = rest.map((arg) => (arg.kind === 'number' ? Number(arg.text) : 0));
      return castTo(call.compiler, value, number(precision, scale), attempt ? 'try' : 'cast');
    },
  };
}

function convert(type: SqlType, attempt = false): FunctionRule {
  return {
    kind: 'scalar',
    minimum: 1,
    maximum: 1,
    compile: (call) => castTo(call.compiler, call.args()[0] ?? nullOf(), type, attempt ? 'try' : 'cast'),
  };
}

function toText(call: FunctionCall): Typed {
  const [value = nullOf(), format] = call.args();
  const { kind } = value.type;
  if (format === undefined) {
    return castTo(call.compiler, value, TEXT);
  }
  if (kind === 'date' || kind === 'time' || kind === 'timestamp') {
    return combine(formatMoment(call.compiler, value, castTo(call.compiler, format, TEXT).sql), TEXT, [value]);
  }
  if (kind === 'binary') {
    const decoded = { HEX: 'hex', BASE64: 'to_base64', 'UTF-8': 'decode', UTF8: 'decode' }[
      format.literal?.toUpperCase() ?? ''
    ];
    return combine(`${decoded ?? 'hex'}(${value.sql})`, TEXT, [value]);
  }
  throw unsupported(`${call.name} of ${typeName(value.type)} with a format`);
}

function toBinary(call: FunctionCall, attempt: boolean): Typed {
  const [value = nullOf(), format] = call.args();
  const text = castTo(call.compiler, value, TEXT).sql;
  switch (format?.literal?.toUpperCase() ?? 'HEX') {
    case 'HEX':
      return castTo(call.compiler, value, binary(), attempt ? 'try' : 'cast');
    case 'BASE64':
      return combine(`from_base64(${text})`, binary(), [value]);
    case 'UTF-8':
    case 'UTF8':
      return combine(`encode(${text})`, binary(), [value]);
    default:
      throw unsupported(`TO_BINARY in ${format?.literal}`);
  }
}

const TEXTUAL: FunctionRule = { kind: 'scalar', minimum: 1, maximum: 2, compile: toText };

/** Functions that turn one type into another. */
export const CONVERSION_FUNCTIONS: FunctionTable = {
  TO_NUMBER: toNumber(false),
  TO_DECIMAL: toNumber(false),
  TO_NUMERIC: toNumber(false),
  TRY_TO_NUMBER: toNumber(true),
  TRY_TO_DECIMAL: toNumber(true),
  TRY_TO_NUMERIC: toNumber(true),
  TO_DOUBLE: convert(FLOAT),
  TRY_TO_DOUBLE: convert(FLOAT, true),
  TO_BOOLEAN: convert(BOOLEAN),
  TRY_TO_BOOLEAN: convert(BOOLEAN, true),
  TO_VARCHAR: TEXTUAL,
  TO_CHAR: TEXTUAL,
  TO_BINARY: { kind: 'scalar', minimum: 1, maximum: 2, compile: (call) => toBinary(call, false) },
  TRY_TO_BINARY: maybe({ kind: 'scalar', minimum: 1, maximum: 2, compile: (call) => toBinary(call, true) }),
  SYSTEM$TYPEOF: never({
    kind: 'scalar',
    minimum: 1,
    maximum: 1,
    compile: (call) => {
      const [value = nullOf()] = call.args();
      const size = {
        number: 'SB16',
        float: 'DOUBLE',
        text: 'LOB',
        boolean: 'SB1',
        date: 'SB4',
        time: 'SB8',
        timestamp: 'SB16',
        binary: 'LOB',
      };
      const storage = Object.entries(size).find(([kind]) => kind === value.type.kind)?.[1] ?? 'LOB';
      return combine(quoteString(`${typeName(value.type)}[${storage}]`), TEXT, []);
    },
  }),
};
