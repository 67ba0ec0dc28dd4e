import { Readable } from 'node:stream';

import { ChunkAddresses } from './chunk-addresses.js';
import { downloadChunk, type DownloadOptions } from './chunk-download.js';
import type { ChunkList } from './chunk-list.js';
import type { ChunkRequests } from './chunk-request.js';
import type { ReaderOptions } from './result-reader.js';

/** So many chunks are under way at a time, the one being read included. */
const CHUNKS_AHEAD = 4;

/** So many compressed bytes of a chunk are fetched before it is read: bounds the memory, whatever a chunk's size. */
const BYTES_AHEAD = 2 * 1024 * 1024;

/** Downloads the chunks of a result in order, and the next ones ahead of their reader, to hide the network's delay. */
export class ReadAhead {
  readonly #options: DownloadOptions;
  readonly #count: number;
  readonly #started: Readable[] = [];
  readonly #stop = new AbortController();

  constructor(list: ChunkList, requests: ChunkRequests, { queryId, stallMs, signal, transfer }: ReaderOptions) {
    this.#count = list.urls.length;
    this.#options = {
      requests,
      addresses: new ChunkAddresses(list),
      queryId,
      stallMs,
      transfer,
      signal: AbortSignal.any([signal, this.#stop.signal]),
    };
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

  /** Ends every download. */
  stop(): void {
    this.#stop.abort();
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
