import type { Outcome } from '../commands/command.js';
import { constant, type Typed } from '../compile/typed.js';
import { toSnowflakeError, cancelled } from '../duckdb-errors.js';
import { SnowflakeError } from '../errors.js';
import { quoteString } from '../lexer.js';
import { BOOLEAN, TEXT, number, type SqlType } from '../types/sql-type.js';
import type { Block, Piece, Step } from './ast.js';
import { readValue, rowsAsValues, withLocals } from './outcome-values.js';
import { ScriptScope, writePiece } from './scope.js';

/** What a block runs in. */
export interface ScriptHost {
  readonly signal: AbortSignal;
  /** Runs one statement, with variables in sight. */
  run(sql: string, locals: ReadonlyMap<string, Typed>): Promise<Outcome>;
  /** Casts a value to the type a variable was declared with. */
  cast(value: Typed, type: SqlType): Typed;
  /** Reads a type's name. */
  readType(text: string): SqlType;
}

/** How a stretch of a block ended. */
type Ending =
  | { readonly kind: 'on' | 'break' | 'continue' }
  | { readonly kind: 'return'; readonly outcome: Outcome | undefined };

const ON: Ending = { kind: 'on' };

/** Runs a block; undefined when it ends without RETURN. */
export async function runBlock(
  host: ScriptHost,
  block: Block,
  scope = new ScriptScope(),
): Promise<Outcome | undefined> {
  const ending = await new BlockRun(host, scope).block(block, scope);
  return ending.kind === 'return' ? ending.outcome : undefined;
}

class BlockRun {
  readonly #host: ScriptHost;
  /** Outside of every block: what the last statement did is known to all. */
  readonly #status: ScriptScope;

  constructor(host: ScriptHost, status: ScriptScope) {
    this.#host = host;
    this.#status = status;
  }

  async block({ declarations, body, handlers }: Block, outer: ScriptScope): Promise<Ending> {
    const scope = new ScriptScope(outer);
    try {
      await this.#steps(declarations, scope);
      return await this.#steps(body, scope);
    } catch (error) {
      const fault = toSnowflakeError(error);
      const handler = handlers.find(({ names }) => names.some((name) => catches(name, fault, scope)));
      if (handler === undefined || this.#host.signal.aborted) {
        throw error;
      }
      const inner = new ScriptScope(scope);
      inner.declare('SQLCODE', constant(String(Number(fault.code)), number()));
      inner.declare('SQLERRM', constant(quoteString(fault.message), TEXT));
      inner.declare('SQLSTATE', constant(quoteString(fault.sqlState), TEXT));
      inner.declareException('', fault);
      return this.#steps(handler.body, inner);
    }
  }

