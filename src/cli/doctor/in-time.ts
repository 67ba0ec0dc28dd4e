import { StopRequest } from '../exit-codes.js';
import { StepFailure } from './report.js';

/** Longest time for one step on the way to the server, in seconds, and its largest share of the time for everything. */
const STEP_SECONDS = 10;
const STEP_SHARE = 1 / 3;

/** The time that all steps together may take, and whoever may end them before. */
export class TimeBound {
  /** Aborts when the command is to stop, or when its time is over. */
  readonly signal: AbortSignal;
  readonly #stop: AbortSignal;
  readonly #seconds: number;
  readonly #started = performance.now();

  /** @param seconds - `--timeout` */
  constructor(stop: AbortSignal, seconds: number) {
    this.#stop = stop;
    this.#seconds = seconds;
    this.signal = AbortSignal.any([stop, AbortSignal.timeout(Math.round(seconds * 1000))]);
  }

  /** What one step on the way may take, in seconds. */
  get stepSeconds(): number {
    return Math.min(STEP_SECONDS, this.#seconds * STEP_SHARE);
  }

  /** What is left of the time, in seconds. */
  get secondsLeft(): number {
    return this.#seconds - (performance.now() - this.#started) / 1000;
  }

  /** What a step fails with once {@link TimeBound.signal} has aborted: its own failure, or the request to stop. */
  failure(remedy: string): unknown {
    const reason: unknown = this.#stop.reason;
    return reason instanceof StopRequest
      ? reason
      : new StepFailure(`not done when the --timeout of ${this.#seconds} s for everything was over.`, remedy);
  }
}

/**
 * Waits for one step's work, but not longer than a step may take. What the work holds is its caller's to free.
 *
 * @param seconds - `stepSeconds` of the bound, unless given
 * @throws StepFailure when the time is over, with this remedy
 */
export async function inTime<T>(
  bound: TimeBound,
  remedy: string,
  work: Promise<T>,
  seconds: number = bound.stepSeconds,
): Promise<T> {
  const own = new AbortController();
  const timer = setTimeout(() => own.abort(), seconds * 1000);
  try {
    return await Promise.race([work, abortOf(AbortSignal.any([bound.signal, own.signal]))]);
  } catch (error) {
    if (bound.signal.aborted) {
      throw bound.failure(remedy);
    }
    throw own.signal.aborted ? new StepFailure(`no answer within ${Number(seconds.toFixed(1))} s.`, remedy) : error;
  } finally {
    clearTimeout(timer);
  }
}

async function abortOf(signal: AbortSignal): Promise<never> {
  signal.throwIfAborted();
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
}
