import { constant, type Typed } from '../compile/typed.js';
import { toSnowflakeError, cancelled } from '../duckdb-errors.js';
import { SnowflakeError } from '../errors.js';
import { quoteString } from '../lexer.js';
import { TEXT, number, type SqlType } from '../types/sql-type.js';
import type { Block, Handler, Step } from './ast.js';
import { notInferred } from './check-block.js';
import { Handling } from './handling.js';
import { Loops, ON, type Ending, type Returned } from './loops.js';
import { nestedProcedure } from './nested-procedure.js';
import { isPlain } from './pieces.js';
import { readValue, withLocals } from './outcome-values.js';
import { ScriptScope, writePiece } from './scope.js';
import { ScriptStatements, type ScriptHost } from './statements.js';
import { inExpression, Uncaught } from './uncaught.js';

/** Runs a block; undefined when it ends without RETURN, or returns nothing. */
export async function runBlock(
  host: ScriptHost,
  sql: string,
  block: Block,
  returns: SqlType | undefined,
  scope = new ScriptScope(),
): Promise<Returned | undefined> {
  const uncaught = new Uncaught(sql);
  const run = new BlockRun(host, scope, uncaught, returns, block.body);
  try {
    const ending = await run.block(block, scope);
    return ending.kind === 'return' ? ending.returned : undefined;
  } catch (error) {
    throw uncaught.tell(toSnowflakeError(error));
  } finally {
    await run.cancelJobs();
  }
}

class BlockRun {
  readonly #host: ScriptHost;
  readonly #statements: ScriptStatements;
  readonly #loops: Loops;
  readonly #uncaught: Uncaught;
  readonly #handling: Handling;
  readonly #returns: SqlType | undefined;
  /** The statements of the outermost block itself. */
  readonly #direct: ReadonlySet<Step>;

  /** @param returns - the type a value is returned as; its own where that is left open */
  constructor(
    host: ScriptHost,
    status: ScriptScope,
    uncaught: Uncaught,
    returns: SqlType | undefined,
    direct: readonly Step[],
  ) {
    this.#host = host;
    this.#statements = new ScriptStatements(host, status);
    this.#loops = new Loops(this.#statements, (steps, scope) => this.#within(steps, scope));
    this.#uncaught = uncaught;
    this.#handling = new Handling(uncaught);
    this.#returns = returns;
    this.#direct = new Set(direct);
  }

  /** Nothing goes on after the block: jobs nobody waited for are cancelled. */
  cancelJobs(): Promise<void> {
    return this.#statements.cancelJobs();
  }

  /** What fails in the DECLARE section is for the blocks around. */
  async block({ declarations, body, handlers }: Block, outer: ScriptScope): Promise<Ending> {
    let scope = new ScriptScope(outer, handlers);
    for (const step of declarations) {
      await this.#step(step, scope, false);
      // What is declared after a nested procedure is out of its sight.
      scope = step.kind === 'declare-procedure' ? new ScriptScope(scope) : scope;
    }
    try {
      return await this.#steps(body, scope, true);
    } catch (error) {
      const fault = toSnowflakeError(error);
      return this.#handle(fault, this.#handling.find(fault, handlers, scope), handlers, scope);
    }
  }

