import { inspect } from 'node:util';

const HIDDEN = '[secret]';

/**
 * A value that never prints itself: not in `inspect`, JSON, string interpolation, or an error.
 *
 * It is opened in one place, when the driver's options are made.
 */
export class Secret<T = string> {
  readonly #value: T;

  constructor(value: T) {
    this.#value = value;
  }

  /** The value itself. Call it only at the moment of handing it to the driver. */
  reveal(): T {
    return this.#value;
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
}
