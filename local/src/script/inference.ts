import type { Piece } from './ast.js';
import { withoutParentheses } from './pieces.js';

/**
 * True when a value does not tell its variable's type before it is computed: it reads a variable by `:name`, or a field
 * of a row. A `:name` alone does, and so does a cast.
 */
export function refusesInference(value: Piece, rows: ReadonlySet<string>): boolean {
  const bare = bareOf(value);
  const alone = bare.length === 2 && bare[0]?.text === ':';
  return !alone && !isCast(bare) && bare.some((_, at) => readsBind(bare, at) || readsField(bare, at, rows));
}

function bareOf(piece: Piece): Piece {
  const inner = withoutParentheses(piece);
  return inner.length === piece.length ? piece : bareOf(inner);
}

/** Right after a name a colon leads into a VARIANT. */
function readsBind(piece: Piece, at: number): boolean {
  const [before, token, after] = [piece[at - 1], piece[at], piece[at + 1]];
  const leadsOn = before !== undefined && before.kind !== 'symbol' && before.end === token?.start;
  const closes = before?.text === ')' || before?.text === ']';
  return token?.text === ':' && after?.kind === 'word' && !leadsOn && !closes;
}

function readsField(piece: Piece, at: number, rows: ReadonlySet<string>): boolean {
  const token = piece[at];
  return token?.kind === 'word' && rows.has(token.value) && piece[at + 1]?.text === '.' && piece[at - 1]?.text !== '.';
}

/** `CAST(…)`, `TRY_CAST(…)` or `value::TYPE` as a whole. */
function isCast(piece: Piece): boolean {
  const [first, open] = piece;
  if ((first?.value === 'CAST' || first?.value === 'TRY_CAST') && open?.text === '(') {
    return withoutParentheses(piece.slice(1)).length === piece.length - 3;
  }
  const at = piece.findLastIndex(({ text }) => text === '::');
  const type = piece.slice(at + 1);
  return (
    at > 0 && type.every(({ kind, text }) => kind !== 'symbol' || /^[(),]$/.test(text)) && isOperand(piece.slice(0, at))
  );
}

/** What `::` binds to: a name, a bind, something in parentheses, a call, or another cast. */
function isOperand(piece: Piece): boolean {
  const call = piece[1]?.text === '(' ? piece.slice(1) : piece;
  const enclosed = call[0]?.text === '(' && withoutParentheses(call).length === call.length - 2;
  const names = piece.every(({ kind, text }) => kind !== 'symbol' || text === '.' || text === ':');
  return enclosed || names || isCast(piece);
}
