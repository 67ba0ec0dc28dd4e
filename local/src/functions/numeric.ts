import { operate } from '../compile/arithmetic.js';
import { castTo } from '../compile/casts.js';
import { shared } from '../compile/once.js';
import { combine, constant, nullOf, type Typed } from '../compile/typed.js';
import { FLOAT, INTEGER, binary, number, type SqlType } from '../types/sql-type.js';
import { never, scalar } from './define.js';
import { eitherKind } from './either-kind.js';
import { hashOf } from './sketches.js';
import type { FunctionCall, FunctionRule, FunctionTable } from './rule.js';

/** FLOAT in, FLOAT out. */
function real(template: string, arity = 1): FunctionRule {
  return scalar(Array.from({ length: arity }, () => 'float').join(', '), FLOAT, template);
}

const SHIFT_LEFT = eitherKind(
  scalar('number, integer', INTEGER, 'CAST($1 AS HUGEINT) * sf_two_to($2)'),
  scalar('binary, integer', binary(), 'sf_shift_binary($1, $2)'),
);
const SHIFT_RIGHT = eitherKind(
  scalar('number, integer', INTEGER, 'sf_floor_div(CAST($1 AS HUGEINT), sf_two_to($2))'),
  scalar('binary, integer', binary(), 'sf_shift_binary($1, -$2)'),
);
const COMPLEMENT = eitherKind(
  scalar('number', INTEGER, '(~CAST($1 AS HUGEINT))'),
  scalar('binary', binary(), 'sf_not_binary($1)'),
);

/** Functions on numbers. */
export const NUMERIC_FUNCTIONS: FunctionTable = {
  ABS: scalar('number', absoluteType, 'abs($1)'),
  SIGN: scalar('number', ([value]) => (value?.type.kind === 'number' ? number(2) : FLOAT), 'sign($1)'),
  MOD: { kind: 'scalar', minimum: 2, maximum: 2, compile: remainder },
  POWER: real('sf_power($1, $2)', 2),
  POW: real('sf_power($1, $2)', 2),
  SQRT: real('sf_sqrt($1)'),
  SQUARE: real('$1 * $1'),
  CBRT: real('CASE WHEN pow(round(cbrt($1)), 3) = $1 THEN round(cbrt($1)) ELSE cbrt($1) END'),
  EXP: real('exp($1)'),
  LN: real('sf_ln($1)'),
  // A power of the base has a whole logarithm.
  LOG: real('sf_log($1, $2)', 2),
  PI: real('pi()', 0),
  SIN: real('sin($1)'),
  COS: real('cos($1)'),
  TAN: real('tan($1)'),
  COT: real("CASE WHEN $1 = 0 THEN CAST('inf' AS DOUBLE) ELSE cot($1) END"),
  ASIN: real('sf_asin($1)'),
  ACOS: real('sf_acos($1)'),
  ATAN: real('atan($1)'),
  ATAN2: real('atan2($1, $2)', 2),
  SINH: real('sinh($1)'),
  COSH: real('cosh($1)'),
  TANH: real('tanh($1)'),
  ASINH: real('asinh($1)'),
  ACOSH: real('sf_acosh($1)'),
  ATANH: real('sf_atanh($1)'),
  DEGREES: real('degrees($1)'),
  RADIANS: real('($1 * pi() / 180)'),
  FACTORIAL: scalar('integer', number(37), 'factorial($1::INTEGER)'),
  DIV0: { kind: 'scalar', minimum: 2, maximum: 2, compile: (call) => safeDivide(call, false) },
  DIV0NULL: { kind: 'scalar', minimum: 2, maximum: 2, compile: (call) => safeDivide(call, true) },
  BITAND: bitwise('and', '($1 & $2)'),
  BIT_AND: bitwise('and', '($1 & $2)'),
  BITOR: bitwise('or', '($1 | $2)'),
  BIT_OR: bitwise('or', '($1 | $2)'),
  BITXOR: bitwise('xor', 'xor($1, $2)'),
  BIT_XOR: bitwise('xor', 'xor($1, $2)'),
  BITNOT: COMPLEMENT,
  BIT_NOT: COMPLEMENT,
  GETBIT: scalar('number, integer', number(1), 'sf_get_bit(CAST($1 AS HUGEINT), $2)'),
  BITSHIFTLEFT: SHIFT_LEFT,
  BIT_SHIFTLEFT: SHIFT_LEFT,
  BITSHIFTRIGHT: SHIFT_RIGHT,
  BIT_SHIFTRIGHT: SHIFT_RIGHT,
  WIDTH_BUCKET: scalar('float, float, float, integer', bucketType, 'sf_width_bucket($1, $2, $3, $4)'),
  HAVERSINE: scalar(
    'float, float, float, float',
    FLOAT,
    '2 * 6371 * asin(sqrt(pow(sin(radians($3 - $1) / 2), 2) + cos(radians($1)) * cos(radians($3)) * pow(sin(radians($4 - $2) / 2), 2)))',
  ),
  HASH: never(scalar('any, any...', number(19), (_args, call, values) => hashOf(call, values))),
  SEQ1: sequence(1, 3),
  SEQ2: sequence(2, 5),
  SEQ4: sequence(4, 10),
  SEQ8: sequence(8, 19),
};

