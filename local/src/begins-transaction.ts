import type { Token } from './lexer.js';

const TRANSACTION_WORDS: ReadonlySet<string> = new Set([';', 'TRANSACTION', 'WORK', 'NAME']);

/**
 * Whether a BEGIN, of which these are the next two tokens, is a statement by itself rather than the head of a block. A
 * block may begin with a variable of such a name: `BEGIN name := 1; … END`.
 */
export function beginsTransaction(next: Token | undefined, afterNext: Token | undefined): boolean {
  return next === undefined || (TRANSACTION_WORDS.has(next.value) && afterNext?.text !== ':=');
}
