import { cancelled, toSnowflakeError } from '../duckdb-errors.js';
import type { StatementResult } from '../statement.js';

/**
 * The statements of a session that run now, each until its rows have been read. Stopping cancels them and waits for the
 * last one to end.
 */
export class RunningWork {
  readonly #stopping = new AbortController();
  readonly #running = new Set<Promise<void>>();

  /** Runs a statement with a signal that stops it when the caller cancels it or the session closes. */
  async run(signal: AbortSignal, work: (signal: AbortSignal) => Promise<StatementResult>): Promise<StatementResult> {
    if (this.#stopping.signal.aborted) {
      throw cancelled();
    }
    let end: () => void = () => {};
    const running = new Promise<void>((resolve) => {
      end = resolve;
    });
    this.#running.add(running);
    const ended = (): void => {
      this.#running.delete(running);
      end();
    };
    try {
      const { rows, ...result } = await work(AbortSignal.any([signal, this.#stopping.signal]));
      return { ...result, rows: readToEnd(rows, ended) };
    } catch (error) {
      ended();
      throw toSnowflakeError(error);
    }
  }

  /** True while a statement runs. */
  get busy(): boolean {
    return this.#running.size > 0;
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await Promise.all(this.#running);
  }
}

async function* readToEnd(rows: StatementResult['rows'], ended: () => void): StatementResult['rows'] {
  try {
    yield* rows;
  } catch (error) {
    throw toSnowflakeError(error);
  } finally {
    ended();
  }
}
