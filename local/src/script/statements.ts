import type { Outcome } from '../commands/command.js';
import { constant, nullOf, type Typed } from '../compile/typed.js';
import { SnowflakeError } from '../errors.js';
import { BOOLEAN, TEXT, number, type SqlType } from '../types/sql-type.js';
import { quoteString } from '../lexer.js';
import type { Piece, StepNode } from './ast.js';
import { readValue, rowsAsValues, withLocals } from './outcome-values.js';
import { indexOfWord, splitAtCommas, withoutParentheses } from './pieces.js';
import { writePiece, type CursorSource, type ScriptScope } from './scope.js';

/** What a block runs in. */
export interface ScriptHost {
  readonly signal: AbortSignal;
  /** Runs one statement, with variables in sight and values for its `?`. */
  run(sql: string, locals: ReadonlyMap<string, Typed>, values?: readonly Typed[]): Promise<Outcome>;
  /** Casts a value to the type a variable was declared with. */
  cast(value: Typed, type: SqlType): Typed;
  /** Reads a type's name. */
  readType(text: string): SqlType;
}

/** The statements and expressions of a block, as the database runs them. */
export class ScriptStatements {
  readonly #host: ScriptHost;
  /** Outside of every block: what the last statement did is known to all. */
  readonly #status: ScriptScope;

  constructor(host: ScriptHost, status: ScriptScope) {
    this.#host = host;
    this.#status = status;
    for (const name of ['SQLROWCOUNT', 'SQLFOUND', 'SQLNOTFOUND', 'SQLID']) {
      status.declare(name, nullOf());
    }
  }

  /** An expression's value, as a statement's answer. */
  value(piece: Piece, scope: ScriptScope): Promise<Outcome> {
    const locals = scope.locals();
    return this.#host.run(`SELECT (${writePiece(piece, locals, true)})`, locals);
  }

  async evaluate(piece: Piece, scope: ScriptScope): Promise<Typed> {
    return readValue(await this.value(piece, scope));
  }

  /** Casting is the database's work; what comes back is a plain value again. */
  async fit(value: Typed, type: SqlType, scope: ScriptScope): Promise<Typed> {
    const cast = this.#host.cast(value, type);
    const outcome = await this.#host.run('SELECT $SF$VALUE', withLocals(scope.locals(), 'SF$VALUE', cast));
    return readValue(outcome);
  }

  /** `name := value`: a result set gets the rows of its query, a variable a value of its type. */
  async assign(name: string, piece: Piece, scope: ScriptScope): Promise<void> {
    const rows = scope.rows(name);
    if (rows?.kind === 'result') {
      rows.outcome = await this.query(piece, scope);
    } else {
      await this.#put(name, await this.evaluate(piece, scope), scope);
    }
  }

