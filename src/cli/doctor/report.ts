import { type Phase, type StepId, stepIds, STEPS, needsOf } from './steps.js';

/** How a step ended. A warning does not fail the whole. */
export type StepStatus = 'ok' | 'warning' | 'failed' | 'skipped';

/** One step as it ended; with `--json` it is printed just so. */
export interface StepResult {
  readonly id: StepId;
  readonly title: string;
  readonly phase: Phase;
  readonly status: StepStatus;
  /** What was found, a sentence each; why it was skipped. Holds no secret. */
  readonly found: readonly string[];
  /** What to do, in the order in which to try it; never empty when the step failed. */
  readonly remedies: readonly string[];
  /** The step that has to be mended before this one means anything; undefined when it was looked at. */
  readonly because?: StepId;
  /** How long it took, in milliseconds. */
  readonly ms: number;
}

/** What a step may say while it runs. */
export interface StepNotes {
  /** Something worth knowing. */
  found(text: string): void;
  /** Something that works, but should be changed. */
  warn(text: string, remedy: string): void;
}

/** Why a step failed: what is wrong, and what to do. */
export class StepFailure extends Error {
  readonly found: readonly string[];
  readonly remedies: readonly string[];

  constructor(found: string | readonly string[], ...remedies: readonly [string, ...string[]]) {
    super(String(found));
    this.found = [found].flat();
    this.remedies = remedies;
  }
}

/** Hears of each step as it begins and ends. */
export interface ReportListener {
  begun(title: string): void;
  ended(step: StepResult): void;
}

/** Runs the steps and keeps what they found. */
export class Report {
  readonly #results = new Map<StepId, StepResult>();
  /** Steps that mean nothing, because one before them failed. */
  readonly #blocked = new Map<StepId, StepId>();
  readonly #listener: ReportListener;

  constructor(listener: ReportListener) {
    this.#listener = listener;
  }

  /** The results in the order of the steps. */
  get results(): readonly StepResult[] {
    return stepIds.flatMap((id) => this.#results.get(id) ?? []);
  }

  hasFailed(id: StepId): boolean {
    return this.#results.get(id)?.status === 'failed';
  }

  /**
   * Runs a step, unless one that it needs failed.
   *
   * @returns what the work gave; undefined when it failed or did not run.
   * @throws whatever the work throws that is no {@link StepFailure}
   */
  async run<T>(id: StepId, work: (notes: StepNotes) => T | Promise<T>): Promise<T | undefined> {
    if (this.#isBlocked(id)) {
      return undefined;
    }
    this.#listener.begun(STEPS[id].title);
    const found: string[] = [];
    const remedies: string[] = [];
    const notes = {
      found: (text: string): unknown => found.push(text),
      warn: (text: string, remedy: string): unknown => found.push(text) && remedies.push(remedy),
    };
    const started = performance.now();
    const ms = (): number => Math.round(performance.now() - started);
    try {
      const value = await work(notes);
      this.#end(id, { status: remedies.length === 0 ? 'ok' : 'warning', found, remedies, ms: ms() });
      return value;
    } catch (error) {
      if (!(error instanceof StepFailure)) {
        throw error;
      }
      const failure = { found: [...found, ...error.found], remedies: [...error.remedies, ...remedies] };
      this.#end(id, { status: 'failed', ...failure, ms: ms() });
      return undefined;
    }
  }

  /** Notes that a step does not apply; steps that need it may run all the same. */
  skip(id: StepId, why: string): void {
    if (this.#isBlocked(id)) {
      return;
    }
    this.#end(id, { status: 'skipped', found: [why] });
  }

  /** Notes that a step means nothing before another one, which failed, is mended. */
  block(id: StepId, because: StepId): void {
    this.#blocked.set(id, because);
    this.#end(id, { status: 'skipped', found: [`not looked at, because of ${STEPS[because].title}`], because });
  }

  /** Skips every step that has not run, and says because of which one. */
  skipRest(): void {
    for (const id of stepIds.filter((step) => !this.#results.has(step))) {
      this.#isBlocked(id);
    }
  }

  /** Whether a step it needs failed, or was skipped because of one that failed; then it is skipped too. */
  #isBlocked(id: StepId): boolean {
    const cause = this.#causeOf(id);
    if (cause === undefined) {
      return false;
    }
    this.block(id, cause);
    return true;
  }

  #causeOf(id: StepId): StepId | undefined {
    return needsOf(id)
      .map((needed) => (this.hasFailed(needed) ? needed : this.#blocked.get(needed)))
      .find((cause) => cause !== undefined);
  }

  #end(id: StepId, result: Pick<StepResult, 'status' | 'found'> & Partial<StepResult>): void {
    const { title, phase } = STEPS[id];
    const step = { id, title, phase, remedies: [], ms: 0, ...result };
    this.#results.set(id, step);
    this.#listener.ended(step);
  }
}
