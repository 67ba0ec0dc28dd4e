import { setImmediate as nextTurn } from 'node:timers/promises';

/** The longest that reading rows may hold the event loop before others get their turn, in milliseconds. */
const TURN_MS = 10;

/** Lets timers, sockets and other queries have their turn while a large result is read. */
export class Turns {
  #started = performance.now();

  /** Waits for the event loop's next turn when this one has lasted long enough. */
  async rest(): Promise<void> {
    if (performance.now() - this.#started > TURN_MS) {
      await nextTurn();
      this.#started = performance.now();
    }
  }
}