  async #put(name: string, value: Typed, scope: ScriptScope): Promise<void> {
    const type = scope.typeOf(name);
    scope.assign(name, type === undefined || type.kind === 'null' ? value : await this.fit(value, type, scope));
  }

  /** Runs a statement of a block; its INTO takes the first row. */
  async run({ text, into }: Extract<StepNode, { kind: 'sql' }>, scope: ScriptScope): Promise<void> {
    const outcome = await this.query(text, scope);
    const [row] = await rowsAsValues(outcome);
    this.#noteChanges(outcome, row);
    await this.#take(into, row, scope);
  }

  async #take(into: readonly string[], row: ReadonlyMap<string, Typed> | undefined, scope: ScriptScope): Promise<void> {
    const values = [...(row ?? [])].map(([, value]) => value);
    for (const [at, name] of into.entries()) {
      await this.#put(name, values[at] ?? nullOf(), scope);
    }
  }

  /** Runs a statement, with or without parentheses around it; EXECUTE IMMEDIATE may compute its text. */
  async query(piece: Piece, scope: ScriptScope, values: readonly Typed[] = []): Promise<Outcome> {
    const bare = withoutParentheses(piece);
    const outcome =
      bare[0]?.value === 'EXECUTE' && bare[1]?.value === 'IMMEDIATE'
        ? await this.#immediate(bare.slice(2), scope)
        : await this.#host.run(writePiece(bare, scope.locals(), false), scope.locals(), values);
    if (outcome.queryId !== undefined) {
      this.#status.declare('SQLID', constant(quoteString(outcome.queryId), TEXT));
    }
    return outcome;
  }

  /** What EXECUTE IMMEDIATE runs sees none of the block's variables but those USING hands over. */
  async #immediate(piece: Piece, scope: ScriptScope): Promise<Outcome> {
    const using = indexOfWord(piece, 'USING');
    const text = await this.evaluate(using < 0 ? piece : piece.slice(0, using), scope);
    const names = using < 0 ? [] : splitAtCommas(withoutParentheses(piece.slice(using + 1)));
    const values = await this.#values(names, scope);
    return this.#host.run(text.literal ?? '', new Map(), values);
  }

  async #values(pieces: readonly Piece[], scope: ScriptScope): Promise<readonly Typed[]> {
    const values: Typed[] = [];
    for (const piece of pieces) {
      values.push(await this.evaluate(piece, scope));
    }
    return values;
  }

  /** The rows of a cursor or result set, or of a query in parentheses. */
  async rows(source: Piece, scope: ScriptScope): Promise<Outcome> {
    if (source[0]?.value === 'RESULTSET_FROM_CURSOR' && source[1]?.text === '(') {
      return this.#opened(source[2]?.value ?? '', scope).open.outcome;
    }
    const known = source.length === 1 ? scope.rows(source[0]?.value ?? '') : undefined;
    if (known === undefined) {
      return this.query(source, scope);
    }
    if (known.kind === 'cursor') {
      return known.open?.outcome ?? this.rows(known.source, scope);
    }
    if (known.outcome === undefined) {
      throw cursorFault(`Result set ${source[0]?.value} has not been given a query.`);
    }
    return known.outcome;
  }

  async open(name: string, values: readonly Piece[], scope: ScriptScope): Promise<void> {
    const cursor = this.#cursor(name, scope);
    if (cursor.open !== undefined) {
      throw cursorFault(`Cursor ${name} is already open.`);
    }
    const { source } = cursor;
    const outcome =
      source.length === 1
        ? await this.rows(source, scope)
        : await this.query(source, scope, await this.#values(values, scope));
    cursor.open = { outcome, rows: await rowsAsValues(outcome), at: 0 };
  }

  /** After the last row there are only NULLs. */
  async fetch(name: string, into: readonly string[], scope: ScriptScope): Promise<void> {
    const { open } = this.#opened(name, scope);
    const row = open.rows[open.at];
    open.at += 1;
    await this.#take(into, row, scope);
  }

  close(name: string, scope: ScriptScope): void {
    const cursor: CursorSource = this.#opened(name, scope);
    cursor.open = undefined;
  }

  #cursor(name: string, scope: ScriptScope): CursorSource {
    const found = scope.rows(name);
    if (found?.kind !== 'cursor') {
      throw cursorFault(`Cursor ${name} is not declared.`);
    }
    return found;
  }

  #opened(name: string, scope: ScriptScope): CursorSource & { open: NonNullable<CursorSource['open']> } {
    const cursor = this.#cursor(name, scope);
    if (!isOpen(cursor)) {
      throw cursorFault(`Cursor ${name} is not open.`);
    }
    return cursor;
  }

  /** What a change of data counted; other statements leave the counts as they are. */
  #noteChanges({ columns }: Outcome, row: ReadonlyMap<string, Typed> | undefined): void {
    const counts = columns.filter(({ name }) => /^number of rows (?:inserted|updated|deleted)/.test(name));
    if (counts.length === 0) {
      return;
    }
    const changed = counts.reduce((sum, { name }) => sum + Number(row?.get(name)?.literal ?? 0), 0);
    this.#status.declare('SQLROWCOUNT', numberValue(changed));
    this.#status.declare('SQLFOUND', constant(String(changed > 0), BOOLEAN));
    this.#status.declare('SQLNOTFOUND', constant(String(changed === 0), BOOLEAN));
  }
}

function isOpen(cursor: CursorSource): cursor is CursorSource & { open: NonNullable<CursorSource['open']> } {
  return cursor.open !== undefined;
}

function cursorFault(message: string): SnowflakeError {
  return new SnowflakeError('090229', 'P0000', message);
}

/** A whole number as a variable's value. */
export function numberValue(value: number): Typed {
  return { ...constant(String(value), number()), literal: String(value) };
}
