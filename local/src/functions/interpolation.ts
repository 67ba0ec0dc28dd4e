import { castTo } from '../compile/casts.js';
import { wallClock } from '../compile/moments.js';
import { combine, nullOf, type Typed } from '../compile/typed.js';
import { overSql } from '../compile/window.js';
import type { Span, WindowFrame, WindowSpec } from '../syntax/ast.js';
import { FLOAT, isNumeric, typeName } from '../types/sql-type.js';
import { physicalType } from '../types/physical.js';
import type { FunctionCall, FunctionRule, FunctionTable } from './rule.js';

const BEFORE: WindowFrame = {
  unit: 'ROWS',
  from: { side: 'PRECEDING', offset: undefined },
  to: { side: 'CURRENT ROW', offset: undefined },
};
const AFTER: WindowFrame = {
  unit: 'ROWS',
  from: { side: 'CURRENT ROW', offset: undefined },
  to: { side: 'FOLLOWING', offset: undefined },
};

/** The latest or the next value that is there. */
function neighbour(
  call: FunctionCall,
  name: 'last_value' | 'first_value',
  sql: string,
  over: WindowSpec & Span,
): string {
  const frame = { ...(name === 'last_value' ? BEFORE : AFTER), start: over.start, end: over.end };
  return `${name}(${sql} IGNORE NULLS)${overSql(call.compiler, { ...call.node, over: { ...over, frame } }, call.scope)}`;
}

function windowOf(call: FunctionCall): WindowSpec & Span {
  const { node, compiler, name } = call;
  const { over } = node;
  const fault =
    over === undefined || over.order.length === 0
      ? `Window function [${name}] requires ORDER BY in window specification`
      : over.frame === undefined
        ? undefined
        : `Sliding window frame unsupported for function ${name}`;
  if (over === undefined || fault !== undefined) {
    throw compiler.faults.compilation('002303', '0A000', fault ?? '', node);
  }
  return over;
}

function filled(name: 'last_value' | 'first_value'): FunctionRule {
  return {
    kind: 'window',
    minimum: 1,
    maximum: 1,
    compile: (call) => {
      const [value = nullOf()] = call.args();
      return combine(neighbour(call, name, value.sql, windowOf(call)), value.type, [value], true);
    },
  };
}

/** A point on the straight line between the value before and the one after. */
function linear(call: FunctionCall): Typed {
  const { compiler, scope, node } = call;
  const [value = nullOf(FLOAT)] = call.args();
  const over = windowOf(call);
  const [item, ...more] = over.order;
  if (!isNumeric(value.type) || item === undefined || more.length > 0) {
    throw compiler.faults.invalidTypes(call.name, [typeName(value.type)], node);
  }
  const place = axis(call, compiler.expression(item.expression, scope));
  const height = castTo(compiler, value, FLOAT).sql;
  const known = `CASE WHEN ${value.sql} IS NOT NULL THEN ${place} END`;
  const [x0, x1] = [neighbour(call, 'last_value', known, over), neighbour(call, 'first_value', known, over)];
  const [y0, y1] = [neighbour(call, 'last_value', height, over), neighbour(call, 'first_value', height, over)];
  const line = `${y0} + (${y1} - ${y0}) * coalesce((${place} - ${x0}) / nullif(${x1} - ${x0}, 0), 0)`;
  const between = `CASE WHEN ${x0} IS NOT NULL AND ${x1} IS NOT NULL THEN CAST(${line} AS ${physicalType(value.type)}) END`;
  return combine(`coalesce(${value.sql}, ${between})`, value.type, [value], true);
}

/** Where a row stands on the axis of its window's order. */
function axis({ compiler, name, node }: FunctionCall, value: Typed): string {
  if (value.type.kind === 'date' || value.type.kind === 'timestamp') {
    return `CAST(${wallClock(compiler, value)} AS DOUBLE)`;
  }
  if (!isNumeric(value.type)) {
    throw compiler.faults.invalidTypes(name, [typeName(value.type)], node);
  }
  return castTo(compiler, value, FLOAT).sql;
}

/** Window functions that fill the gaps of a series. */
export const INTERPOLATION_FUNCTIONS: FunctionTable = {
  INTERPOLATE_BFILL: filled('first_value'),
  INTERPOLATE_FFILL: filled('last_value'),
  INTERPOLATE_LINEAR: { kind: 'window', minimum: 1, maximum: 1, compile: linear },
};
