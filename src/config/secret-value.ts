import { inspect } from 'node:util';

import { ConfigurationError } from '../errors.js';
import type { Secret } from '../secret.js';

/** Gives a secret at login time; called again at every reset. */
export type SecretSource<T = string> = () => T | Promise<T>;

/** A secret as the settings hold it: the value itself, or the function that will give it. */
export type SecretValue<T = string> = Secret<T> | ProvidedSecret<T>;

const HIDDEN = '[secret, given by a function at login]';

/** A secret that is asked for at login. It never prints itself, nor the function's source. */
export class ProvidedSecret<T = string> {
  readonly #provide: () => unknown;
  readonly #parameter: string;
  readonly #source: string;
  readonly #accepts: (value: unknown) => value is T;

  constructor(
    provide: () => unknown,
    origin: { readonly parameter: string; readonly source: string },
    accepts: (value: unknown) => value is T,
  ) {
    this.#provide = provide;
    this.#parameter = origin.parameter;
    this.#source = origin.source;
    this.#accepts = accepts;
  }

  /**
   * Asks the function for the secret.
   *
   * @throws ConfigurationError when the function fails or gives something that cannot be the secret. The function's
   * own error is not attached, because clients of secret stores put their credentials into their errors; its name and
   * message are told.
   */
  async reveal(): Promise<T> {
    let value: unknown;
    try {
      value = await this.#provide();
    } catch (error) {
      throw this.#problem(`the function that gives it failed: ${describeFailure(error)}`);
    }
    if (!this.#accepts(value)) {
      throw this.#problem(`the function that gives it returned ${describeKind(value)}; it must return the secret.`);
    }
    return value;
  }

  toString(): string {
    return HIDDEN;
  }

  toJSON(): string {
    return HIDDEN;
  }

  [inspect.custom](): string {
    return HIDDEN;
  }

  #problem(message: string): ConfigurationError {
    return new ConfigurationError([{ parameter: this.#parameter, source: this.#source, message }]);
  }
}

/**
 * The secret itself, asked for now when a function gives it.
 *
 * @throws ConfigurationError when the function fails or gives something that cannot be the secret.
 */
export async function revealSecret<T>(secret: SecretValue<T>): Promise<T> {
  return secret.reveal();
}

function describeFailure(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : `it threw ${describeKind(error)}.`;
}

function describeKind(value: unknown): string {
  if (value === '') {
    return 'empty text';
  }
  return value === null || value === undefined ? 'nothing' : `a value of type ${typeof value}`;
}
