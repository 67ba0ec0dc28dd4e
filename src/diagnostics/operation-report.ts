import type { SnowparkError } from '../errors.js';
import { quietly } from '../quietly.js';
import type { Answer, Outcome } from './events.js';
import type { OperationObserver } from './observer.js';

/** Tells everyone who listens how one operation goes on. */
export class OperationReport {
  readonly #observers: readonly OperationObserver[];
  readonly #started = performance.now();
  #answeredMs: number | undefined;
  #queryId: string | undefined;
  #rows: number | undefined;
  #hasEnded = false;

  constructor(observers: readonly OperationObserver[]) {
    this.#observers = observers;
  }

  /** Names the operation to the server; undefined when it is not traced. */
  get traceparent(): string | undefined {
    return this.#observers.find(({ traceparent }) => traceparent !== undefined)?.traceparent;
  }

  /** Makes the call that begins the work, so that what it does belongs to the operation. */
  run<Result>(call: () => Result): Result {
    return this.#observers.reduce<() => Result>(
      (inner, observer) => (observer.run === undefined ? inner : () => observer.run?.(inner) as Result),
      call,
    )();
  }

  /** The server has answered. */
  answered(answer: Answer): void {
    this.#queryId ??= answer.queryId;
    this.#answeredMs ??= performance.now() - this.#started;
    for (const observer of this.#observers) {
      quietly(() => observer.answered?.(answer));
    }
  }

  /** It is stopped, and the server is asked to cancel it. */
  stopped(reason: SnowparkError): void {
    for (const observer of this.#observers) {
      quietly(() => observer.stopped?.(reason));
    }
  }

  /** Counts the rows of a result while they are read. */
  async *count<Batch extends { readonly length: number }>(
    batches: AsyncGenerator<Batch, void, undefined>,
  ): AsyncGenerator<Batch, void, undefined> {
    this.#rows ??= 0;
    for await (const batch of batches) {
      this.#rows += batch.length;
      yield batch;
    }
  }

  /** It has ended, well or with an error; told once. */
  ended(error?: unknown, queryId?: string): void {
    if (this.#hasEnded) {
      return;
    }
    this.#hasEnded = true;
    const outcome: Outcome = {
      durationMs: performance.now() - this.#started,
      error,
      queryId: this.#queryId ?? queryId,
      answeredMs: this.#answeredMs,
      rows: this.#rows,
    };
    for (const observer of this.#observers) {
      quietly(() => observer.ended?.(outcome));
    }
  }
}
