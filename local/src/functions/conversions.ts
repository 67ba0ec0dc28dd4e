import { binaryOf, binaryWriter } from '../compile/binary-text.js';
import { castTo } from '../compile/casts.js';
import { formatMoment } from '../compile/moments.js';
import { unsupported } from '../compile/faults.js';
import { noCast } from '../compile/no-cast.js';
import { requireText } from '../compile/try-cast.js';
import { combine, nullOf, type Typed } from '../compile/typed.js';
import { quoteString } from '../lexer.js';
import { readDecimal } from '../native/number-format.js';
import { BOOLEAN, FLOAT, TEXT, binary, number, timestamp, typeName, type SqlType } from '../types/sql-type.js';
import { maybe, never, writtenNumber } from './define.js';
import type { FunctionCall, FunctionRule, FunctionTable } from './rule.js';

/** TO_NUMBER and its spellings: precision and scale are written as numbers. */
function toNumber(attempt: boolean): FunctionRule {
  return {
    kind: 'scalar',
    minimum: 1,
    maximum: 4,
    compile: (call) => {
      const [value = nullOf()] = call.args();
      const [, format] = call.args();
      const formatted = format !== undefined && format.type.kind !== 'number';
      const type = writtenNumber(call, formatted ? 2 : 1);
      if (attempt) {
        requireText(call.compiler, value, type);
      }
      const written = formatted ? readFormatted(call, value, format, attempt) : value;
      return castTo(call.compiler, written, type, attempt ? 'try' : 'cast');
    },
  };
}

/** The plain text of a number that is written in a format. */
function readFormatted({ compiler }: FunctionCall, value: Typed, format: Typed, attempt: boolean): Typed {
  const [text, shape] = [castTo(compiler, value, TEXT), castTo(compiler, format, TEXT)];
  return combine(
    `${attempt ? 'sf_try_read_number' : 'sf_read_number'}(${text.sql}, ${shape.sql})`,
    TEXT,
    [value],
    attempt,
  );
}

function convert(type: SqlType, attempt = false): FunctionRule {
  return {
    kind: 'scalar',
    minimum: 1,
    maximum: type.kind === 'float' ? 2 : 1,
    compile: (call) => {
      const [value = nullOf(), format] = call.args();
      if (attempt) {
        requireText(call.compiler, value, type);
      }
      if (type.kind === 'float' && value.type.kind === 'boolean') {
        throw noCast(call.compiler, value.type, type);
      }
      const written = format === undefined ? value : readFormatted(call, value, format, attempt);
      return castTo(call.compiler, written, type, attempt ? 'try' : 'cast');
    },
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
    return combine(`${binaryWriter(format.literal ?? 'HEX')}(${value.sql})`, TEXT, [value]);
  }
  if (kind === 'number' || kind === 'float') {
    const text = castTo(call.compiler, value, TEXT);
    return combine(`sf_format_number(${text.sql}, ${castTo(call.compiler, format, TEXT).sql})`, TEXT, [value, format]);
  }
  if (kind === 'text') {
    // Text is read as the number it holds, or as a moment where the format is one.
    return toText({ ...call, args: () => [readable(call, value, format), format] });
  }
  throw unsupported(`${call.name} of ${typeName(value.type)} with a format`);
}

function readable(call: FunctionCall, value: Typed, format: Typed): Typed {
  return /[YMDH]/i.test(format.literal ?? '') && !/MI$|TM|FM/i.test(format.literal ?? '')
    ? castTo(call.compiler, value, timestamp('ntz'))
    : castTo(call.compiler, value, number(38, 5));
}

function toBinary(call: FunctionCall, attempt: boolean): Typed {
  const [value = nullOf(), format] = call.args();
  const mode = attempt ? 'try' : 'cast';
  if (attempt) {
    requireText(call.compiler, value, binary());
  }
  if (format === undefined || value.type.kind === 'binary') {
    return castTo(call.compiler, value, binary(), mode);
  }
  const sql = binaryOf(format.literal ?? '', castTo(call.compiler, value, TEXT).sql, mode);
  if (sql === undefined) {
    throw unsupported(`${call.name} in ${format.literal ?? 'a format that is no constant'}`);
  }
  return combine(sql, binary(), [value]);
}

/** How Snowflake stores each kind of value; a column of numbers may take less. */
const STORAGE: Partial<Record<SqlType['kind'], string>> = {
  number: 'SB16',
  float: 'DOUBLE',
  boolean: 'SB1',
  date: 'SB4',
  time: 'SB8',
  timestamp: 'SB16',
};

/** The fewest bytes that hold a number's digits. */
function integerSize(written: string): string | undefined {
  const digits = readDecimal(written)?.digits ?? 0n;
  const bytes = [1, 2, 4, 8].find((size) => digits < 2n ** BigInt(8 * size - 1)) ?? 16;
  return digits >= 10n ** 38n ? STORAGE.float : `SB${bytes}`;
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
      const [node] = call.node.args;
      const storage = node?.kind === 'number' ? integerSize(node.text) : STORAGE[value.type.kind];
      return combine(quoteString(`${typeName(value.type)}[${storage ?? 'LOB'}]`), TEXT, []);
    },
  }),
};
