import type { FunctionRule } from '../functions/rule.js';
import type { CallNode, FrameBound, Span, WindowFrame } from '../syntax/ast.js';
import type { Compiler } from './compiler.js';

/**
 * Lets most aggregates see nothing but their whole partition as windows: an ORDER BY alone shows them what stands before.
 *
 * @throws SnowflakeError 002303 when the window would show a part
 */
export function checkFrame(
  compiler: Compiler,
  { over, within }: CallNode & Span,
  name: string,
  rule: FunctionRule,
): void {
  const free = rule.slides === true && within.length === 0;
  if (rule.kind !== 'aggregate' || free || over === undefined || over.order.length === 0 || isWhole(over.frame)) {
    return;
  }
  const sliding = over.frame !== undefined && !isOpen(over.frame.from) && !isOpen(over.frame.to);
  const message = `${sliding ? 'Sliding' : 'Cumulative'} window frame unsupported for function ${name}`;
  throw compiler.faults.compilation('002303', '0A000', message, over.frame ?? over);
}

function isWhole(frame: WindowFrame | undefined): boolean {
  return isOpen(frame?.from) && isOpen(frame?.to);
}

function isOpen(bound: FrameBound | undefined): boolean {
  return bound !== undefined && bound.side !== 'CURRENT ROW' && bound.offset === undefined;
}
