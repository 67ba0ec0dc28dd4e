import { Readable } from 'node:stream';

import { downloadChunk, type DownloadOptions } from './chunk-download.js';

/** So many chunks are under way at a time, the one being read included, unless the caller wants otherwise. */
const CHUNKS_AHEAD = 4;

/** So many compressed bytes of a chunk are fetched before it is read: bounds the memory, whatever a chunk's size. */
const BYTES_AHEAD = 2 * 1024 * 1024;

/** Downloads the chunks of a result in order, and the next ones ahead of their reader, to hide the network's delay. */
export class ReadAhead {
  readonly #options: DownloadOptions;
  readonly #count: number;
  readonly #started: Readable[] = [];

  constructor(count: number, options: DownloadOptions) {
    this.#count = count;
    this.#options = options;
  }

  /** The compressed bytes of the chunk at this place; to be called once for each, in order. */
  read(place: number): AsyncIterator<Buffer, unknown, undefined> {
    for (let next = this.#started.length; next < Math.min(place + CHUNKS_AHEAD, this.#count); next++) {
      this.#started.push(this.#start(next));
    }
    const chunk = this.#started[place];
    if (chunk === undefined) {
      throw new RangeError(`there is no chunk ${place}`);
    }
    return (chunk as AsyncIterable<Buffer>)[Symbol.asyncIterator]();
  }

  #start(place: number): Readable {
    const chunk = Readable.from(downloadChunk(place, this.#options), { objectMode: false, highWaterMark: BYTES_AHEAD });
    // A chunk that fails before it is read tells so when it is read.
    chunk.on('error', () => undefined);
    // Reading nothing makes it begin.
    chunk.read(0);
    return chunk;
  }
}
