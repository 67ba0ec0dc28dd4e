import { cancelled, toSnowflakeError } from '../duckdb-errors.js';

/** The statements of a session that run now. Stopping cancels them and waits for the last one to end. */
export class RunningWork {
  readonly #stopping = new AbortController();
  readonly #running = new Set<Promise<unknown>>();

  /** Runs a statement with a signal that stops it when the caller cancels it or the session closes. */
  async run<T>(signal: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    if (this.#stopping.signal.aborted) {
      throw cancelled();
    }
    const running = work(AbortSignal.any([signal, this.#stopping.signal]));
    this.#running.add(running);
    try {
      return await running;
    } catch (error) {
      throw toSnowflakeError(error);
    } finally {
      this.#running.delete(running);
    }
  }

  /** True while a statement runs. */
  get busy(): boolean {
    return this.#running.size > 0;
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await Promise.allSettled(this.#running);
  }
}
