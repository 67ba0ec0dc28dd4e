/** How one chunk's download comes along, over all its attempts. */
export class DownloadProgress {
  readonly #stallMs: number;
  #bytes = 0;
  #lastSign = performance.now();
  #isHandedOver = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(stallMs: number) {
    this.#stallMs = stallMs;
  }

  /** Bytes that were handed over. */
  get bytes(): number {
    return this.#bytes;
  }

  /** How long it may stay silent from now on, in milliseconds; 0 when that time is over. */
  get left(): number {
    return Math.max(Math.ceil(this.#lastSign + this.#stallMs - performance.now()), 0);
  }

  /** A byte is waited for. An attempt that is silent for half of the limit is given up, so that another can help. */
  watch(attempt: AbortController): void {
    if (this.#isHandedOver) {
      this.#isHandedOver = false;
      this.#lastSign = performance.now();
    }
    clearTimeout(this.#timer);
    const patience = Math.min(this.left, this.#stallMs / 2);
    this.#timer = setTimeout(() => attempt.abort(new Error('the server fell silent')), patience);
  }

  /** Bytes have arrived; the time until the next {@link DownloadProgress.watch} is the reader's own. */
  arrived(fresh: number): void {
    this.#bytes += fresh;
    this.#isHandedOver = true;
    this.pause();
  }

  /** Nothing is waited for. */
  pause(): void {
    clearTimeout(this.#timer);
  }
}
