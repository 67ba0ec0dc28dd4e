import { LONGEST_TIMER_MS } from '../query/action-options.js';
import { within } from '../session/within.js';

interface Asking<Raw> {
  readonly raw: Raw;
  readonly answers: Promise<boolean>;
}

/** Asks a raw connection whether it answers. Several callers at once ask it once, and each waits for as long as it likes. */
export class Probe<Raw> {
  readonly #ask: (raw: Raw, signal: AbortSignal) => Promise<boolean>;
  #asking: Asking<Raw> | undefined;

  /** @param ask - Never rejects. */
  constructor(ask: (raw: Raw, signal: AbortSignal) => Promise<boolean>) {
    this.#ask = ask;
  }

  /** False when it does not answer in time. */
  async answers(raw: Raw, timeoutMs: number): Promise<boolean> {
    const limitMs = Math.min(timeoutMs, LONGEST_TIMER_MS);
    // What a former connection says is nothing about this one.
    const asking =
      this.#asking?.raw === raw
        ? this.#asking
        : { raw, answers: this.#ask(raw, AbortSignal.timeout(Math.max(Math.ceil(limitMs) || 0, 0))) };
    this.#asking = asking;
    try {
      return await within(limitMs, asking.answers, false);
    } finally {
      // One that was not answered in time must not speak for later ones.
      this.#asking = this.#asking === asking ? undefined : this.#asking;
    }
  }
}
