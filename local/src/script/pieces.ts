import type { Token } from '../lexer.js';
import type { TokenStream } from '../syntax/token-stream.js';
import type { Piece } from './ast.js';

/** Takes the tokens up to one of these words outside of parentheses and CASE. */
export function pieceUntil(stream: TokenStream, ...ends: readonly string[]): Piece {
  const tokens: Token[] = [];
  let depth = 0;
  while (depth > 0 || !stream.seesAny(...ends)) {
    const token = stream.next();
    if (token.text === '(' || (token.kind === 'word' && token.value === 'CASE')) {
      depth += 1;
    }
    if (token.text === ')' || (token.kind === 'word' && token.value === 'END' && depth > 0)) {
      depth -= 1;
    }
    tokens.push(token);
  }
  return tokens;
}

/** Takes what stands between parentheses, cut at its commas. */
export function pieceList(stream: TokenStream): readonly Piece[] {
  return stream.list(() => pieceUntil(stream, ',', ')'));
}

/** Where a word stands in a piece outside of parentheses; -1 when it does not. */
export function indexOfWord(piece: Piece, word: string): number {
  let depth = 0;
  return piece.findIndex(({ kind, text, value }) => {
    depth += text === '(' ? 1 : text === ')' ? -1 : 0;
    return depth === 0 && kind === 'word' && value === word;
  });
}

/** A piece without the parentheses around all of it. */
export function withoutParentheses(piece: Piece): Piece {
  if (piece[0]?.text !== '(') {
    return piece;
  }
  let depth = 0;
  const end = piece.findIndex(({ text }) => {
    depth += text === '(' ? 1 : text === ')' ? -1 : 0;
    return depth === 0;
  });
  return end === piece.length - 1 ? piece.slice(1, -1) : piece;
}

/** A piece cut at its commas outside of parentheses. */
export function splitAtCommas(piece: Piece): readonly Piece[] {
  const parts: Token[][] = [[]];
  let depth = 0;
  for (const token of piece) {
    depth += token.text === '(' ? 1 : token.text === ')' ? -1 : 0;
    if (depth === 0 && token.text === ',') {
      parts.push([]);
    } else {
      parts.at(-1)?.push(token);
    }
  }
  return parts;
}
