import { castTo } from '../compile/casts.js';
import { isWholeDays, partName } from '../compile/intervals.js';
import { wallClock } from '../compile/moments.js';
import { nullOf, type Typed } from '../compile/typed.js';
import type { Expression } from '../syntax/ast.js';
import { timestamp, typeName } from '../types/sql-type.js';
import type { FunctionCall } from './rule.js';

/** Reads a date part: a bare word or a string. */
export function partOf(call: FunctionCall, node: Expression | undefined): string {
  const written = node?.kind === 'string' ? node.value : node?.kind === 'name' ? (node.path.at(-1)?.text ?? '') : '';
  if (written === '') {
    throw call.compiler.faults.compilation('001045', '22023', 'a date or time part is expected', node ?? call.node);
  }
  return written;
}

/** 001045: the kind of moment at hand has no such part. */
export function refusePart(call: FunctionCall, part: string, { type }: Typed): Error {
  const text = `['${part.toUpperCase()}'] is not a valid date/time component for function ${call.name} and type ${typeName(type)}.`;
  return call.compiler.faults.compilation('001045', '22023', text, call.node);
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
