import type { Outcome } from '../commands/command.js';
import { nullOf, type Typed } from '../compile/typed.js';
import { SnowflakeError } from '../errors.js';
import type { SqlType } from '../types/sql-type.js';
import { quoteString, type Token } from '../lexer.js';
import type { Piece, StepNode } from './ast.js';
import { readValue, rowCountOf, rowsAsValues, withLocals } from './outcome-values.js';
import { indexOfWord, splitAtCommas, withoutParentheses } from './pieces.js';
import { ChildJobs, type ChildJob, type StartedStatement } from './child-jobs.js';
import { Cursors, cursorFault } from './cursors.js';
import { nestedCall } from './nested-procedure.js';
import { writePiece, type OpenCursor, type ResultSource, type ScriptScope } from './scope.js';
import { Status } from './status.js';

/** What a block runs in. */
export interface ScriptHost {
  readonly signal: AbortSignal;
  /** Runs one statement, with variables in sight and values for its `?`. */
  run(sql: string, locals: ReadonlyMap<string, Typed>, values?: readonly Typed[]): Promise<Outcome>;
  /** Starts a statement beside the block. */
  start(sql: string, locals: ReadonlyMap<string, Typed>): StartedStatement;
  /** Casts a value to the type a variable was declared with. */
  cast(value: Typed, type: SqlType): Typed;
  /** Reads a type's name. */
  readType(text: string): SqlType;
}

/** A cursor a FOR goes through. */
interface WalkedCursor {
  readonly open: OpenCursor;
  /** True when it is open for the FOR alone. */
  readonly opened: boolean;
  close(): void;
}

/** The statements and expressions of a block, as the database runs them. */
export class ScriptStatements {
  readonly #host: ScriptHost;
  readonly #status: Status;
  readonly #jobs = new ChildJobs();
  readonly cursors: Cursors;

