import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Certificate } from './tls.js';

const HOST = '127.0.0.1';
/** Longer than the driver keeps an idle connection: else it would now and then write into one that just closed. */
const KEEP_ALIVE_MS = 65_000;
const DRAIN_LIMIT_MS = 2000;

/** Answers one request. It must not throw. */
export type Exchange = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** An HTTP server on the loopback interface that never keeps its process alive. */
export class LoopbackServer {
  readonly #server: Server;
  readonly #running = new Set<Promise<void>>();

  private constructor(server: Server, exchange: Exchange) {
    this.#server = server;
    server.on('request', (request, response) => {
      const running = exchange(request, response).finally(() => this.#running.delete(running));
      this.#running.add(running);
    });
  }

  /**
   * Listens on 127.0.0.1.
   *
   * @param certificate - with it, the server speaks HTTPS
   * @throws Error when the port is taken
   */
  static async listen(port: number, exchange: Exchange, certificate?: Certificate): Promise<LoopbackServer> {
    const options = { keepAliveTimeout: KEEP_ALIVE_MS };
    const server = certificate === undefined ? createServer(options) : createTlsServer({ ...options, ...certificate });
    server.on('connection', (socket: Socket) => socket.unref());
    server.on('clientError', refuseGarbage);
    const loopback = new LoopbackServer(server, exchange);
    server.listen(port, HOST);
    await once(server, 'listening');
    server.unref();
    return loopback;
  }

  /** The port it listens on. */
  get port(): number {
    const address = this.#server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  }

  /** Takes no more connections, lets the answers under way leave, and closes every connection. */
  async close(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    const limit = new AbortController();
    const late = sleep(DRAIN_LIMIT_MS, undefined, { signal: limit.signal }).catch(() => undefined);
    await Promise.race([Promise.allSettled(this.#running), late]);
    limit.abort();
    this.#server.closeAllConnections();
    await closed;
  }
}

/** What is not even HTTP. */
function refuseGarbage(_error: Error, socket: Duplex): void {
  if (socket.writable) {
    socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
  } else {
    socket.destroy();
  }
}
