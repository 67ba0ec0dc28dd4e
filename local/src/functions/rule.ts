import type { Compiler } from '../compile/compiler.js';
import type { Scope } from '../compile/scope.js';
import type { Typed } from '../compile/typed.js';
import type { CallNode, Span } from '../syntax/ast.js';

/** One call of a function, as a rule sees it. */
export interface FunctionCall {
  /** Upper case. */
  readonly name: string;
  readonly node: CallNode & Span;
  readonly scope: Scope;
  readonly compiler: Compiler;
  /** Compiles the arguments; a rule that reads them as words does not ask. */
  readonly args: () => readonly Typed[];
  /** The call as an aggregate: with its DISTINCT, ORDER BY, FILTER and OVER around the arguments given. */
  aggregate(name: string, args: readonly string[], order?: string): string;
}

/** How one function is translated. */
export interface FunctionRule {
  readonly kind: 'scalar' | 'aggregate' | 'window';
  readonly minimum: number;
  readonly maximum: number;
  /** The parameters' names, where they may be given by name. */
  readonly names?: readonly string[];
  /** What a sorted window without a frame is: the whole partition, or row by row what stands before; else peers go together. */
  readonly frame?: 'whole' | 'rows';
  /** An aggregate that as a window may see a part of its partition. */
  readonly slides?: true;
  /** An aggregate that cannot count equal values once. */
  readonly everyValue?: true;
  /** A window function whose frame is a range, not a number of rows. */
  readonly ranges?: true;
  compile(call: FunctionCall): Typed;
}

/** Functions by name. */
export type FunctionTable = Readonly<Record<string, FunctionRule>>;
