import type { Span } from './ast.js';
import type { TokenStream } from './token-stream.js';

/** From where a node started to the last token taken. */
export function spanFrom(first: Pick<Span, 'start'>, stream: TokenStream): Span {
  return { start: first.start, end: stream.end };
}
