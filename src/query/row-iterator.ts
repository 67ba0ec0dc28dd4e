import { onAbort } from '../on-abort.js';

/**
 * Opens a result and yields its rows in batches; ends when the signal aborts. Nothing is sent before the first `next`.
 *
 * @param onStop - To be called when the statement is stopped, by whatever it is: what has been read does not count any more.
 */
export type OpenBatches<Row> = (
  signal: AbortSignal,
  onStop: () => void,
) => AsyncGenerator<readonly Row[], void, undefined>;

const DONE = { done: true, value: undefined } as const;

/**
 * A result's rows one by one, as they arrive. The statement is sent with the first `next()`.
 *
 * One batch is held at a time. Leaving a `for await` loop, or {@link RowIterator.return}, stops the statement at once
 * and frees everything, also while a row is waited for. One that is dropped in the middle without it holds its result, and
 * its statement counts as under way, until the session is closed.
 */
export class RowIterator<Row> implements AsyncIterableIterator<Row, undefined, undefined>, AsyncDisposable {
  readonly #stop = new AbortController();
  readonly #batches: AsyncGenerator<readonly Row[], void, undefined>;
  readonly #signal: AbortSignal | undefined;
  #isStarted = false;
  #batch: readonly Row[] = [];
  #index = 0;
  #isLeft = false;
  /** Calls of `next` that have to wait for a batch stand in line here. */
  #line: Promise<unknown> | undefined;

  /** @internal */
  constructor(open: OpenBatches<Row>, signal?: AbortSignal) {
    this.#batches = open(this.#stop.signal, () => {
      this.#batch = [];
    });
    this.#signal = signal;
  }

  /** Itself: the rows can be read once. */
  [Symbol.asyncIterator](): this {
    return this;
  }

  /** The next row. Rejects once with what ended the rows too early; then the iterator is done. */
  next(): Promise<IteratorResult<Row, undefined>> {
    if (this.#line === undefined && this.#index < this.#batch.length) {
      return Promise.resolve(this.#take());
    }
    const turn = (this.#line ?? Promise.resolve()).then(
      () => this.#advance(),
      () => DONE,
    );
    this.#line = turn;
    const leave = (): void => {
      if (this.#line === turn) {
        this.#line = undefined;
      }
    };
    turn.then(leave, leave);
    return turn;
  }

  /** Gives no further row, and cancels the statement on the server where it still runs. */
  async return(): Promise<IteratorResult<Row, undefined>> {
    this.#isLeft = true;
    this.#batch = [];
    this.#stop.abort();
    await this.#batches.return();
    return DONE;
  }

  /** {@link RowIterator.return}. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.return();
  }

  /** Only from the first row on: a frame that is never read must not hold on to a signal that lives long. */
  #start(): void {
    const signal = this.#signal;
    if (this.#isStarted || !signal) {
      return;
    }
    this.#isStarted = true;
    if (signal.aborted) {
      this.#stop.abort(signal.reason);
    }
    const stopListening = onAbort(signal, () => this.#stop.abort(signal.reason));
    this.#stop.signal.addEventListener('abort', stopListening, { once: true });
  }

  async #advance(): Promise<IteratorResult<Row, undefined>> {
    this.#start();
    while (this.#index >= this.#batch.length) {
      const { done, value } = await this.#batches.next().catch((error: unknown) => this.#fail(error));
      if (done === true) {
        // Lets go of the caller's signal.
        this.#stop.abort();
        return DONE;
      }
      this.#batch = value;
      this.#index = 0;
    }
    return this.#take();
  }

  /** Who has left does not want to hear how it ended. */
  #fail(error: unknown): IteratorResult<readonly Row[], void> {
    this.#stop.abort();
    if (this.#isLeft) {
      return DONE;
    }
    throw error;
  }

  #take(): IteratorResult<Row, undefined> {
    const row = this.#batch[this.#index] as Row;
    this.#index++;
    return { done: false, value: row };
  }
}
