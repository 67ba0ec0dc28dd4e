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

/** True for a literal, a name, and a cast of anything: what has no operator and calls nothing at its top. */
export function isPlain(piece: Piece): boolean {
  const bare = withoutParentheses(piece);
  if (bare !== piece) {
    return isPlain(bare);
  }
  const [first, ...rest] = piece;
  if (first?.text === '-' || first?.text === '+') {
    return rest.length === 1 && rest[0]?.kind === 'number';
  }
  if (first?.text === ':') {
    return rest.length === 1 || isCast(rest);
  }
  if (first?.kind === 'word' && first.value === 'CAST' && rest[0]?.text === '(') {
    return withoutParentheses(rest) !== rest;
  }
  return rest.length === 0 ? first !== undefined : isCast(piece);
}

/** One operand, `::` and a type, with nothing between or behind. */
function isCast(piece: Piece): boolean {
  const end = operandEnd(piece);
  const [mark, type, ...size] = piece.slice(end);
  return mark?.text === '::' && type?.kind === 'word' && (size.length === 0 || withoutParentheses(size) !== size);
}

/** Where the first operand ends: a token, parentheses, or a call. */
function operandEnd(piece: Piece): number {
  const open = piece[0]?.text === '(' ? 0 : piece[1]?.text === '(' ? 1 : -1;
  if (open < 0) {
    return 1;
  }
  let depth = 0;
  const close = piece.findIndex(({ text }, at) => {
    depth += at < open ? 0 : text === '(' ? 1 : text === ')' ? -1 : 0;
    return at >= open && depth === 0;
  });
  return close + 1;
}
