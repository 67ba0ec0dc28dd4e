import { within } from '../session/within.js';

interface Asking<Raw> {
  readonly raw: Raw;
  readonly stop: AbortController;
  readonly answers: Promise<boolean>;
  waiting: number;
}

/** Asks a raw connection whether it answers. Several callers at once ask it once, and each waits for as long as it likes. */
export class Probe<Raw> {
  readonly #ask: (raw: Raw, signal: AbortSignal) => Promise<boolean>;
  #asking: Asking<Raw> | undefined;

  /** @param ask - Never rejects. Its signal aborts when nobody waits for the answer any more. */
  constructor(ask: (raw: Raw, signal: AbortSignal) => Promise<boolean>) {
    this.#ask = ask;
  }

  /** False when it does not answer in time. */
  async answers(raw: Raw, timeoutMs: number): Promise<boolean> {
    // What a former connection says is nothing about this one.
    const asking = this.#asking?.raw === raw ? this.#asking : this.#begin(raw);
    this.#asking = asking;
    asking.waiting += 1;
    try {
      return await within(timeoutMs, asking.answers, false);
    } finally {
      // One that was not answered in time must not speak for later ones.
      this.#asking = this.#asking === asking ? undefined : this.#asking;
      asking.waiting -= 1;
      if (asking.waiting === 0) {
        asking.stop.abort(new DOMException('The connection did not answer in time.', 'TimeoutError'));
      }
    }
  }

  #begin(raw: Raw): Asking<Raw> {
    const stop = new AbortController();
    return { raw, stop, answers: this.#ask(raw, stop.signal), waiting: 0 };
  }
}
