import type { NativeRowStream } from '../native.js';
import { stalledResult } from './invalid-result.js';
import type { ReaderOptions } from './result-reader.js';

/** How to wait for rows. */
export interface StreamWaiting extends ReaderOptions {
  /** Grows while bytes arrive: tells a slow download from a dead one. */
  readonly progress: () => number;
}

/**
 * Waits on a row stream. The driver's stream neither ends nor fails when a chunk is malformed, so waiting has a limit:
 * so long without a row or a byte.
 */
export class StreamEvents {
  readonly #stream: NativeRowStream;
  readonly #options: StreamWaiting;
  #ended = false;
  #error: Error | undefined;
  #readable = false;
  #wake: (() => void) | undefined;

  constructor(stream: NativeRowStream, options: StreamWaiting) {
    this.#stream = stream;
    this.#options = options;
    stream.on('readable', this.#onReadable);
    stream.on('end', this.#onEnd);
    stream.on('close', this.#onEnd);
    stream.on('error', this.#onError);
    options.signal.addEventListener('abort', this.#onAbort);
  }

  /** Resolves with true when there may be rows to read, with false at the end. */
  async next(): Promise<boolean> {
    const { signal } = this.#options;
    while (!this.#readable && !this.#ended && this.#error === undefined) {
      signal.throwIfAborted();
      await this.#wait();
    }
    signal.throwIfAborted();
    if (this.#error !== undefined) {
      throw this.#error;
    }
    const more = this.#readable;
    this.#readable = false;
    return more || !this.#ended;
  }

  /** Stops listening; a late error of the stream is swallowed, since nobody waits for it. */
  stop(): void {
    this.#stream.removeListener('readable', this.#onReadable);
    this.#stream.removeListener('end', this.#onEnd);
    this.#stream.removeListener('close', this.#onEnd);
    this.#options.signal.removeEventListener('abort', this.#onAbort);
  }

  readonly #onReadable = (): void => {
    this.#readable = true;
    this.#wake?.();
  };

  readonly #onEnd = (): void => {
    this.#ended = true;
    this.#wake?.();
  };

  readonly #onError = (error: Error): void => {
    this.#error ??= error;
    this.#wake?.();
  };

  readonly #onAbort = (): void => {
    this.#wake?.();
  };

  async #wait(): Promise<void> {
    const before = this.#options.progress();
    await new Promise<void>((resolve) => {
      const timer = setTimeout(() => {
        if (this.#options.progress() === before) {
          this.#error = stalledResult(this.#options.stallMs, this.#options.queryId);
        }
        resolve();
      }, this.#options.stallMs);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#wake = undefined;
  }
}
