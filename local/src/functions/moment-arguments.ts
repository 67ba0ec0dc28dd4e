import { castTo } from '../compile/casts.js';
import { isUnit, isWholeDays, partName } from '../compile/intervals.js';
import { wallClock } from '../compile/moments.js';
import { printExpression } from '../compile/printed.js';
import { nullOf, type Typed } from '../compile/typed.js';
import { SnowflakeError } from '../errors.js';
import type { Expression } from '../syntax/ast.js';
import { timestamp, typeName } from '../types/sql-type.js';
import type { FunctionCall } from './rule.js';

/** A date part as it is written, a bare word or a string; undefined for anything else. */
export function partOf(node: Expression | undefined): string | undefined {
  return node?.kind === 'string' ? node.value : node?.kind === 'name' ? node.path.at(-1)?.text : undefined;
}

/** Weeks of the year are read of a date, and nothing is counted in them. */
const NO_UNITS: ReadonlySet<string> = new Set(['WEEKOFYEAR', 'WOY', 'WY']);

/**
 * The one name of the part that a function counts in.
 *
 * @throws SnowflakeError 001045 for what is no part, or no name of one.
 */
export function unitOf(call: FunctionCall, node: Expression = call.node): string {
  const written = partOf(node);
  if (written === undefined) {
    const printed = printExpression(call.compiler, node, call.scope);
    throw refused(
      `Date/time component [${printed} ]for function ${call.name} needs to be an identifier or a string literal.`,
    );
  }
  const part = partName(written);
  if (!isUnit(part) || NO_UNITS.has(written.toUpperCase())) {
    throw refused(`['${written}'] is not a valid date/time component for function ${call.name}.`);
  }
  return part;
}

/** 001045: the kind of moment at hand has no such part. */
export function refusePart(call: FunctionCall, part: string, { type }: Typed): Error {
  const [word, kind] =
    call.name === 'DATE_TRUNC' ? [part.toUpperCase(), type.kind.toUpperCase()] : [`'${part}'`, typeName(type)];
  return refused(`[${word}] is not a valid date/time component for function ${call.name} and type ${kind}.`);
}

function refused(text: string): SnowflakeError {
  return new SnowflakeError('001045', '22023', `SQL compilation error: ${text}`);
}

/** A TIME has no days, nor anything longer. */
export function withoutDays(call: FunctionCall, part: string, value: Typed): Typed {
  if (value.type.kind === 'time' && isWholeDays(partName(part))) {
    throw refusePart(call, part, value);
  }
  return value;
}

export function compileArg(call: FunctionCall, at: number): Typed {
  const node = call.node.args[at];
  return node === undefined ? nullOf() : call.compiler.expression(node, call.scope);
}

/** Text and VARIANT are read as TIMESTAMP_NTZ where a moment is wanted; an argument that is compiled already can be given. */
export function momentArg(call: FunctionCall, at: number, value = compileArg(call, at)): Typed {
  switch (value.type.kind) {
    case 'date':
    case 'time':
    case 'timestamp':
      return value;
    case 'text':
    case 'variant':
    case 'null':
      return castTo(call.compiler, value, timestamp('ntz'));
    case 'array':
    case 'binary':
    case 'boolean':
    case 'float':
    case 'number':
    case 'object':
      throw call.compiler.faults.invalidTypes(call.name, [typeName(value.type)], call.node);
    default:
      return value.type satisfies never;
  }
}

/**
 * A moment that is read from nothing else, not even from a text that would be one; `EXTRACT` stands for all functions that
 * tell parts.
 *
 * @throws SnowflakeError 002016 for a text, a number or, where parts are told, a bare NULL.
 */
export function ownMoment(call: FunctionCall, at: number, name: 'EXTRACT' | 'DATE_TRUNC' | 'LAST_DAY'): Typed {
  const value = compileArg(call, at);
  const { type } = value;
  const moment = type.kind === 'date' || type.kind === 'time' || type.kind === 'timestamp' || type.kind === 'variant';
  if (!moment && (type.kind !== 'null' || name === 'EXTRACT')) {
    const message = `Function ${name} does not support ${typeName(type)} argument type`;
    throw call.compiler.faults.statement('002016', '22000', message);
  }
  return momentArg(call, at, value);
}

export function clock(call: FunctionCall, value: Typed): string {
  return `sf_micros(${wallClock(call.compiler, value)})`;
}
