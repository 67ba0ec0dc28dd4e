import type { SnowflakeError } from '../errors.js';
import type { Handler } from './ast.js';
import type { ScriptScope } from './scope.js';
import type { Uncaught } from './uncaught.js';

/** Finds the WHEN an error is for. */
export class Handling {
  readonly #uncaught: Uncaught;
  /** What failed while an error was handled is for the blocks around, not for the same EXCEPTION section again. */
  readonly #past = new WeakMap<SnowflakeError, readonly Handler[]>();

  constructor(uncaught: Uncaught) {
    this.#uncaught = uncaught;
  }

  /** The first that fits; a declared exception is known by what it is, since another may bear its name. */
  find(fault: SnowflakeError, handlers: readonly Handler[], scope: ScriptScope): Handler | undefined {
    return this.#past.get(fault) === handlers
      ? undefined
      : handlers.find(({ names }) => names.some((name) => this.#fits(name, fault, scope)));
  }

  #fits(name: string, fault: SnowflakeError, scope: ScriptScope): boolean {
    const declared = scope.exception(name);
    return name === 'OTHER' || (declared === undefined ? name === this.#uncaught.typeOf(fault) : declared === fault);
  }

  /** Lets out an error that came up while these handlers worked. */
  leave(fault: SnowflakeError, handlers: readonly Handler[]): void {
    this.#past.set(fault, handlers);
  }

  /** A declared exception that is raised anew is another error each time. */
  raise(fault: SnowflakeError): SnowflakeError {
    this.#past.delete(fault);
    this.#uncaught.forget(fault);
    return fault;
  }
}
