interface Waiting {
  readonly owner: object;
  readonly start: () => void;
}

/**
 * Lets statements run in the order they came: one at a time for each owner (a session), and no more than the limit
 * over all of them.
 */
export class StatementQueue {
  readonly #limit: number;
  readonly #busy = new Set<object>();
  readonly #waiting: Waiting[] = [];

  constructor(limit: number) {
    this.#limit = limit;
  }

  /**
   * Runs `work` when its turn comes.
   *
   * @throws the signal's reason, at once and without running `work`, when the signal aborts before the turn comes
   */
  async run<T>(owner: object, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    await this.#turn(owner, signal);
    try {
      return await work();
    } finally {
      this.#busy.delete(owner);
      this.#startNext();
    }
  }

  #turn(owner: object, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) {
        reject(asError(signal.reason));
        return;
      }
      const leave = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(waiting), 1);
        reject(asError(signal.reason));
      };
      const start = (): void => {
        signal.removeEventListener('abort', leave);
        resolve();
      };
      const waiting: Waiting = { owner, start };
      signal.addEventListener('abort', leave, { once: true });
      this.#waiting.push(waiting);
      this.#startNext();
    });
  }

  #startNext(): void {
    while (this.#busy.size < this.#limit) {
      const index = this.#waiting.findIndex(({ owner }) => !this.#busy.has(owner));
      const [next] = index === -1 ? [] : this.#waiting.splice(index, 1);
      if (next === undefined) {
        return;
      }
      this.#busy.add(next.owner);
      next.start();
    }
  }
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason));
}
