import { SnowflakeError } from '../errors.js';
import { placeOf } from '../syntax/place.js';
import { toSnowflakeError } from '../duckdb-errors.js';
import type { Piece, Step } from './ast.js';
import { withoutParentheses } from './pieces.js';
import type { ScriptScope } from './scope.js';

/** What an error was called in the block it was raised in, and by which statement. */
interface Noted {
  readonly type: string;
  readonly at: number;
}

/** Where the expressions stand that errors come from, when their statement has several. */
const FAILED_AT = new WeakMap<SnowflakeError, number>();

/** Remembers at which of a statement's expressions it fails. @throws what the work throws */
export async function inExpression<T>(piece: Piece, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const fault = toSnowflakeError(error);
    const at = startOf(piece);
    if (at !== undefined && !FAILED_AT.has(fault)) {
      FAILED_AT.set(fault, at);
    }
    throw fault;
  }
}

/** An error of an expression is told where that begins, within its parentheses. */
function expressionAt(fault: SnowflakeError, step: Step): number {
  const value = 'value' in step ? step.value : undefined;
  return (value === undefined ? FAILED_AT.get(fault) : startOf(value)) ?? step.at;
}

function startOf(piece: Piece): number | undefined {
  return withoutParentheses(piece)[0]?.start;
}

/** Remembers where errors were raised: one that nobody catches tells it. */
export class Uncaught {
  readonly #sql: string;
  readonly #noted = new Map<SnowflakeError, Noted>();

  constructor(sql: string) {
    this.#sql = sql;
  }

  /** Called for every statement an error leaves; the first one raised it. */
  note(fault: SnowflakeError, step: Step, scope: ScriptScope): void {
    // What is wrong with the block itself is told as it is.
    if (!this.#noted.has(fault) && fault.code !== '092228') {
      const type =
        scope.nameOf(fault) ?? (step.kind === 'sql' || step.kind === 'await' ? 'STATEMENT_ERROR' : 'EXPRESSION_ERROR');
      this.#noted.set(fault, { type, at: type === 'EXPRESSION_ERROR' ? expressionAt(fault, step) : step.at });
    }
  }

  /** The name under which WHEN catches an error. */
  typeOf(fault: SnowflakeError): string | undefined {
    return this.#noted.get(fault)?.type;
  }

  /** Where a statement starts in the text of the block. */
  placeOf({ at }: { readonly at: number }): ReturnType<typeof placeOf> {
    return placeOf(this.#sql, at);
  }

  /** Nothing is known any more of where an error was raised. */
  forget(fault: SnowflakeError): void {
    this.#noted.delete(fault);
  }

  /** The error as whoever ran the block sees it. A statement that was cancelled tells nothing but that. */
  tell(fault: SnowflakeError): SnowflakeError {
    const noted = this.#noted.get(fault);
    if (noted === undefined || fault.code === '000604') {
      return fault;
    }
    const { line, position } = this.placeOf(noted);
    const where = `Uncaught exception of type '${noted.type}' on line ${line} at position ${position}`;
    const message = fault.message === '' ? where : `${where} : ${fault.message}`;
    return new SnowflakeError(fault.code, fault.sqlState, message, { line, position });
  }
}
