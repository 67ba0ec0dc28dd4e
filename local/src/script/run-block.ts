import type { Outcome } from '../commands/command.js';
import { constant, type Typed } from '../compile/typed.js';
import { toSnowflakeError, cancelled } from '../duckdb-errors.js';
import { SnowflakeError } from '../errors.js';
import { quoteString } from '../lexer.js';
import { BOOLEAN, TEXT, number, type SqlType } from '../types/sql-type.js';
import type { Block, Handler, LoopBody, Piece, Step } from './ast.js';
import { readValue, rowsAsValues, withLocals } from './outcome-values.js';
import { ScriptScope, fieldVariable, writePiece } from './scope.js';
import { ScriptStatements, numberValue, type ScriptHost } from './statements.js';
import { Uncaught } from './uncaught.js';

/** How a stretch of a block ended. */
type Ending =
  | { readonly kind: 'on' }
  | { readonly kind: 'break' | 'continue'; readonly label: string | undefined }
  | { readonly kind: 'return'; readonly outcome: Outcome | undefined };

const ON: Ending = { kind: 'on' };

/** Runs a block; undefined when it ends without RETURN. */
export async function runBlock(
  host: ScriptHost,
  sql: string,
  block: Block,
  scope = new ScriptScope(),
): Promise<Outcome | undefined> {
  const uncaught = new Uncaught(sql);
  const run = new BlockRun(host, scope, uncaught);
  try {
    const ending = await run.block(block, scope);
    return ending.kind === 'return' ? ending.outcome : undefined;
  } catch (error) {
    throw uncaught.tell(toSnowflakeError(error));
  } finally {
    await run.cancelJobs();
  }
}

class BlockRun {
  readonly #host: ScriptHost;
  readonly #statements: ScriptStatements;
  readonly #uncaught: Uncaught;

  constructor(host: ScriptHost, status: ScriptScope, uncaught: Uncaught) {
    this.#host = host;
    this.#statements = new ScriptStatements(host, status);
    this.#uncaught = uncaught;
  }

  /** Nothing goes on after the block: jobs nobody waited for are cancelled. */
  cancelJobs(): Promise<void> {
    return this.#statements.cancelJobs();
  }

  async block({ declarations, body, handlers }: Block, outer: ScriptScope): Promise<Ending> {
    const scope = new ScriptScope(
      outer,
      handlers.filter(({ resumes }) => resumes),
    );
    try {
      await this.#steps(declarations, scope);
      return await this.#steps(body, scope);
    } catch (error) {
      const fault = toSnowflakeError(error);
      return this.#handle(fault, handlers, scope);
    }
  }

  /** Runs what an EXCEPTION section says of an error. @throws the error when it says nothing */
  async #handle(fault: SnowflakeError, handlers: readonly Handler[], scope: ScriptScope): Promise<Ending> {
    const handler = handlers.find(({ names }) =>
      names.some((name) => name === 'OTHER' || name === this.#uncaught.typeOf(fault)),
    );
    if (handler === undefined || this.#host.signal.aborted) {
      throw fault;
    }
    // What fails in a handler is not its own to handle.
    const inner = new ScriptScope(scope, []);
    inner.declare('SQLCODE', constant(String(Number(fault.code)), number()));
    inner.declare('SQLERRM', constant(quoteString(fault.message), TEXT));
    inner.declare('SQLSTATE', constant(quoteString(fault.sqlState), TEXT));
    inner.declareException('', fault);
    return this.#steps(handler.body, inner);
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
    try {
      return await this.#act(step, scope);
    } catch (error) {
      const fault = toSnowflakeError(error);
      this.#uncaught.note(fault, step, scope);
      return this.#handle(fault, scope.resuming, scope);
    }
  }

