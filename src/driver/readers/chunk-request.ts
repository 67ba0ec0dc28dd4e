import { once } from 'node:events';
import { Agent as HttpAgent, get as httpGet, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, get as httpsGet } from 'node:https';

import type { DriverSockets } from '../sockets.js';

/** A chunk's server answered with something else than the chunk. */
export class ChunkStatusError extends Error {
  readonly status: number;

  constructor(status: number) {
    super(`HTTP status ${status}`);
    this.status = status;
  }

  /** True when the same request can succeed later. */
  get isPassing(): boolean {
    return this.status >= 500 || this.status === 408 || this.status === 429;
  }
}

/** How long an idle connection to a chunk's server is kept for the next chunk, in milliseconds. */
const IDLE_MS = 15_000;

/** Sends the requests for chunks of one driver connection, over sockets of its own that are freed with it. */
export class ChunkRequests {
  readonly #http = new HttpAgent({ keepAlive: true, timeout: IDLE_MS });
  readonly #https = new HttpsAgent({ keepAlive: true, timeout: IDLE_MS });

  constructor(sockets: DriverSockets) {
    sockets.addAgent(this.#http);
    sockets.addAgent(this.#https);
  }

  /**
   * Asks for one chunk; resolves when its body begins.
   *
   * @throws ChunkStatusError when the server answers with another status than 200.
   * @throws Error the network's, or the signal's reason.
   */
  async send(url: string, headers: Readonly<Record<string, string>>, signal: AbortSignal): Promise<IncomingMessage> {
    const { protocol } = new URL(url);
    const options = { headers: { ...headers, 'accept-encoding': 'gzip' }, signal };
    const request =
      protocol === 'http:'
        ? httpGet(url, { ...options, agent: this.#http })
        : httpsGet(url, { ...options, agent: this.#https });
    // A socket that breaks after the answer is told by the answer's own stream.
    request.on('error', () => undefined);
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    if (response.statusCode !== 200) {
      response.resume();
      throw new ChunkStatusError(response.statusCode ?? 0);
    }
    return response;
  }
}