  /** Runs a handler. @throws the error when there is none */
  async #handle(
    fault: SnowflakeError,
    handler: Handler | undefined,
    handlers: readonly Handler[],
    scope: ScriptScope,
  ): Promise<Ending> {
    if (handler === undefined || this.#host.signal.aborted) {
      throw fault;
    }
    const inner = new ScriptScope(scope, []);
    inner.declare('SQLCODE', constant(String(Number(fault.code)), number()));
    inner.declare('SQLERRM', constant(quoteString(fault.message), TEXT));
    inner.declare('SQLSTATE', constant(quoteString(fault.sqlState), TEXT));
    inner.declareException('', fault);
    try {
      return await this.#steps(handler.body, inner, false);
    } catch (error) {
      const later = toSnowflakeError(error);
      this.#handling.leave(later, handlers);
      throw later;
    }
  }

  /** Goes on where the first handler that fits says CONTINUE. @throws the error where it does not */
  #resume(fault: SnowflakeError, scope: ScriptScope): Promise<Ending> {
    const handler = this.#handling.find(fault, scope.handlers, scope);
    return this.#handle(fault, handler?.resumes === true ? handler : undefined, scope.handlers, scope);
  }

  /** @param resumes - whether an error may be resumed after the statement that failed, and not only further out */
  async #steps(steps: readonly Step[], scope: ScriptScope, resumes: boolean): Promise<Ending> {
    for (const step of steps) {
      const ending = await this.#step(step, scope, resumes);
      if (ending.kind !== 'on') {
        return ending;
      }
    }
    return ON;
  }

  /** Runs what stands in a branch or a loop: where that fails, the next statement is the one after it, or its next round. */
  async #within(steps: readonly Step[], scope: ScriptScope): Promise<Ending> {
    try {
      return await this.#steps(steps, new ScriptScope(scope), false);
    } catch (error) {
      return this.#resume(toSnowflakeError(error), scope);
    }
  }

  async #step(step: Step, scope: ScriptScope, resumes: boolean): Promise<Ending> {
    if (this.#host.signal.aborted) {
      throw cancelled();
    }
    try {
      return await this.#act(step, scope);
    } catch (error) {
      const fault = toSnowflakeError(error);
      this.#uncaught.note(fault, step, scope);
      if (!resumes) {
        throw fault;
      }
      return this.#resume(fault, scope);
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
      case 'declare-procedure':
        scope.declareProcedure(
          step.name,
          nestedProcedure(step, scope, {
            statements: this.#statements,
            typeOf: (piece) => this.#host.readType(writePiece(piece, new Map(), false)),
            block: (block, inner) => this.block(block, inner),
          }),
        );
        return ON;
      case 'assign':
        await this.#statements.assign(step.name, step.value, scope);
        return ON;
      case 'if':
        return this.#branch(step, scope);
      case 'count':
        return this.#loops.count(step, scope);
      case 'each':
        return this.#loops.each(step, scope);
      case 'while':
        return this.#loops.while(step, scope);
      case 'repeat':
        return this.#loops.until(step, scope);
      case 'loop':
        return this.#loops.repeat(step.body, scope, async () => true);
      case 'break':
      case 'continue':
        return { kind: step.kind, label: step.label };
      case 'return':
        return { kind: 'return', returned: await this.#returned(step, scope) };
      case 'raise':
        throw this.#raised(step.name, scope);
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
        await this.#statements.cursors.open(step.name, step.values, scope);
        return ON;
      case 'fetch':
        await this.#statements.fetch(step.name, step.into, scope);
        return ON;
      case 'close':
        this.#statements.cursors.close(step.name, scope);
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
    if (type === undefined && value.type.kind === 'variant') {
      throw notInferred(step.name, this.#uncaught.placeOf(step));
    }
    return this.#statements.fit(value, type ?? widest(value.type), scope);
  }

  #raised(name: string | undefined, scope: ScriptScope): SnowflakeError {
    const fault = scope.exception(name ?? '');
    if (fault === undefined) {
      return new SnowflakeError('000904', '42000', `SQL compilation error:\ninvalid identifier '${name}'`);
    }
    return name === undefined ? fault : this.#handling.raise(fault);
  }

  async #branch({ operand, branches, otherwise }: Extract<Step, { kind: 'if' }>, scope: ScriptScope): Promise<Ending> {
    for (const { when, body } of branches) {
      const holds =
        operand === undefined
          ? await this.#loops.test(when, scope)
          : await this.#equal(
              await inExpression(operand, () => this.#statements.evaluate(operand, scope)),
              await inExpression(when, () => this.#statements.evaluate(when, scope)),
              scope,
            );
      if (holds) {
        return this.#within(body, scope);
      }
    }
    return this.#within(otherwise, scope);
  }

  async #equal(left: Typed, right: Typed, scope: ScriptScope): Promise<boolean> {
    const locals = withLocals(withLocals(scope.locals(), 'SF$LEFT', left), 'SF$RIGHT', right);
    return (await readValue(await this.#host.run('SELECT $SF$LEFT = $SF$RIGHT', locals))).literal === 'true';
  }

  /** Only a plain value that the outermost block itself returns becomes what the procedure says it returns. */
  async #returned(step: Extract<Step, { kind: 'return' }>, scope: ScriptScope): Promise<Returned | undefined> {
    const { value } = step;
    if (value[0]?.value === 'TABLE' && value[1]?.text === '(') {
      return { kind: 'table', outcome: await this.#statements.rows(value.slice(2, -1), scope) };
    }
    if (value.length === 0) {
      return undefined;
    }
    const outcome = await this.#statements.value(value, scope);
    const returns = this.#direct.has(step) && isPlain(value) ? this.#returns : undefined;
    return {
      kind: 'value',
      outcome: returns === undefined ? outcome : await this.#statements.fitted(outcome, returns, scope),
    };
  }
}

/** A variable that declares no type takes its first value's, without its size; a fraction makes it a FLOAT. */
function widest(type: SqlType): SqlType {
  if (type.kind === 'number') {
    return type.scale > 0 ? { kind: 'float' } : number(38);
  }
  return type.kind === 'text' ? TEXT : type;
}
