import { asError } from '../errors.js';

/** Milliseconds a repeatable statement may hold the quick slot. */
const QUICK_MS = 200;

/** What wants to run in the database. */
export interface SlotWork<T> {
  /** Aborted when nobody wants it any more. */
  readonly signal: AbortSignal;
  /** True when it may be stopped and run again from its start: it changes nothing. */
  readonly repeatable: boolean;
  /** Told when it begins to run, and when it has to stand in line again. */
  readonly tell?: ((state: 'QUEUED' | 'RUNNING') => void) | undefined;
  /** Runs until it ends or `stop` aborts; it then has to end soon. */
  readonly run: (stop: AbortSignal) => Promise<T>;
}

interface Waiting {
  readonly quickWillDo: boolean;
  readonly start: (slot: Slot) => void;
}

type Slot = 'long' | 'quick';

/**
 * How many statements are at work in the database at once.
 *
 * Each holds one of the four threads that `fs`, `zlib` and `dns` use too, so the host would starve without a limit. Beside
 * the long slots there is one for what is quick: a read that turns out not to be is stopped, and begins again when a
 * long slot is free. So a short query is answered while any number of long ones run.
 */
export class RunningSlots {
  readonly #limit: number;
  #freeLong: number;
  #quickIsFree = true;
  readonly #waiting: Waiting[] = [];

  /** @param limit - how many long statements run at once */
  constructor(limit: number) {
    this.#limit = limit;
    this.#freeLong = limit;
  }

  /** True while anything is at work. */
  get isBusy(): boolean {
    return this.#freeLong < this.#limit || !this.#quickIsFree;
  }

  /**
   * Runs work when there is room for it.
   *
   * @throws the signal's reason when it aborts before the work has begun
   */
  async use<T>(work: SlotWork<T>): Promise<T> {
    const slot = await this.#enter(work.signal, true);
    work.tell?.('RUNNING');
    if (slot === 'long' || !work.repeatable) {
      return this.#hold(slot, () => work.run(work.signal));
    }
    const limit = new AbortController();
    const timer = setTimeout(() => limit.abort(), QUICK_MS).unref();
    try {
      return await this.#hold(slot, () => work.run(AbortSignal.any([work.signal, limit.signal])));
    } catch (error) {
      if (!limit.signal.aborted || work.signal.aborted) {
        throw error;
      }
    } finally {
      clearTimeout(timer);
    }
    work.tell?.('QUEUED');
    const long = await this.#enter(work.signal, false);
    work.tell?.('RUNNING');
    return this.#hold(long, () => work.run(work.signal));
  }

  async #hold<T>(slot: Slot, run: () => Promise<T>): Promise<T> {
    try {
      return await run();
    } finally {
      if (slot === 'long') {
        this.#freeLong += 1;
      } else {
        this.#quickIsFree = true;
      }
      this.#startNext();
    }
  }

  #enter(signal: AbortSignal, quickWillDo: boolean): Promise<Slot> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) {
        reject(asError(signal.reason));
        return;
      }
      const leave = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(waiting), 1);
        reject(asError(signal.reason));
      };
      const start = (slot: Slot): void => {
        signal.removeEventListener('abort', leave);
        resolve(slot);
      };
      const waiting: Waiting = { quickWillDo, start };
      signal.addEventListener('abort', leave, { once: true });
      this.#waiting.push(waiting);
      this.#startNext();
    });
  }

  #startNext(): void {
    while (this.#freeLong > 0 && this.#waiting.length > 0) {
      this.#freeLong -= 1;
      this.#waiting.shift()?.start('long');
    }
    const at = this.#quickIsFree ? this.#waiting.findIndex(({ quickWillDo }) => quickWillDo) : -1;
    const [quick] = at === -1 ? [] : this.#waiting.splice(at, 1);
    if (quick !== undefined) {
      this.#quickIsFree = false;
      quick.start('quick');
    }
  }
}
