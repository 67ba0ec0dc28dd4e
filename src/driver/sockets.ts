import { AsyncLocalStorage } from 'node:async_hooks';
import { subscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';
import type { Server, Socket } from 'node:net';
import { Duplex } from 'node:stream';

/**
 * The sockets one driver connection has opened.
 *
 * The driver offers no way to give up on a request: a login to a silent host, or the deletion of a session on one,
 * keeps its socket, and with it the process, for a minute and a half. So every call into the driver is made inside
 * {@link DriverSockets.run}; Node tells of each socket opened in the asynchronous context of such a call.
 */
export class DriverSockets {
  readonly #open = new Set<Socket>();
  /** Where the driver awaits the answer of a browser. */
  readonly #listening = new Set<Server>();
  #awaitsBrowser = false;
  #destroyed = false;

  constructor() {
    watchForSockets();
  }

  /** Runs one call into the driver; what it opens, now or later, is ours to close. */
  run<T>(call: () => T): T {
    return owner.run(this, call);
  }

  /** Bytes received so far on the sockets that are open: a sign of life while a large result travels. */
  get bytesRead(): number {
    let bytes = 0;
    for (const socket of this.#open) {
      bytes += socket.bytesRead;
    }
    return bytes;
  }

  /** To be called when the driver asks for a browser: from then on it waits for an answer, and nothing else ends it. */
  browserAsked(): void {
    this.#awaitsBrowser = true;
  }

  /** Closes every socket at once, and any that the driver opens later. The driver sees connection errors. */
  destroy(): void {
    this.#destroyed = true;
    for (const socket of this.#open) {
      socket.destroy(cancelled());
    }
    this.#open.clear();
    if (this.#awaitsBrowser) {
      this.#listening.forEach(answerInPlaceOfBrowser);
    }
    this.#listening.clear();
  }

  #add(socket: Socket): void {
    if (this.#open.has(socket)) {
      return;
    }
    // Whose request it is hears of its errors; between two requests there is nobody else.
    socket.on('error', () => undefined);
    if (this.#destroyed) {
      // Its request takes hold of it first, or would never hear how it ended.
      process.nextTick(() => socket.destroy(cancelled()));
      return;
    }
    this.#open.add(socket);
    socket.once('close', () => this.#open.delete(socket));
  }

  /** @internal */
  static adoptServer(server: Server): void {
    const sockets = owner.getStore();
    if (sockets !== undefined) {
      sockets.#listening.add(server);
      server.once('close', () => sockets.#listening.delete(server));
    }
  }

  /** @internal */
  static adopt(socket: Socket): void {
    const sockets = owner.getStore();
    if (sockets !== undefined) {
      sockets.#add(socket);
    }
  }
}

/** The one kind of failure after which the driver does not try again for minutes, in a process that may be done. */
function cancelled(): Error {
  return Object.assign(new Error('The connection was given up.'), { code: 'ERR_CANCELED' });
}

/** The driver's own way to end its waiting: else its server and its timer last for minutes. */
function answerInPlaceOfBrowser(server: Server): void {
  const socket = new Duplex({ read: () => undefined, write: (_chunk, _encoding, done) => done() });
  server.emit('connection', socket);
  socket.push('GET /?error=given_up&error_description=The+login+was+given+up HTTP/1.1\r\n\r\n');
}

const owner = new AsyncLocalStorage<DriverSockets>();

let watching = false;

function watchForSockets(): void {
  if (!watching) {
    watching = true;
    subscribe('net.client.socket', (message) => DriverSockets.adopt((message as { socket: Socket }).socket));
    subscribe('tracing:net.server.listen:asyncStart', (message) =>
      DriverSockets.adoptServer((message as { server: Server }).server),
    );
    // Node tells of encrypted sockets only once a request has one; it may still be shaking hands.
    subscribe('http.client.request.start', (message) => {
      const { socket } = (message as { request: ClientRequest }).request;
      if (socket !== null) {
        DriverSockets.adopt(socket);
      }
    });
  }
}