/** On numbers of 128 bits, or on two BINARYs; of these the shorter is filled with zeros where the third argument says. */
function bitwise(name: 'and' | 'or' | 'xor', template: string): FunctionRule {
  const numbers = scalar(
    'number, number',
    INTEGER,
    template.replace(/\$\d/g, (place) => `CAST(${place} AS HUGEINT)`),
  );
  const binaries = scalar("binary, binary, text=''", binary(), `unhex(sf_bit_binary('${name}', hex($1), hex($2), $3))`);
  return {
    ...numbers,
    maximum: 3,
    compile: (call) => (call.args()[0]?.type.kind === 'binary' ? binaries : numbers).compile(call),
  };
}

/** MOD(a, b) is `a % b`. */
function remainder(call: FunctionCall): Typed {
  const [dividend = nullOf(), divisor = nullOf()] = call.args();
  return operate(call.compiler, '%', dividend, divisor, call.node);
}

function absoluteType([value]: readonly Typed[]): SqlType {
  return value?.type.kind === 'number'
    ? number(Math.min(38, Math.max(value.type.precision, value.type.scale + 2)), value.type.scale)
    : FLOAT;
}

/** As many digits as a constant number of buckets has; the bucket past the last one buys none. */
function bucketType([, , , count]: readonly Typed[], { node }: FunctionCall): SqlType {
  const [, , , written] = node.args;
  const digits = written?.kind === 'number' ? Math.round(Number(written.text)) : Number(count?.literal ?? Number.NaN);
  return Number.isFinite(digits) ? number(Math.max(2, String(Math.round(digits)).length)) : INTEGER;
}

function safeDivide(call: FunctionCall, nullToo: boolean): Typed {
  const [dividend = nullOf(), divisor = nullOf()] = call.args();
  const { type } = operate(call.compiler, '/', dividend, divisor, call.node);
  const sql = shared([dividend.sql, divisor.sql], ([above = '', below = '']) => {
    const quotient = operate(call.compiler, '/', { ...dividend, sql: above }, { ...divisor, sql: below }, call.node);
    const zero = `(${below} = 0${nullToo ? ` OR ${below} IS NULL` : ''})`;
    return `CASE WHEN ${above} IS NULL THEN NULL WHEN ${zero} THEN 0 ELSE ${quotient.sql} END`;
  });
  const exact = type.kind === 'number' ? `CAST(${sql} AS DECIMAL(${type.precision},${type.scale}))` : sql;
  return combine(exact, type, [dividend, divisor]);
}

/** Counts rows from 0, those of a generator when there is one, within so many bytes; with a sign it goes on below zero. */
function sequence(bytes: number, digits: number): FunctionRule {
  return {
    kind: 'scalar',
    minimum: 0,
    maximum: 1,
    compile: (call) => {
      const generator = call.scope.sources.find((source) => source.sequence !== undefined)?.sequence;
      const row = `CAST(${generator ?? '(row_number() OVER () - 1)'} AS HUGEINT)`;
      const half = `CAST('${2n ** BigInt(bytes * 8 - 1)}' AS HUGEINT)`;
      const [sign = constant('0', INTEGER)] = call.args();
      const sql = `CASE WHEN ${castTo(call.compiler, sign, INTEGER).sql} = 0 THEN ${row} % ${half} ELSE (${row} + ${half}) % (2 * ${half}) - ${half} END`;
      return { ...combine(`CAST(${sql} AS DECIMAL(${digits},0))`, number(digits), []), nullable: false };
    },
  };
}
