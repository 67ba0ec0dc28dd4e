import type { ChunkList } from './chunk-list.js';

/** So many times a result may ask for fresh addresses: more than once, the chunks are gone or not ours to read. */
const MOST_REFRESHES = 3;

/** The addresses of a result's chunks, which lapse while a long result is read; refreshed for all chunks at once. */
export class ChunkAddresses {
  readonly headers: Readonly<Record<string, string>>;
  readonly #fetchUrls: ChunkList['fetchUrls'];
  #urls: readonly string[];
  #version = 0;
  #refreshing: Promise<void> | undefined;

  constructor({ urls, headers, fetchUrls }: Pick<ChunkList, 'urls' | 'headers' | 'fetchUrls'>) {
    this.headers = headers;
    this.#urls = urls;
    this.#fetchUrls = fetchUrls;
  }

  /** Counts the refreshes. */
  get version(): number {
    return this.#version;
  }

  urlOf(place: number): string {
    return this.#urls[place] ?? '';
  }

  /**
   * Gets fresh addresses, unless that has happened since `version`.
   *
   * @throws Error when the server gives none, or too often.
   */
  async refresh(version: number, limit: AbortSignal): Promise<void> {
    if (version !== this.#version) {
      return;
    }
    this.#refreshing ??= this.#refresh().finally(() => {
      this.#refreshing = undefined;
    });
    await unlessAborted(this.#refreshing, limit);
  }

  async #refresh(): Promise<void> {
    if (this.#fetchUrls === undefined || this.#version === MOST_REFRESHES) {
      throw new Error('HTTP status 403, also with fresh addresses');
    }
    this.#urls = await this.#fetchUrls();
    this.#version++;
  }
}

async function unlessAborted(work: Promise<void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason as Error);
    signal.addEventListener('abort', onAbort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}
