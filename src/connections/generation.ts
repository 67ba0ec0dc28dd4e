import type { SharedWork } from './shared-work.js';

/** One raw connection from its opening to its end, and the work that holds it. */
export class Generation<Raw> {
  /** From 1, one more at every reconnect. */
  readonly number: number;
  readonly opening: SharedWork<Raw>;
  /** When something last succeeded on it, as `performance.now()` counts. */
  lastSuccess = -Infinity;
  #raw: Raw | undefined;
  #leases = 0;
  #isRetired = false;
  #onDrained: (() => void) | undefined;
  #drainTimer: NodeJS.Timeout | undefined;

  constructor(number: number, opening: SharedWork<Raw>) {
    this.number = number;
    this.opening = opening;
    // Whoever waits for the opening is told of its failure.
    this.#keep(opening.outcome).catch(() => undefined);
  }

  /** Undefined while it is opened. */
  get raw(): Raw | undefined {
    return this.#raw;
  }

  /** True once nobody may begin anything on it any more. */
  get isRetired(): boolean {
    return this.#isRetired;
  }

  /** Holds it; the returned function lets go, once. */
  lease(): () => void {
    this.#leases += 1;
    let isHeld = true;
    return () => {
      if (isHeld) {
        isHeld = false;
        this.#leases -= 1;
        this.#checkDrained();
      }
    };
  }

  /** No new work begins on it. Resolves when the work on it has ended, or after the time. */
  async retire(limitMs: number): Promise<void> {
    this.#isRetired = true;
    await new Promise<void>((resolve) => {
      this.#onDrained = resolve;
      this.limitDrain(limitMs);
      this.#checkDrained();
    });
    clearTimeout(this.#drainTimer);
  }

  /** Sets anew how long the work on it may still take, in milliseconds. */
  limitDrain(limitMs: number): void {
    clearTimeout(this.#drainTimer);
    this.#drainTimer = setTimeout(() => this.#onDrained?.(), limitMs);
    this.#drainTimer.unref();
  }

  async #keep(opening: Promise<Raw>): Promise<void> {
    this.#raw = await opening;
    this.lastSuccess = performance.now();
  }

  #checkDrained(): void {
    if (this.#leases === 0) {
      this.#onDrained?.();
    }
  }
}
