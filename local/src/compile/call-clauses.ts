import type { FunctionRule } from '../functions/rule.js';
import type { CallNode, FrameBound, Span, WindowFrame } from '../syntax/ast.js';
import type { Compiler } from './compiler.js';

/**
 * Checks what stands around a call's arguments against what its function takes.
 *
 * @throws SnowflakeError 001003 for a DISTINCT it cannot have, 002303 for a window that shows a part of its partition
 */
export function checkClauses(compiler: Compiler, node: CallNode & Span, name: string, rule: FunctionRule): void {
  if (node.distinct && (rule.kind !== 'aggregate' || rule.everyValue === true)) {
    const call = compiler.sql.slice(node.start, node.end).toUpperCase();
    throw compiler.faults.statement('001003', '42601', `invalid use of 'distinct' for function '${call}'`);
  }
  const { over, within } = node;
  const isWhole = over === undefined || over.order.length === 0 || showsAll(over.frame);
  const isFree = rule.kind === 'aggregate' ? rule.slides === true && within.length === 0 : !byRank(rule, over?.frame);
  if (!isWhole && !isFree) {
    const sliding = over.frame !== undefined && !isOpen(over.frame.from) && !isOpen(over.frame.to);
    const message = `${sliding ? 'Sliding' : 'Cumulative'} window frame unsupported for function ${name}`;
    throw compiler.faults.compilation('002303', '0A000', message, over.frame ?? over);
  }
}

/** Rows are counted off where only ranges can be ranked. */
function byRank({ ranges }: FunctionRule, frame: WindowFrame | undefined): boolean {
  return ranges === true && frame?.unit === 'ROWS';
}

function showsAll(frame: WindowFrame | undefined): boolean {
  return isOpen(frame?.from) && isOpen(frame?.to);
}

function isOpen(bound: FrameBound | undefined): boolean {
  return bound !== undefined && bound.side !== 'CURRENT ROW' && bound.offset === undefined;
}
