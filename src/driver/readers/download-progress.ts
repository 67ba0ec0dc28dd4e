/** Of so many silences without a new byte between them, each of half the limit, the last one ends the download. */
const MOST_SILENCES = 2;

/** How one chunk's download comes along, over all its attempts. */
export class DownloadProgress {
  readonly #stallMs: number;
  #bytes = 0;
  #lastSign = performance.now();
  #isHandedOver = false;
  #silences = 0;
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
    const leftMs = Math.ceil(this.#lastSign + this.#stallMs - performance.now());
    return this.#silences < MOST_SILENCES ? Math.max(leftMs, 0) : 0;
  }

  /** A byte is waited for. An attempt that is silent for half of the limit is given up, so that another can help. */
  watch(attempt: AbortController): void {
    if (this.#isHandedOver) {
      this.#isHandedOver = false;
      this.#lastSign = performance.now();
    }
    clearTimeout(this.#timer);
    const patience = Math.min(this.left, this.#stallMs / 2);
    this.#timer = setTimeout(() => {
      this.#silences++;
      attempt.abort(new Error('the server fell silent'));
    }, patience);
  }

  /**
   * Bytes have arrived, so many of them for the first time; the time until the next {@link DownloadProgress.watch} is the
   * reader's own.
   */
  arrived(fresh: number): void {
    this.#bytes += fresh;
    this.#silences = fresh > 0 ? 0 : this.#silences;
    this.#isHandedOver = true;
    this.pause();
  }

  /** Nothing is waited for. */
  pause(): void {
    clearTimeout(this.#timer);
  }
}
