/** What a token is. A `comment` and white space never become tokens. */
export type TokenKind = 'word' | 'quoted' | 'string' | 'dollars' | 'number' | 'variable' | 'bind' | 'stage' | 'symbol';

/** One token of a statement, with its place in the text. */
export interface Token {
  readonly kind: TokenKind;
  /** As written. */
  readonly text: string;
  /** Upper case for words and symbols; the plain content of quoted names and strings; the name of a variable. */
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

const BLANK = /[\s\uFEFF]+/y;
const LINE_COMMENT = /(?:--|\/\/)[^\n]*/y;
const BLOCK_COMMENT = /\/\*[\s\S]*?(?:\*\/|$)/y;

const RULES: readonly (readonly [TokenKind, RegExp])[] = [
  ['dollars', /\$\$[\s\S]*?\$\$/y],
  ['string', /'(?:[^'\\]|''|\\[\s\S])*'/y],
  ['quoted', /"(?:[^"]|"")*"/y],
  ['variable', /\$[A-Za-z_0-9][\w$]*/y],
  ['number', /(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y],
  ['word', /[\p{L}_][\p{L}\p{N}_$]*/uy],
  ['bind', /\?|:\d+/y],
  ['stage', /@[\w.~%"$/=*-]+/y],
  ['symbol', /::|=>|->>?|\|\||<>|!=|<=|>=|:=|[\s\S]/y],
];

/** Reads a text into tokens. An unfinished string or quoted name becomes a one-character symbol. */
export function readTokens(sql: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < sql.length) {
    const skipped = matchAt(BLANK, sql, at) ?? matchAt(LINE_COMMENT, sql, at) ?? matchAt(BLOCK_COMMENT, sql, at);
    if (skipped !== undefined) {
      at += skipped.length;
      continue;
    }
    const token = readToken(sql, at, !continuesPath(tokens.at(-1), at));
    tokens.push(token);
    at = token.end;
  }
  return tokens;
}

/** After a value, `:1` is a colon and a number, as in `{'key':1}`; elsewhere it is a bind. */
function continuesPath(previous: Token | undefined, at: number): boolean {
  if (previous === undefined) {
    return false;
  }
  if (previous.kind === 'word' || previous.kind === 'variable') {
    return previous.end === at;
  }
  return previous.kind === 'string' || previous.kind === 'quoted' || previous.text === ')' || previous.text === ']';
}

function readToken(sql: string, start: number, allowBind: boolean): Token {
  for (const [kind, rule] of RULES) {
    const text = kind === 'bind' && !allowBind && sql.charAt(start) === ':' ? undefined : matchAt(rule, sql, start);
    if (text !== undefined) {
      return { kind, text, value: valueOf(kind, text), start, end: start + text.length };
    }
  }
  const text = sql.charAt(start);
  return { kind: 'symbol', text, value: text, start, end: start + 1 };
}

function matchAt(rule: RegExp, text: string, at: number): string | undefined {
  rule.lastIndex = at;
  return rule.exec(text)?.[0];
}

function valueOf(kind: TokenKind, text: string): string {
  switch (kind) {
    case 'string':
      return unescapeString(text.slice(1, -1));
    case 'dollars':
      return text.slice(2, -2);
    case 'quoted':
      return text.slice(1, -1).replaceAll('""', '"');
    case 'variable':
      return text.slice(1).toUpperCase();
    case 'word':
    case 'symbol':
      return text.toUpperCase();
    case 'number':
    case 'bind':
    case 'stage':
      return text;
    default:
      return kind satisfies never;
  }
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f', '0': '\0' };

function unescapeString(body: string): string {
  return body.replace(
    /''|\\u([0-9a-fA-F]{4})|\\x([0-9a-fA-F]{2})|\\([0-7]{3})|\\([\s\S])/g,
    (whole: string, unicode?: string, hex?: string, octal?: string, single?: string) => {
      if (whole === "''") {
        return "'";
      }
      const code = unicode ?? hex;
      if (code !== undefined) {
        return String.fromCharCode(Number.parseInt(code, 16));
      }
      if (octal !== undefined) {
        return String.fromCharCode(Number.parseInt(octal, 8));
      }
      return single === undefined ? whole : (ESCAPES[single] ?? single);
    },
  );
}

/** Writes a text as a string literal that both Snowflake and DuckDB read back unchanged, backslashes aside. */
export function quoteString(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** Writes a name as a quoted identifier. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
