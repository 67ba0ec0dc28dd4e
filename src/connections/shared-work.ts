import { AsyncResource } from 'node:async_hooks';

import { AbortedError } from '../errors.js';
import { onAbort } from '../on-abort.js';

/** Shared work belongs to no caller, so it must not run in the asynchronous context of the one who came first. */
const nobody = new AsyncResource('snowpark-session');

/** Work that several callers wait for together. A caller may leave; when the last one has left, the work is stopped. */
export class SharedWork<T> {
  /** How the work ends, for whoever looks without waiting in line. It never causes an unhandled rejection. */
  readonly outcome: Promise<T>;
  readonly #stop = new AbortController();
  #waiting = 0;
  #hasFailed = false;

  /**
   * @param work - Begins at once. When it is stopped, everyone is told at once, whether it heeds the signal or not.
   * @param discard - Takes what the work gives after it was stopped.
   */
  constructor(work: (signal: AbortSignal) => Promise<T>, discard: (value: T) => void = () => undefined) {
    const { signal } = this.#stop;
    this.outcome = new Promise<T>((resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
      nobody
        .runInAsyncScope(async () => work(signal))
        .then((value) => (signal.aborted ? discard(value) : resolve(value)), reject);
    });
    this.outcome.catch(() => {
      this.#hasFailed = true;
    });
  }

  /** True once the outcome is a failure. */
  get hasFailed(): boolean {
    return this.#hasFailed;
  }

  /** True once it was stopped: who comes now must start anew. */
  get isStopped(): boolean {
    return this.#stop.signal.aborted;
  }

  /**
   * Waits for the outcome, or until the caller's own signal.
   *
   * @throws AbortedError when the caller's signal stops the waiting.
   */
  async join(signal?: AbortSignal): Promise<T> {
    if (signal === undefined) {
      this.#waiting += 1;
      return this.outcome.finally(() => {
        this.#waiting -= 1;
      });
    }
    if (signal.aborted) {
      this.#stopIfAbandoned();
      throw new AbortedError(signal.reason);
    }
    return this.#joinUntil(signal);
  }

  /** Ends the work for everyone. */
  stop(reason: unknown): void {
    this.#stop.abort(reason);
  }

  async #joinUntil(signal: AbortSignal): Promise<T> {
    let stopListening: (() => void) | undefined;
    const left = new Promise<never>((_resolve, reject) => {
      stopListening = onAbort(signal, () => reject(new AbortedError(signal.reason)));
    });
    this.#waiting += 1;
    try {
      return await Promise.race([this.outcome, left]);
    } finally {
      this.#waiting -= 1;
      stopListening?.();
      if (signal.aborted) {
        this.#stopIfAbandoned();
      }
    }
  }

  #stopIfAbandoned(): void {
    if (this.#waiting === 0) {
      this.stop(new AbortedError('nobody waits for it any more'));
    }
  }
}