  async #steps(steps: readonly Step[], scope: ScriptScope): Promise<Ending> {
    for (const step of steps) {
      const ending = await this.#step(step, scope);
      if (ending.kind !== 'on') {
        return ending;
      }
    }
    return ON;
  }

  async #step(step: Step, scope: ScriptScope): Promise<Ending> {
    if (this.#host.signal.aborted) {
      throw cancelled();
    }
    switch (step.kind) {
      case 'declare':
        scope.declare(step.name, await this.#initial(step, scope));
        return ON;
      case 'declare-rows':
        scope.declareRows(step.name, step.query);
        return ON;
      case 'declare-exception':
        scope.declareException(step.name, new SnowflakeError(step.code, 'P0001', step.message));
        return ON;
      case 'assign':
        await this.#assign(step.name, await this.#evaluate(step.value, scope), scope);
        return ON;
      case 'if':
        return this.#branch(step, scope);
      case 'count':
        return this.#count(step, scope);
      case 'each':
        return this.#each(step, scope);
      case 'while':
        return this.#loop(step.body, scope, () => this.#test(step.when, scope));
      case 'repeat':
        return this.#repeat(step, scope);
      case 'loop':
        return this.#loop(step.body, scope, async () => true);
      case 'break':
      case 'continue':
        return { kind: step.kind };
      case 'return':
        return { kind: 'return', outcome: await this.#returned(step.value, scope) };
      case 'raise':
        throw (
          scope.exception(step.name ?? '') ??
          new SnowflakeError('000904', '42000', `SQL compilation error:\ninvalid identifier '${step.name}'`)
        );
      case 'block':
        return this.block(step.block, scope);
      case 'sql':
        await this.#sql(step, scope);
        return ON;
      default:
        return step satisfies never;
    }
  }

  async #initial(step: Extract<Step, { kind: 'declare' }>, scope: ScriptScope): Promise<Typed> {
    const type = step.type.length === 0 ? undefined : this.#host.readType(this.#text(step.type, scope, false));
    const value =
      step.value === undefined ? constant('NULL', { kind: 'null' }, true) : await this.#evaluate(step.value, scope);
    return this.#fit(value, type ?? widest(value.type), scope);
  }

  async #assign(name: string, value: Typed, scope: ScriptScope): Promise<void> {
    const type = scope.typeOf(name);
    scope.assign(name, type === undefined || type.kind === 'null' ? value : await this.#fit(value, type, scope));
  }

  /** Casting is the database's work; what comes back is a plain value again. */
  async #fit(value: Typed, type: SqlType, scope: ScriptScope): Promise<Typed> {
    const cast = this.#host.cast(value, type);
    const outcome = await this.#host.run('SELECT $SF$VALUE', withLocals(scope.locals(), 'SF$VALUE', cast));
    return readValue(outcome);
  }

  async #evaluate(piece: Piece, scope: ScriptScope): Promise<Typed> {
    return readValue(await this.#host.run(`SELECT (${this.#text(piece, scope, true)})`, scope.locals()));
  }

  async #test(piece: Piece, scope: ScriptScope): Promise<boolean> {
    const value = this.#host.cast(await this.#evaluate(piece, scope), BOOLEAN);
    return (await this.#fit(value, BOOLEAN, scope)).literal === 'true';
  }

  #text(piece: Piece, scope: ScriptScope, bare: boolean): string {
    return writePiece(piece, scope.locals(), bare);
  }

  async #branch({ operand, branches, otherwise }: Extract<Step, { kind: 'if' }>, scope: ScriptScope): Promise<Ending> {
    for (const { when, body } of branches) {
      const inner = new ScriptScope(scope);
      const holds =
        operand === undefined
          ? await this.#test(when, scope)
          : await this.#equal(await this.#evaluate(operand, scope), await this.#evaluate(when, scope), scope);
      if (holds) {
        return this.#steps(body, inner);
      }
    }
    return this.#steps(otherwise, new ScriptScope(scope));
  }

  async #equal(left: Typed, right: Typed, scope: ScriptScope): Promise<boolean> {
    const locals = withLocals(withLocals(scope.locals(), 'SF$LEFT', left), 'SF$RIGHT', right);
    return (await readValue(await this.#host.run('SELECT $SF$LEFT = $SF$RIGHT', locals))).literal === 'true';
  }

  async #loop(body: readonly Step[], scope: ScriptScope, goesOn: () => Promise<boolean>): Promise<Ending> {
    while (await goesOn()) {
      const ending = await this.#steps(body, new ScriptScope(scope));
      if (ending.kind === 'break') {
        return ON;
      }
      if (ending.kind === 'return') {
        return ending;
      }
    }
    return ON;
  }

  #repeat({ body, until }: Extract<Step, { kind: 'repeat' }>, scope: ScriptScope): Promise<Ending> {
    let first = true;
    return this.#loop(body, scope, async () => {
      const again = first || !(await this.#test(until, scope));
      first = false;
      return again;
    });
  }

  async #count(
    { name, from, to, reverse, body }: Extract<Step, { kind: 'count' }>,
    scope: ScriptScope,
  ): Promise<Ending> {
    const [first, last] = [await this.#evaluate(from, scope), await this.#evaluate(to, scope)].map(({ literal }) =>
      Number(literal),
    );
    const [low, high] = [first ?? 0, last ?? -1];
    const inner = new ScriptScope(scope);
    let at = reverse ? high + 1 : low - 1;
    return this.#loop(body, inner, async () => {
      at += reverse ? -1 : 1;
      inner.declare(name, numberValue(at));
      return at >= low && at <= high;
    });
  }

  async #each({ name, source, body }: Extract<Step, { kind: 'each' }>, scope: ScriptScope): Promise<Ending> {
    const rows = await rowsAsValues(await this.#rows(source, scope));
    const inner = new ScriptScope(scope);
    let at = -1;
    return this.#loop(body, inner, async () => {
      at += 1;
      for (const [column, value] of rows[at] ?? []) {
        inner.declare(`${name}$${column}`, value);
      }
      return at < rows.length;
    });
  }

  /** The rows of a cursor or result set, or of a query in parentheses. */
  async #rows(source: Piece, scope: ScriptScope): Promise<Outcome> {
    const known = source.length === 1 ? scope.rows(source[0]?.value ?? '') : undefined;
    if (known !== undefined && 'rows' in known) {
      return known;
    }
    return this.#host.run(this.#text(known ?? source, scope, false), scope.locals());
  }

  async #returned(value: Piece, scope: ScriptScope): Promise<Outcome | undefined> {
    if (value[0]?.value === 'TABLE' && value[1]?.text === '(') {
      return this.#rows(value.slice(2, -1), scope);
    }
    if (value.length === 0) {
      return undefined;
    }
    return this.#host.run(`SELECT (${this.#text(value, scope, true)})`, scope.locals());
  }

  async #sql({ text, into }: Extract<Step, { kind: 'sql' }>, scope: ScriptScope): Promise<void> {
    const outcome = await this.#host.run(this.#text(text, scope, false), scope.locals());
    const [row] = await rowsAsValues(outcome);
    const changed = changedRows(outcome, row);
    this.#status.declare('SQLROWCOUNT', numberValue(changed));
    this.#status.declare('SQLFOUND', constant(String(changed > 0), BOOLEAN));
    const values = [...(row ?? [])].map(([, value]) => value);
    for (const [at, name] of into.entries()) {
      await this.#assign(name, values[at] ?? constant('NULL', { kind: 'null' }, true), scope);
    }
  }
}

/** A variable that declares no type takes its first value's, without its size. */
function widest(type: SqlType): SqlType {
  if (type.kind === 'number') {
    return number(38, type.scale);
  }
  return type.kind === 'text' ? TEXT : type;
}

/** What a change of data counted; a query counts its rows. */
function changedRows({ columns }: Outcome, row: ReadonlyMap<string, Typed> | undefined): number {
  return columns
    .filter(({ name }) => /^number of rows (?:inserted|updated|deleted)/.test(name))
    .reduce((sum, { name }) => sum + Number(row?.get(name)?.literal ?? 0), 0);
}

function numberValue(value: number): Typed {
  return { ...constant(String(value), number()), literal: String(value) };
}

function catches(name: string, fault: SnowflakeError, scope: ScriptScope): boolean {
  return (
    name === 'OTHER' || scope.exception(name) === fault || (name === 'STATEMENT_ERROR' && fault.sqlState !== 'P0001')
  );
}
