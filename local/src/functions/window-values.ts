import { operate } from '../compile/arithmetic.js';
import { castTo } from '../compile/casts.js';
import { combine, nullOf, type Typed } from '../compile/typed.js';
import { overSql } from '../compile/window.js';
import type { FrameBound, Span, WindowSpec } from '../syntax/ast.js';
import { physicalType } from '../types/physical.js';
import { FLOAT, number } from '../types/sql-type.js';
import { typeOf, window } from './define.js';
import type { FunctionCall, FunctionTable } from './rule.js';

/** Window functions that look at another window than the one that is written. */
export const WINDOW_VALUE_FUNCTIONS: FunctionTable = {
  NTH_VALUE: {
    ...window('any, integer', typeOf(0), ([value = '', place = ''], call) => nthValue(call, value, place)),
    frame: 'whole',
  },
  RATIO_TO_REPORT: window(
    'number',
    ([value], call) => ratio(call, value).type,
    (_args, call, [value]) => ratio(call, value).sql,
    false,
  ),
};

/** FROM LAST counts from the end: in the same window, seen backwards. */
function nthValue({ compiler, node, scope }: FunctionCall, value: string, place: string): string {
  const [, written] = node.args;
  if (written?.kind === 'number' && !(Number(written.text) >= 1 && Number(written.text) <= 1000)) {
    const message = `Invalid value [${written.text}] for function 'NTH_VALUE', parameter 2: must be from 1 to 1000`;
    throw compiler.faults.statement('001015', '22023', message);
  }
  const over = node.over !== undefined && node.fromLast === true ? backwards(node.over) : node.over;
  const nulls = node.nulls === 'IGNORE' ? ' IGNORE NULLS' : '';
  return `nth_value(${value}, ${place}${nulls})${overSql(compiler, { ...node, over }, scope)}`;
}

function backwards(over: WindowSpec & Span): WindowSpec & Span {
  const { order, frame } = over;
  return {
    ...over,
    order: order.map(({ expression, descending, nullsFirst }) => ({
      expression,
      descending: !descending,
      nullsFirst: !(nullsFirst ?? descending),
    })),
    frame: frame && {
      ...frame,
      from: otherSide(frame.to ?? { side: 'CURRENT ROW', offset: undefined }),
      to: otherSide(frame.from),
    },
  };
}

function otherSide({ side, offset }: FrameBound): FrameBound {
  return { side: side === 'PRECEDING' ? 'FOLLOWING' : side === 'FOLLOWING' ? 'PRECEDING' : side, offset };
}

/** A share of the sum over the whole partition, however it is sorted; of nothing there is none. */
function ratio({ compiler, node, scope }: FunctionCall, value: Typed = nullOf(FLOAT)): Typed {
  const over = node.over && { ...node.over, order: [], frame: undefined };
  const type = value.type.kind === 'number' ? number(38, value.type.scale) : FLOAT;
  const item = value.type.kind === 'number' ? value : castTo(compiler, value, FLOAT);
  const sum = `nullif(sum(${item.sql})${overSql(compiler, { ...node, over }, scope)}, 0)`;
  return operate(compiler, '/', item, combine(`CAST(${sum} AS ${physicalType(type)})`, type, [item], true), node);
}
