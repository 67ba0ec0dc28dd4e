import type { Outcome } from '../commands/command.js';
import type { Typed } from '../compile/typed.js';
import { SnowflakeError } from '../errors.js';
import { quoteString } from '../lexer.js';
import type { SqlType } from '../types/sql-type.js';
import type { Handler, Piece } from './ast.js';
import type { ChildJob } from './child-jobs.js';
import type { NestedProcedure } from './nested-procedure.js';

/** A cursor, which reads its rows one after another, or a result set. */
export type RowSource = CursorSource | ResultSource;

/** A cursor: open once its query has run. */
export interface CursorSource {
  readonly kind: 'cursor';
  readonly source: Piece;
  open: OpenCursor | undefined;
}

/** The rows of an open cursor, and which of them comes next. */
export interface OpenCursor {
  readonly outcome: Outcome;
  readonly rows: readonly ReadonlyMap<string, Typed>[];
  at: number;
}

/** A result set: undefined until it is given its query. */
export interface ResultSource {
  readonly kind: 'result';
  outcome: Outcome | undefined;
  /** The child job that will give it its rows; it is read after AWAIT. */
  job: ChildJob | undefined;
}

/** What a block has declared. Blocks within see what is outside of them. */
export class ScriptScope {
  readonly #outer: ScriptScope | undefined;
  readonly #handlers: readonly Handler[] | undefined;
  readonly #values = new Map<string, Typed>();
  readonly #rows = new Map<string, RowSource>();
  readonly #exceptions = new Map<string, SnowflakeError>();
  readonly #procedures = new Map<string, NestedProcedure>();

  /** @param handlers - of the block whose scope it is; within a handler there are none */
  constructor(outer?: ScriptScope, handlers?: readonly Handler[]) {
    this.#outer = outer;
    this.#handlers = handlers;
  }

  /** What the EXCEPTION section of the block around says. */
  get handlers(): readonly Handler[] {
    return this.#handlers ?? this.#outer?.handlers ?? [];
  }

  declare(name: string, value: Typed): void {
    this.#values.set(name, value);
  }

  declareRows(name: string, source: RowSource): void {
    this.#rows.set(name, source);
  }

  declareException(name: string, error: SnowflakeError): void {
    this.#exceptions.set(name, error);
  }

  declareProcedure(name: string, procedure: NestedProcedure): void {
    this.#procedures.set(name, procedure);
  }

  /** The nested procedure of that name. */
  procedure(name: string): NestedProcedure | undefined {
    return this.#procedures.get(name) ?? this.#outer?.procedure(name);
  }

  /** Gives a declared variable a new value. @throws SnowflakeError 000904 when there is none of that name */
  assign(name: string, value: Typed): void {
    if (this.#values.has(name)) {
      this.#values.set(name, value);
    } else if (this.#outer === undefined) {
      throw undeclared(name);
    } else {
      this.#outer.assign(name, value);
    }
  }

  /** @throws SnowflakeError 000904 when there is no variable of that name */
  requireDeclared(name: string): void {
    if (this.typeOf(name) === undefined) {
      throw undeclared(name);
    }
  }

  /** The type a variable was declared with; a value of another is cast to it. */
  typeOf(name: string): SqlType | undefined {
    return (this.#values.get(name) ?? this.#outer?.locals().get(name))?.type;
  }

  /** The cursor or result set of that name. */
  rows(name: string): RowSource | undefined {
    return this.#rows.get(name) ?? this.#outer?.rows(name);
  }

  /** The declared exception of that name. */
  exception(name: string): SnowflakeError | undefined {
    return this.#exceptions.get(name) ?? this.#outer?.exception(name);
  }

  /** The name a declared exception has. */
  nameOf(error: SnowflakeError): string | undefined {
    const own = [...this.#exceptions].find(([name, declared]) => name !== '' && declared === error);
    return own?.[0] ?? this.#outer?.nameOf(error);
  }

  /** Every variable in sight. */
  locals(): ReadonlyMap<string, Typed> {
    return new Map([...(this.#outer?.locals() ?? []), ...this.#values]);
  }
}

function undeclared(name: string): SnowflakeError {
  return new SnowflakeError('000904', '42000', `SQL compilation error:\ninvalid identifier '${name}'`);
}

/**
 * Writes a piece as SQL: `:name` becomes a variable, and in an expression a bare name as well. A field of a row in a FOR
 * is a variable of two parts.
 */
export function writePiece(piece: Piece, locals: ReadonlyMap<string, Typed>, bare: boolean): string {
  let text = '';
  let last: number | undefined;
  for (let at = 0; at < piece.length; at += 1) {
    const token = piece[at];
    if (token === undefined) {
      continue;
    }
    // What was cut out of a piece, such as an INTO, must not come back with the space around it.
    text += last === undefined || last === token.start ? '' : ' ';
    const colon = token.text === ':' && locals.has(piece[at + 1]?.value ?? '') && !isValue(piece[at - 1]);
    const name = colon ? piece[at + 1] : token;
    const field =
      piece[at + (colon ? 2 : 1)]?.text === '.'
        ? fieldVariable(name?.value ?? '', piece[at + (colon ? 3 : 2)]?.value ?? '')
        : '';
    const setting = colon && givesSetting(piece, at) ? literalOf(locals.get(name?.value ?? '')) : undefined;
    if (setting !== undefined) {
      text += setting;
      at += 1;
    } else if (locals.has(field) && (bare || colon)) {
      text += `$${field}`;
      at += colon ? 3 : 2;
    } else if (colon) {
      text += `$${name?.value}`;
      at += 1;
    } else if (
      bare &&
      token.kind === 'word' &&
      locals.has(token.value) &&
      piece[at - 1]?.text !== '.' &&
      piece[at + 1]?.text !== '('
    ) {
      text += `$${token.value}`;
    } else {
      text += token.text;
    }
    last = piece[at]?.end;
  }
  return text;
}

/** In a definition and in COPY what follows `=` is written out: options are no expressions. So is a place COPY names. */
function givesSetting(piece: Piece, at: number): boolean {
  const [first, before] = [piece[0]?.value ?? '', piece[at - 1]];
  const places = first === 'COPY' && (before?.value === 'FROM' || before?.value === 'INTO');
  return (places || (SETS.has(first) && before?.text === '=')) && !isInQuery(piece, at);
}

/** What a definition or COPY reads its rows by is a query like any other. */
function isInQuery(piece: Piece, at: number): boolean {
  let closed = 0;
  for (const { text, value } of piece.slice(0, at).toReversed()) {
    closed += text === ')' ? 1 : text === '(' && closed > 0 ? -1 : 0;
    if (closed === 0 && value === 'SELECT') {
      return true;
    }
  }
  return false;
}

const SETS: ReadonlySet<string> = new Set(['CREATE', 'ALTER', 'COPY']);

function literalOf(value: Typed | undefined): string | undefined {
  if (value?.literal === undefined) {
    return undefined;
  }
  return value.type.kind === 'number' || value.type.kind === 'boolean' ? value.literal : quoteString(value.literal);
}

/** The variable that holds a field of a row. Variables know no lower case: other names are spelled out. */
export function fieldVariable(row: string, column: string): string {
  return /^[A-Z0-9_$]+$/.test(column)
    ? `${row}$${column}`
    : `${row}$$${Buffer.from(column).toString('hex').toUpperCase()}`;
}

/** After a value a colon leads into a VARIANT. */
function isValue(token: Piece[number] | undefined): boolean {
  return token?.kind === 'quoted' || token?.kind === 'variable' || token?.text === ')' || token?.text === ']';
}