  /** @param status - outside of every block: what the last statement did is known to all */
  constructor(host: ScriptHost, status: ScriptScope) {
    this.#host = host;
    this.#status = new Status(status);
    this.cursors = new Cursors(async (source, values, scope) =>
      source.length === 1 ? this.rows(source, scope) : this.query(source, scope, await this.#values(values, scope)),
    );
  }

  /** An expression's value, as a statement's answer; that of CALL is what the procedure returns. */
  value(piece: Piece, scope: ScriptScope): Promise<Outcome> {
    if (withoutParentheses(piece)[0]?.value === 'CALL') {
      return this.query(piece, scope);
    }
    const locals = scope.locals();
    return this.#host.run(`SELECT (${writePiece(this.#withStatus(piece, scope), locals, true)})`, locals);
  }

  /** SYSTEM$GET_RESULTSET_STATUS asks for what only the block knows. */
  #withStatus(piece: Piece, scope: ScriptScope): Piece {
    const at = piece.findIndex(({ value }) => value === 'SYSTEM$GET_RESULTSET_STATUS');
    const [call, name, close] = [piece[at], piece[at + 2], piece[at + 3]];
    if (call === undefined || name === undefined || close === undefined) {
      return piece;
    }
    const { job } = this.#result(name.value, scope);
    const text = quoteString(job?.status ?? 'SUCCESS');
    const token: Token = { kind: 'string', text, value: text, start: call.start, end: close.end };
    return [...piece.slice(0, at), token, ...this.#withStatus(piece.slice(at + 4), scope)];
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

  /** An answer of one value, as one of another type. */
  async fitted(outcome: Outcome, type: SqlType, scope: ScriptScope): Promise<Outcome> {
    const cast = this.#host.cast(await readValue(outcome), type);
    return this.#host.run('SELECT $SF$VALUE', withLocals(scope.locals(), 'SF$VALUE', cast));
  }

  /** `name := value`: a result set gets the rows of its query, a variable a value of its type. */
  async assign(name: string, piece: Piece, scope: ScriptScope): Promise<void> {
    const rows = scope.rows(name);
    if (rows?.kind === 'result' && piece[0]?.value === 'ASYNC') {
      rows.outcome = undefined;
      rows.job = await this.start(piece.slice(1), scope);
    } else if (rows?.kind === 'result') {
      rows.job = undefined;
      rows.outcome = await this.query(piece, scope);
      await this.#status.note(rows.outcome);
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
    into.forEach((name) => scope.requireDeclared(name));
    const outcome = await this.query(text, scope);
    const count = rowCountOf(outcome);
    if (into.length > 0 && count > 1) {
      const got = `but got ${count}.`;
      throw new SnowflakeError('090230', 'P0000', `A SELECT INTO statement expects exactly 1 returned row, ${got}`);
    }
    await this.#status.note(outcome);
    if (into.length > 0) {
      const [row] = await rowsAsValues(outcome);
      await this.#take(into, row, scope);
    }
  }

  /** Starts a child job. */
  async start(piece: Piece, scope: ScriptScope): Promise<ChildJob> {
    const locals = scope.locals();
    const started = this.#host.start(writePiece(withoutParentheses(piece), locals, false), locals);
    const job = this.#jobs.start(started);
    this.#status.noteId(job.queryId);
    if (started.alone) {
      await job.outcome.catch(() => undefined);
    }
    return job;
  }

  /** AWAIT: of a result set, which has its rows then, or of all child jobs. */
  async await(name: string | undefined, scope: ScriptScope): Promise<void> {
    if (name === undefined) {
      await this.#jobs.all();
      return;
    }
    const rows = this.#result(name, scope);
    if (rows.job !== undefined) {
      rows.outcome = await rows.job.outcome;
      rows.job = undefined;
      await this.#status.note(rows.outcome);
    }
  }

  /** CANCEL of a result set's child job; one that has ended stays as it is. */
  async cancel(name: string, scope: ScriptScope): Promise<void> {
    const { job } = this.#result(name, scope);
    job?.cancel();
    await job?.outcome.catch(() => undefined);
  }

  async cancelJobs(): Promise<void> {
    await this.#jobs.stop();
  }

  #result(name: string, scope: ScriptScope): ResultSource {
    const rows = scope.rows(name);
    if (rows?.kind !== 'result') {
      throw cursorFault(`Result set ${name} is not declared.`);
    }
    return rows;
  }

  async #take(into: readonly string[], row: ReadonlyMap<string, Typed> | undefined, scope: ScriptScope): Promise<void> {
    const values = row === undefined ? into.map(() => nullOf()) : [...row.values()];
    for (const [at, name] of into.entries()) {
      const value = values[at];
      // There may be fewer columns than variables: the rest stay as they are.
      if (value !== undefined) {
        await this.#put(name, value, scope);
      }
    }
  }

  /** Runs a statement, with or without parentheses around it; EXECUTE IMMEDIATE may compute its text. */
  async query(piece: Piece, scope: ScriptScope, values: readonly Typed[] = []): Promise<Outcome> {
    const bare = withoutParentheses(piece);
    const nested = nestedCall(bare, scope);
    if (nested !== undefined) {
      return nested.procedure.run(await this.#values(nested.args, scope));
    }
    const outcome =
      bare[0]?.value === 'EXECUTE' && bare[1]?.value === 'IMMEDIATE'
        ? await this.#immediate(bare.slice(2), scope)
        : await this.#host.run(writePiece(bare, scope.locals(), false), scope.locals(), values);
    if (outcome.queryId !== undefined) {
      this.#status.noteId(outcome.queryId);
    }
    for (const [name, value] of outcome.out ?? []) {
      await this.#put(name, value, scope);
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
      return this.cursors.opened(source[2]?.value ?? '', scope).open.outcome;
    }
    const known = source.length === 1 ? scope.rows(source[0]?.value ?? '') : undefined;
    if (known === undefined) {
      return this.query(source, scope);
    }
    if (known.kind === 'cursor') {
      return known.open?.outcome ?? this.rows(known.source, scope);
    }
    if (known.job !== undefined && known.job.status === 'SUCCESS' && this.#jobs.isAwaited(known.job)) {
      known.outcome = await known.job.outcome;
    }
    if (known.job !== undefined && known.outcome === undefined) {
      throw cursorFault(`Result set ${source[0]?.value} has to be awaited before it is read.`);
    }
    if (known.outcome === undefined) {
      throw cursorFault(`Result set ${source[0]?.value} has not been given a query.`);
    }
    return known.outcome;
  }

  /** The cursor a FOR goes through, opened where it is not; undefined when it goes through other rows. */
  async walk(source: Piece, scope: ScriptScope): Promise<WalkedCursor | undefined> {
    const name = source[0]?.value ?? '';
    const cursor = source.length === 1 ? scope.rows(name) : undefined;
    if (cursor?.kind !== 'cursor') {
      return undefined;
    }
    const opened = cursor.open === undefined;
    const open = cursor.open ?? (await this.cursors.open(name, [], scope));
    return { open, opened, close: () => (cursor.open = undefined) };
  }

  async fetch(name: string, into: readonly string[], scope: ScriptScope): Promise<void> {
    await this.#take(into, this.cursors.fetch(name, scope), scope);
  }
}
