import type { Outcome } from '../commands/command.js';
import { cancelled, toSnowflakeError } from '../duckdb-errors.js';
import type { SnowflakeError } from '../errors.js';

/** A statement that runs beside its block. */
export interface StartedStatement {
  readonly queryId: string;
  readonly outcome: Promise<Outcome>;
  /** True when nothing else may run until it has ended. */
  readonly alone: boolean;
  cancel(): void;
}

/** A statement started with ASYNC. */
export interface ChildJob {
  readonly queryId: string;
  readonly status: 'RUNNING' | 'SUCCESS' | 'FAILED_WITH_ERROR';
  /** @throws SnowflakeError what the statement failed with */
  readonly outcome: Promise<Outcome>;
  cancel(): void;
}

/** The child jobs of one block and the blocks within it. */
export class ChildJobs {
  readonly #running = new Set<ChildJob>();
  readonly #awaited = new WeakSet<ChildJob>();
  readonly #started = new Set<ChildJob>();
  /** The first failure nobody has been told of. */
  #failure: SnowflakeError | undefined;

  start(started: StartedStatement): ChildJob {
    const { queryId, outcome } = started;
    let status: ChildJob['status'] = 'RUNNING';
    let stopped = false;
    const ended = outcome.then(
      (done) => {
        status = 'SUCCESS';
        this.#running.delete(job);
        return done;
      },
      (error: unknown) => {
        status = 'FAILED_WITH_ERROR';
        this.#running.delete(job);
        const fault = stopped ? cancelled() : toSnowflakeError(error);
        this.#failure ??= stopped ? undefined : fault;
        throw fault;
      },
    );
    // Whoever waits is told; while nobody does, it is no fault of the process.
    ended.catch(() => undefined);
    const job: ChildJob = {
      queryId,
      get status() {
        return status;
      },
      outcome: ended,
      cancel: () => {
        stopped = true;
        started.cancel();
      },
    };
    this.#running.add(job);
    this.#started.add(job);
    return job;
  }

  /** True when AWAIT ALL has waited for it. */
  isAwaited(job: ChildJob): boolean {
    return this.#awaited.has(job);
  }

  /** Waits until none runs. @throws SnowflakeError what the first one failed with */
  async all(): Promise<void> {
    await this.#settle();
    this.#started.forEach((job) => this.#awaited.add(job));
    this.#started.clear();
    const failure = this.#failure;
    this.#failure = undefined;
    if (failure !== undefined) {
      throw failure;
    }
  }

  /** Cancels what still runs, and waits for its end. */
  async stop(): Promise<void> {
    this.#running.forEach((job) => job.cancel());
    await this.#settle();
  }

  async #settle(): Promise<void> {
    await Promise.allSettled([...this.#running].map((job) => job.outcome));
  }
}
