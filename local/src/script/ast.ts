import type { Token } from '../lexer.js';

/** A stretch of the block's text, as its tokens. */
export type Piece = readonly Token[];

/** A block: what it declares, does, and does when that fails. */
export interface Block {
  readonly declarations: readonly Step[];
  readonly body: readonly Step[];
  readonly handlers: readonly Handler[];
}

/** WHEN … THEN … after EXCEPTION. */
export interface Handler {
  /** Upper case; OTHER catches everything. */
  readonly names: readonly string[];
  /** True when the block goes on after the statement that failed; otherwise it ends with the handler. */
  readonly resumes: boolean;
  readonly body: readonly Step[];
}

/** IF and CASE: the first branch whose condition holds. */
interface Branch {
  readonly when: Piece;
  readonly body: readonly Step[];
}

/** What a loop repeats. */
export interface LoopBody {
  readonly steps: readonly Step[];
  /** What BREAK and CONTINUE within call it; it stands after the loop's end. */
  readonly label: string | undefined;
}

/** One statement of Snowflake Scripting, and where it starts in the text: errors tell it. */
export type Step = StepNode & { readonly at: number };

/** What a statement of Snowflake Scripting does. */
export type StepNode =
  | { readonly kind: 'declare'; readonly name: string; readonly type: Piece; readonly value: Piece | undefined }
  /** A cursor's query, or the name of a result set, is read when it is opened. */
  | { readonly kind: 'declare-cursor'; readonly name: string; readonly source: Piece }
  /** A result set's query runs where it is given one. */
  | { readonly kind: 'declare-result'; readonly name: string; readonly query: Piece | undefined }
  | { readonly kind: 'declare-exception'; readonly name: string; readonly code: string; readonly message: string }
  | {
      readonly kind: 'declare-procedure';
      readonly name: string;
      readonly parameters: readonly { readonly name: string; readonly type: Piece }[];
      /** Undefined for one that returns a table. */
      readonly returns: Piece | undefined;
      readonly block: Block;
    }
  | { readonly kind: 'assign'; readonly name: string; readonly value: Piece }
  | {
      readonly kind: 'if';
      readonly operand: Piece | undefined;
      readonly branches: readonly Branch[];
      readonly otherwise: readonly Step[];
    }
  | {
      readonly kind: 'count';
      readonly name: string;
      readonly from: Piece;
      readonly to: Piece;
      readonly reverse: boolean;
      readonly body: LoopBody;
    }
  | { readonly kind: 'each'; readonly name: string; readonly source: Piece; readonly body: LoopBody }
  | { readonly kind: 'while'; readonly when: Piece; readonly body: LoopBody }
  | { readonly kind: 'repeat'; readonly until: Piece; readonly body: LoopBody }
  | { readonly kind: 'loop'; readonly body: LoopBody }
  /** Of the loop around it, or the one with that label. */
  | { readonly kind: 'break' | 'continue'; readonly label: string | undefined }
  /** Starts a child job, which nobody reads. */
  | { readonly kind: 'async'; readonly text: Piece }
  /** Waits for the child job of a result set, or for all. */
  | { readonly kind: 'await'; readonly name: string | undefined }
  | { readonly kind: 'cancel'; readonly name: string }
  | { readonly kind: 'open'; readonly name: string; readonly values: readonly Piece[] }
  | { readonly kind: 'fetch'; readonly name: string; readonly into: readonly string[] }
  | { readonly kind: 'close'; readonly name: string }
  | { readonly kind: 'return'; readonly value: Piece }
  | { readonly kind: 'raise'; readonly name: string | undefined }
  | { readonly kind: 'block'; readonly block: Block }
  | { readonly kind: 'sql'; readonly text: Piece; readonly into: readonly string[] };
