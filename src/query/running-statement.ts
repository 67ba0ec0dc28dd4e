import { setTimeout as sleep } from 'node:timers/promises';

import type { OperationReport } from '../diagnostics/operation-report.js';
import type { DriverResult, DriverStatement, TransferCount } from '../driver/port.js';
import type { SnowparkError } from '../errors.js';
import { quietly } from '../quietly.js';

/** Pauses between repeated cancels, in milliseconds; the last one goes on. */
const CANCEL_PAUSES_MS = [5, 10, 25, 50, 100, 250, 500];

/** How long one cancel request is waited for before it is asked again, in milliseconds. */
const CANCEL_PATIENCE_MS = 2_000;

/** Pauses between two looks for a query id that someone waits for, in milliseconds. */
const QUERY_ID_LOOK_MS = 20;

/** What is done with a statement: waited for, started and left to itself, or only its result is fetched. */
export type StatementWay = 'run' | 'submit' | 'fetch';

/**
 * One statement from submission until its rows have been read, which can be stopped at any moment.
 *
 * A stop rejects what the caller waits for at once; the server is asked to cancel until it has settled the statement,
 * because a cancel that overtakes its statement finds nothing and the statement would run on.
 */
export class RunningStatement {
  readonly #statement: DriverStatement;
  readonly #stop = new AbortController();
  readonly #way: StatementWay;
  #isSettled = false;

  /** Resolves once the server has settled the statement, however it ended. */
  readonly settled: Promise<void>;

  constructor(statement: DriverStatement, way: StatementWay = 'run') {
    this.#statement = statement;
    this.#way = way;
    const settle = (): void => {
      this.#isSettled = true;
    };
    this.settled = statement.result.then(settle, settle);
  }

  /** Reports the server's own answer, and a stop of what it still has before it is asked to cancel that. */
  reportTo(report: OperationReport): void {
    const { signal } = this.#stop;
    const onStop = (): void => (this.#isSettled ? undefined : report.stopped(signal.reason as SnowparkError));
    signal.addEventListener('abort', onStop, { once: true });
    this.#statement.result.then(
      ({ queryId, names }) => report.answered({ queryId, names }),
      (error: unknown) => report.answered({ queryId: this.queryId, error }),
    );
  }

  /** Calls back when the statement is stopped. */
  onStop(callback: () => void): void {
    this.#stop.signal.addEventListener('abort', callback, { once: true });
  }

  /** True when it was started elsewhere, and a stop only ends the waiting for its result. */
  get isFetched(): boolean {
    return this.#way === 'fetch';
  }

  /** Known as soon as the server has said it. */
  get queryId(): string | undefined {
    return this.#statement.queryId;
  }

  /**
   * Tells the query id once it is known; the returned function ends the telling. The driver says nothing when it learns
   * it, so it is asked.
   */
  tellQueryId(listener: (queryId: string) => void): () => void {
    const look = (): void => {
      const { queryId } = this;
      if (queryId !== undefined) {
        stop();
        quietly(() => listener(queryId));
      }
    };
    const timer = setInterval(look, QUERY_ID_LOOK_MS);
    let isOver = false;
    const stop = (): void => {
      isOver = true;
      clearInterval(timer);
    };
    void this.settled.then(() => (isOver ? undefined : look()));
    return () => {
      if (!isOver) {
        look();
        stop();
      }
    };
  }

  /** The server's result, or the reason of a stop, whichever comes first. */
  async result(): Promise<DriverResult> {
    const { signal } = this.#stop;
    return new Promise((resolve, reject) => {
      const onStop = (): void => reject(signal.reason as SnowparkError);
      signal.addEventListener('abort', onStop, { once: true });
      this.#statement.result.then(resolve, reject).finally(() => signal.removeEventListener('abort', onStop));
      if (signal.aborted) {
        onStop();
      }
    });
  }

  /** The result's rows; a stop ends them with its reason, also while one is waited for. */
  batches(result: DriverResult, transfer?: TransferCount): ReturnType<DriverResult['batches']> {
    return result.batches(this.#stop.signal, transfer);
  }

  /**
   * Stops the statement; the first reason counts. Resolves when the server has settled it, or when `limit` aborts.
   * Never rejects.
   */
  async stop(reason: SnowparkError, limit: AbortSignal): Promise<void> {
    this.#stop.abort(reason);
    if (this.isFetched) {
      return;
    }
    for (let attempt = 0; !this.#isSettled && !limit.aborted; attempt++) {
      await settledOrAfter(CANCEL_PATIENCE_MS, limit, this.settled, this.#statement.cancel());
      const pause = CANCEL_PAUSES_MS[Math.min(attempt, CANCEL_PAUSES_MS.length - 1)] ?? 0;
      await settledOrAfter(pause, limit, this.settled);
    }
    if (this.#way === 'submit' && this.#isSettled) {
      // The server has taken it and answered; only now can it be cancelled, by its query id.
      await settledOrAfter(CANCEL_PATIENCE_MS, limit, this.#statement.cancel());
    }
  }
}

/** Resolves when one of the promises has settled, after the time, or when the limit aborts. */
async function settledOrAfter(ms: number, limit: AbortSignal, ...promises: readonly Promise<void>[]): Promise<void> {
  const timer = new AbortController();
  const stopTimer = (): void => timer.abort();
  limit.addEventListener('abort', stopTimer, { once: true });
  try {
    await Promise.race([...promises, sleep(ms, undefined, { signal: timer.signal }).catch(() => undefined)]);
  } finally {
    limit.removeEventListener('abort', stopTimer);
    timer.abort();
  }
}
