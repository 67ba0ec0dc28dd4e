/** One run of a task. */
export interface TaskRun {
  readonly database: string;
  readonly schema: string;
  readonly name: string;
  readonly queryId: string | undefined;
  readonly definition: string;
  readonly condition: string | undefined;
  readonly state: 'SUCCEEDED' | 'FAILED' | 'SKIPPED';
  readonly errorCode: string | undefined;
  readonly errorMessage: string | undefined;
  /** Milliseconds since 1970. */
  readonly scheduledAt: number;
  readonly startedAt: number | undefined;
  readonly completedAt: number | undefined;
  readonly rootTaskId: string;
  readonly runId: string;
  readonly config: string | undefined;
}

const KEPT = 10_000;

/** The latest 10,000 runs of tasks; they are gone when the engine closes. */
export class TaskRuns {
  #runs: readonly TaskRun[] = [];

  /** Oldest first. */
  all(): readonly TaskRun[] {
    return this.#runs;
  }

  add(run: TaskRun): void {
    this.#runs = [...this.#runs, run].slice(-KEPT);
  }

  clear(): void {
    this.#runs = [];
  }
}
