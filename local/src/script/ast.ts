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
  readonly body: readonly Step[];
}

/** IF and CASE: the first branch whose condition holds. */
interface Branch {
  readonly when: Piece;
  readonly body: readonly Step[];
}

/** One statement of Snowflake Scripting. */
export type Step =
  | { readonly kind: 'declare'; readonly name: string; readonly type: Piece; readonly value: Piece | undefined }
  | { readonly kind: 'declare-rows'; readonly name: string; readonly query: Piece }
  | { readonly kind: 'declare-exception'; readonly name: string; readonly code: string; readonly message: string }
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
      readonly body: readonly Step[];
    }
  | { readonly kind: 'each'; readonly name: string; readonly source: Piece; readonly body: readonly Step[] }
  | { readonly kind: 'while'; readonly when: Piece; readonly body: readonly Step[] }
  | { readonly kind: 'repeat'; readonly until: Piece; readonly body: readonly Step[] }
  | { readonly kind: 'loop'; readonly body: readonly Step[] }
  | { readonly kind: 'break' }
  | { readonly kind: 'continue' }
  | { readonly kind: 'return'; readonly value: Piece }
  | { readonly kind: 'raise'; readonly name: string | undefined }
  | { readonly kind: 'block'; readonly block: Block }
  | { readonly kind: 'sql'; readonly text: Piece; readonly into: readonly string[] };
