import { castTo } from '../compile/casts.js';
import { textNumber } from '../compile/arithmetic.js';
import { unsupported } from '../compile/faults.js';
import { once } from '../compile/once.js';
import { combine, nullOf, type Typed } from '../compile/typed.js';
import { physicalType } from '../types/physical.js';
import { FLOAT, INTEGER, typeName, type SqlType } from '../types/sql-type.js';
import type { FunctionCall, FunctionRule, FunctionTable } from './rule.js';

type NumberType = Extract<SqlType, { readonly kind: 'number' }>;

/** How one function rounds a NUMBER to places known beforehand. */
type ToPlaces = (value: string, places: number, type: NumberType) => string;

const MODES: Readonly<Record<string, string>> = { HALF_AWAY_FROM_ZERO: 'round', HALF_TO_EVEN: 'round_even' };

/** ROUND, CEIL and FLOOR. */
export const ROUNDING_FUNCTIONS: FunctionTable = {
  CEIL: directed('ceil'),
  FLOOR: directed('floor'),
  ROUND: {
    kind: 'scalar',
    minimum: 1,
    maximum: 3,
    names: ['EXPR', 'SCALE', 'ROUNDING_MODE'],
    compile: (call) => {
      const mode = call.args()[2];
      if (mode?.type.kind === 'null') {
        return nullOf(roundNumber(call, (value) => value, 'round').type);
      }
      const name = mode === undefined ? 'round' : MODES[(mode.literal ?? '').toUpperCase()];
      if (name === undefined) {
        throw unsupported('a ROUND mode that is no constant HALF_AWAY_FROM_ZERO or HALF_TO_EVEN');
      }
      return roundNumber(call, (value, places) => `${name}(${value}, ${places})`, name);
    },
  },
};

/** TRUNC of a number: digits are dropped. */
export function truncateNumber(call: FunctionCall): Typed {
  return roundNumber(call, exactTrunc, 'trunc');
}

function directed(name: 'ceil' | 'floor'): FunctionRule {
  return {
    kind: 'scalar',
    minimum: 1,
    maximum: 2,
    compile: (call) => roundNumber(call, (value, places) => stepped(name, value, places), name),
  };
}

/** A NUMBER stays exact; anything else is rounded as a FLOAT, but for a text with a number of places. */
function roundNumber(call: FunctionCall, toPlaces: ToPlaces, name: string): Typed {
  const { compiler } = call;
  const [given = nullOf(), scale] = call.args();
  const value = operand(call, given, scale !== undefined);
  const places = scale === undefined ? undefined : `CAST(${castTo(compiler, scale, INTEGER).sql} AS INTEGER)`;
  const parts = scale === undefined ? [value] : [value, scale];
  if (value.type.kind !== 'number') {
    return combine(roundFloat(name, value.sql, places), FLOAT, parts);
  }
  const { type, sql } = value;
  const written = writtenPlaces(call);
  const result = roundedType(type, written);
  const rounded =
    written === undefined
      ? once(sql, 'exact', (exact) => byData(exact, places ?? '0', type.scale, (place) => toPlaces(exact, place, type)))
      : written >= type.scale
        ? sql
        : once(sql, 'exact', (exact) => toPlaces(exact, written, type));
  // DuckDB lets a 39th digit pass that rounding carries over, but from no sum.
  const mayCarry = type.precision - type.scale === 38 && (written ?? -1) < 0;
  const checked = mayCarry ? `(${rounded}) + CAST(0 AS DECIMAL(38,0))` : rounded;
  return combine(`CAST(${checked} AS ${physicalType(result)})`, result, parts);
}

function operand({ compiler, name, node }: FunctionCall, value: Typed, scaled: boolean): Typed {
  switch (value.type.kind) {
    case 'number':
    case 'float':
      return value;
    case 'text':
      return castTo(compiler, value, scaled ? textNumber(value) : FLOAT);
    case 'boolean':
    case 'null':
      return castTo(compiler, value, INTEGER);
    case 'variant':
      return castTo(compiler, value, FLOAT);
    case 'array':
    case 'binary':
    case 'date':
    case 'object':
    case 'time':
    case 'timestamp':
      throw compiler.faults.invalidTypes(name, [typeName(value.type)], node);
    default:
      return value.type satisfies never;
  }
}

function roundFloat(name: string, value: string, places: string | undefined): string {
  if (places === undefined) {
    return `${name}(${value})`;
  }
  return name.startsWith('round')
    ? `${name}(${value}, ${places})`
    : `${name}(${value} * pow(10, ${places})) / pow(10, ${places})`;
}

/** One digit more for what a step up carries over, and as many as places before the point ask for. */
function roundedType(type: NumberType, places: number | undefined): NumberType {
  const { precision, scale } = type;
  if (places === undefined) {
    return { kind: 'number', precision: Math.min(38, Math.max(18, precision + 1)), scale };
  }
  if (places >= scale) {
    return type;
  }
  const wider = Math.max(0, -places - (precision - scale));
  return { kind: 'number', precision: Math.min(38, precision + 1 + wider), scale: Math.max(places, 0) };
}

/** The number of places when it is written as a whole number; undefined when only the data knows. */
function writtenPlaces({ node }: FunctionCall): number | undefined {
  const [, places] = node.args;
  if (places === undefined) {
    return 0;
  }
  const [digits, sign] = places.kind === 'unary' && places.operator === '-' ? [places.operand, -1] : [places, 1];
  return digits.kind === 'number' && /^\d+$/.test(digits.text) ? sign * Number(digits.text) : undefined;
}

/** A NUMBER is rounded and then moved by one step, so that no digit passes through a FLOAT. */
function stepped(name: 'ceil' | 'floor', value: string, places: number): string {
  const step = places > 0 ? `0.${'1'.padStart(places, '0')}` : `CAST(1${'0'.repeat(-places)} AS DECIMAL(38,0))`;
  const rounded = `round(${value}, ${places})`;
  return name === 'ceil'
    ? `CASE WHEN ${rounded} < ${value} THEN ${rounded} + ${step} ELSE ${rounded} END`
    : `CASE WHEN ${rounded} > ${value} THEN ${rounded} - ${step} ELSE ${rounded} END`;
}

/** What is left of the exact number after its remainder by a power of ten. */
function exactTrunc(value: string, places: number, { precision, scale }: NumberType): string {
  if (places <= scale - precision) {
    return '0';
  }
  const unit = places > 0 ? `0.${'1'.padStart(places, '0')}` : `1${'0'.repeat(-places)}`;
  return `${value} - (${value} % CAST('${unit}' AS DECIMAL(38,${scale})))`;
}

/** DuckDB rounds a NUMBER only to places it knows beforehand: each that can matter is written out. */
function byData(value: string, places: string, scale: number, rounded: (place: number) => string): string {
  const cases = Array.from({ length: 38 + scale }, (_, at) => scale - 1 - at).map(
    (place) => `WHEN ${place} THEN CAST(${rounded(place)} AS DECIMAL(38,${scale}))`,
  );
  return `CASE WHEN ${places} IS NULL THEN NULL WHEN ${places} >= ${scale} THEN ${value} ELSE CASE ${places} ${cases.join(' ')} ELSE 0 END END`;
}