  async #act(step: Step, scope: ScriptScope): Promise<Ending> {
    switch (step.kind) {
      case 'declare':
        scope.declare(step.name, await this.#initial(step, scope));
        return ON;
      case 'declare-cursor':
        scope.declareRows(step.name, { kind: 'cursor', source: step.source, open: undefined });
        return ON;
      case 'declare-result':
        scope.declareRows(step.name, {
          kind: 'result',
          outcome: undefined,
          job: undefined,
        });
        if (step.query !== undefined) {
          await this.#statements.assign(step.name, step.query, scope);
        }
        return ON;
      case 'declare-exception':
        scope.declareException(step.name, new SnowflakeError(step.code, 'P0001', step.message));
        return ON;
      case 'assign':
        await this.#statements.assign(step.name, step.value, scope);
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
        return { kind: step.kind, label: step.label };
      case 'return':
        return { kind: 'return', outcome: await this.#returned(step.value, scope) };
      case 'raise':
        throw (
          scope.exception(step.name ?? '') ??
          new SnowflakeError('000904', '42000', `SQL compilation error:\ninvalid identifier '${step.name}'`)
        );
      case 'block':
        return this.block(step.block, scope);
      case 'async':
        await this.#statements.start(step.text, scope);
        return ON;
      case 'await':
        await this.#statements.await(step.name, scope);
        return ON;
      case 'cancel':
        await this.#statements.cancel(step.name, scope);
        return ON;
      case 'open':
        await this.#statements.open(step.name, step.values, scope);
        return ON;
      case 'fetch':
        await this.#statements.fetch(step.name, step.into, scope);
        return ON;
      case 'close':
        this.#statements.close(step.name, scope);
        return ON;
      case 'sql':
        await this.#statements.run(step, scope);
        return ON;
      default:
        return step satisfies never;
    }
  }

  async #initial(step: Extract<Step, { kind: 'declare' }>, scope: ScriptScope): Promise<Typed> {
    const type = step.type.length === 0 ? undefined : this.#host.readType(writePiece(step.type, scope.locals(), false));
    const value =
      step.value === undefined
        ? constant('NULL', { kind: 'null' }, true)
        : await this.#statements.evaluate(step.value, scope);
    return this.#statements.fit(value, type ?? widest(value.type), scope);
  }

  async #test(piece: Piece, scope: ScriptScope): Promise<boolean> {
    const value = this.#host.cast(await this.#statements.evaluate(piece, scope), BOOLEAN);
    return (await this.#statements.fit(value, BOOLEAN, scope)).literal === 'true';
  }

  async #branch({ operand, branches, otherwise }: Extract<Step, { kind: 'if' }>, scope: ScriptScope): Promise<Ending> {
    for (const { when, body } of branches) {
      const inner = new ScriptScope(scope);
      const holds =
        operand === undefined
          ? await this.#test(when, scope)
          : await this.#equal(
              await this.#statements.evaluate(operand, scope),
              await this.#statements.evaluate(when, scope),
              scope,
            );
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

  async #loop({ steps, label }: LoopBody, scope: ScriptScope, goesOn: () => Promise<boolean>): Promise<Ending> {
    while (await goesOn()) {
      const ending = await this.#steps(steps, new ScriptScope(scope));
      const ofAnother = 'label' in ending && ending.label !== undefined && ending.label !== label;
      if (ending.kind === 'return' || ofAnother) {
        return ending;
      }
      if (ending.kind === 'break') {
        return ON;
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
    const [first, last] = [
      await this.#statements.evaluate(from, scope),
      await this.#statements.evaluate(to, scope),
    ].map(({ literal }) => Number(literal));
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
    const rows = await rowsAsValues(await this.#statements.rows(source, scope));
    const inner = new ScriptScope(scope);
    let at = -1;
    return this.#loop(body, inner, async () => {
      at += 1;
      for (const [column, value] of rows[at] ?? []) {
        inner.declare(fieldVariable(name, column), value);
      }
      return at < rows.length;
    });
  }

  async #returned(value: Piece, scope: ScriptScope): Promise<Outcome | undefined> {
    if (value[0]?.value === 'TABLE' && value[1]?.text === '(') {
      return this.#statements.rows(value.slice(2, -1), scope);
    }
    return value.length === 0 ? undefined : this.#statements.value(value, scope);
  }
}

/** A variable that declares no type takes its first value's, without its size. */
function widest(type: SqlType): SqlType {
  if (type.kind === 'number') {
    return number(38, type.scale);
  }
  return type.kind === 'text' ? TEXT : type;
}
