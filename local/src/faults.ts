import { REQUEST_KINDS, type RequestKind } from './request-log.js';

/** What a client gets instead of, or before, the answer. */
export type FaultResponse =
  /** An answer of your own. */
  | { readonly status: number; readonly body?: string; readonly contentType?: string }
  /** The answer, that many milliseconds late. */
  | { readonly delayMs: number }
  /** The connection is reset. */
  | 'reset'
  /** The true answer, cut in the middle. */
  | 'truncate'
  /** Nothing ever comes. */
  | 'hang';

/** A fault to play to a client, so that a test can see what it does. */
export interface Fault {
  /** Which requests it strikes. */
  readonly on: RequestKind;
  /** How many of them, in the order they come. @defaultValue 1 */
  readonly times?: number;
  readonly respond: FaultResponse;
  /**
   * `before`: the engine never sees the request. `after`: the engine does what was asked, and the answer is lost; a
   * query is registered and runs, and its fault does not wait for its end.
   *
   * @defaultValue `'before'`
   */
  readonly when?: 'before' | 'after';
}

interface Armed {
  readonly fault: Fault;
  left: number;
}

/** The faults that are still to come. */
export class Faults {
  readonly #armed: Armed[] = [];

  /**
   * Adds a fault. Of several for the same requests, the one added first strikes first.
   *
   * @throws TypeError when `on` is no kind of request, or `times` is not a whole number above 0
   */
  add(fault: Fault): void {
    if (!REQUEST_KINDS.includes(fault.on)) {
      throw new TypeError(`faults.add: on must be one of ${REQUEST_KINDS.join(', ')}.`);
    }
    const times = fault.times ?? 1;
    if (times !== Infinity && (!Number.isInteger(times) || times < 1)) {
      throw new TypeError('faults.add: times must be a whole number above 0, or Infinity.');
    }
    this.#armed.push({ fault, left: times });
  }

  /** Forgets every fault. */
  clear(): void {
    this.#armed.length = 0;
  }

  /** Takes the next fault for a request of this kind, if there is one. */
  take(kind: RequestKind): Fault | undefined {
    const index = this.#armed.findIndex(({ fault }) => fault.on === kind);
    const armed = this.#armed[index];
    if (armed === undefined) {
      return undefined;
    }
    armed.left -= 1;
    if (armed.left === 0) {
      this.#armed.splice(index, 1);
    }
    return armed.fault;
  }
}
