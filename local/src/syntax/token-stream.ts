import { SnowflakeError } from '../errors.js';
import { readTokens, type Token } from '../lexer.js';
import type { Name } from './ast.js';
import { placeOf } from './place.js';
import { RESERVED_WORDS } from './reserved.js';

/** A cursor over a statement's tokens, and the errors a wrong one raises. */
export class TokenStream {
  readonly #sql: string;
  readonly #tokens: readonly Token[];
  /** How many `?` stand before each token, and before the end. */
  readonly #bindsBefore: readonly number[];
  #at = 0;
  #binds = 0;

  constructor(sql: string) {
    this.#sql = sql;
    this.#tokens = readTokens(sql);
    const counts = [0];
    let binds = 0;
    for (const { kind, text } of this.#tokens) {
      binds += kind === 'bind' && text === '?' ? 1 : 0;
      counts.push(binds);
    }
    this.#bindsBefore = counts;
  }

  /** The statement's text. */
  get sql(): string {
    return this.#sql;
  }

  /** The token ahead, or the one so many further on. */
  peek(ahead = 0): Token | undefined {
    return this.#tokens[this.#at + ahead];
  }

  /** Where the next token starts; the end of the text when none is left. */
  get start(): number {
    return this.peek()?.start ?? this.#sql.length;
  }

  /** Where the last token taken ended. */
  get end(): number {
    return this.#tokens[this.#at - 1]?.end ?? 0;
  }

  get position(): number {
    return this.#at;
  }

  /** Goes back to a position taken earlier. */
  rewind(position: number): void {
    this.#at = position;
    this.#binds = this.#bindsBefore[position] ?? 0;
  }

  next(): Token {
    const token = this.peek();
    if (token === undefined) {
      throw this.unexpected();
    }
    this.#at += 1;
    return token;
  }

  /** True when the words or symbols ahead are these. */
  sees(...values: readonly string[]): boolean {
    return values.every((value, ahead) => isPlain(this.peek(ahead), value));
  }

  /** True when the token ahead is one of these words or symbols. */
  seesAny(...values: readonly string[]): boolean {
    return values.some((value) => this.sees(value));
  }

  /** Takes these words or symbols when they are ahead. */
  accept(...values: readonly string[]): boolean {
    const seen = this.sees(...values);
    if (seen) {
      this.#at += values.length;
    }
    return seen;
  }

  /** Takes the one of these words that is ahead. */
  acceptAny<const T extends string>(...values: readonly T[]): T | undefined {
    return values.find((value) => this.accept(value));
  }

  expect(...values: readonly string[]): void {
    for (const value of values) {
      if (!this.accept(value)) {
        throw this.unexpected();
      }
    }
  }

  /** Takes an identifier, quoted or not; a reserved word is one only in quotes. */
  name(): Name {
    const token = this.peek();
    if (token?.kind === 'word' && RESERVED_WORDS.has(token.value)) {
      throw this.unexpected();
    }
    return this.word();
  }

  /** Takes an identifier or a keyword of any kind. */
  word(): Name {
    const token = this.peek();
    if (token === undefined || (token.kind !== 'word' && token.kind !== 'quoted')) {
      throw this.unexpected();
    }
    this.#at += 1;
    return { text: token.value, quoted: token.kind === 'quoted', start: token.start, end: token.end };
  }

  /** Takes a dotted name. */
  path(): Name[] {
    const path = [this.name()];
    while (this.accept('.')) {
      // `db..table` leaves the schema out: it is PUBLIC.
      path.push(this.sees('.') ? { text: '', quoted: false, start: this.start, end: this.start } : this.name());
    }
    return path;
  }

  /** Takes a string literal of either form. */
  string(): string {
    const token = this.peek();
    if (token?.kind !== 'string' && token?.kind !== 'dollars') {
      throw this.unexpected();
    }
    this.#at += 1;
    return token.value;
  }

  /** Takes a whole number. */
  integer(): number {
    const token = this.peek();
    const value = Number(token?.text);
    if (token?.kind !== 'number' || !Number.isSafeInteger(value)) {
      throw this.unexpected();
    }
    this.#at += 1;
    return value;
  }

  /** Takes what stands between parentheses, separated by commas. */
  list<T>(readItem: () => T): T[] {
    this.expect('(');
    const items: T[] = [];
    if (this.accept(')')) {
      return items;
    }
    do {
      items.push(readItem());
    } while (this.accept(','));
    this.expect(')');
    return items;
  }

  /** Takes one or more, separated by commas. */
  series<T>(readItem: () => T): T[] {
    const items = [readItem()];
    while (this.accept(',')) {
      items.push(readItem());
    }
    return items;
  }

  /** The number of the next `?`. */
  nextBind(): number {
    this.#binds += 1;
    return this.#binds;
  }

  /** @throws SnowflakeError 001003 when a token is left. */
  finish(): void {
    this.accept(';');
    if (this.peek() !== undefined) {
      throw this.unexpected();
    }
  }

  /** The syntax error for the token ahead. */
  unexpected(): SnowflakeError {
    const token = this.peek();
    const place = placeOf(this.#sql, token?.start ?? this.#sql.length);
    const what = token === undefined ? '<EOF>' : token.text;
    return new SnowflakeError(
      '001003',
      '42000',
      `SQL compilation error:\nsyntax error line ${place.line} at position ${place.position} unexpected '${what}'.`,
      place,
    );
  }
}

function isPlain(token: Token | undefined, value: string): boolean {
  return token !== undefined && token.value === value && (token.kind === 'word' || token.kind === 'symbol');
}
