/**
 * A piece of SQL text.
 *
 * - `space` and `comment` mean nothing to the server;
 * - `string` is a quoted text or a `$$` body, `name` a quoted identifier;
 * - `word` is a keyword or an unquoted identifier, `number` a number;
 * - `placeholder` is `?`, `variable` is `:name` or `:1` (which may also be a path into a VARIANT, see the text before it);
 * - `sign` is one character, or one of the operators `::`, `:=`, `->`, `=>`, `||`.
 */
export type SqlTokenKind =
  | 'space'
  | 'comment'
  | 'string'
  | 'name'
  | 'word'
  | 'number'
  | 'placeholder'
  | 'variable'
  | 'sign';

/** One token; the tokens of a text put together are the text. */
export interface SqlToken {
  readonly kind: SqlTokenKind;
  readonly text: string;
  /** Where it begins in the whole text. */
  readonly start: number;
}

/**
 * In the order in which they are tried. A quote or comment that is not closed runs to the end: what is in it must not be
 * taken for SQL, and the server will say what is wrong.
 */
const TOKENS: readonly (readonly [SqlTokenKind, RegExp])[] = [
  ['space', /\s+/y],
  ['comment', /(?:--|\/\/)[^\n]*|\/\*[^]*?(?:\*\/|$)/y],
  ['string', /\$\$[^]*?(?:\$\$|$)/y],
  ['number', /(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?/iy],
  ['word', /[\p{L}_$@][\p{L}\p{N}_$]*/uy],
  ['placeholder', /\?/y],
  ['sign', /::|:=|->|=>|\|\|/y],
  ['variable', /:(?:[\p{L}_][\p{L}\p{N}_$]*|\d+)/uy],
  ['sign', /[^]/uy],
];

/** Reads SQL text token by token. Knows strings, quoted names, comments and `$$` bodies, and no grammar. */
export function* scanSql(text: string): Generator<SqlToken, void, undefined> {
  for (let start = 0; start < text.length;) {
    const token = tokenAt(text, start);
    yield token;
    start += token.text.length;
  }
}

/** True for tokens the server reads; false for space and comments. */
export function isMeaningful({ kind }: SqlToken): boolean {
  return kind !== 'space' && kind !== 'comment';
}

function tokenAt(text: string, start: number): SqlToken {
  const opening = text.charAt(start);
  if (opening === "'" || opening === '"') {
    return { kind: opening === "'" ? 'string' : 'name', text: text.slice(start, quoteEnd(text, start)), start };
  }
  for (const [kind, pattern] of TOKENS) {
    pattern.lastIndex = start;
    const found = pattern.exec(text)?.[0];
    if (found !== undefined) {
      return { kind, text: found, start };
    }
  }
  // Half of a surrogate pair, which no pattern in Unicode mode takes at this place.
  return { kind: 'sign', text: text.charAt(start), start };
}

const IN_TEXT = /['\\]/g;
const IN_NAME = /"/g;

/**
 * Where a quoted text or name ends. A doubled quote is part of it, and in a text whatever follows a backslash. Searched
 * from mark to mark: one pattern for all of it would need a stack as long as the text.
 */
function quoteEnd(text: string, start: number): number {
  const quote = text.charAt(start);
  const marks = quote === "'" ? IN_TEXT : IN_NAME;
  for (let at = start + 1; at < text.length;) {
    marks.lastIndex = at;
    const mark = marks.exec(text);
    if (mark === null) {
      return text.length;
    }
    if (mark[0] === quote && text.charAt(mark.index + 1) !== quote) {
      return mark.index + 1;
    }
    at = mark.index + 2;
  }
  return text.length;
}
