import { AsyncLocalStorage } from 'node:async_hooks';
import { subscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';
import type { Socket } from 'node:net';

/**
 * The sockets one driver connection has opened.
 *
 * The driver offers no way to give up on a request: a login to a silent host, or the deletion of a session on one,
 * keeps its socket, and with it the process, for a minute and a half. So every call into the driver is made inside
 * {@link DriverSockets.run}; Node tells of each socket opened in the asynchronous context of such a call.
 */
export class DriverSockets {
  readonly #open = new Set<Socket>();
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

  /** Closes every socket at once, and any that the driver opens later. The driver sees connection errors. */
  destroy(): void {
    this.#destroyed = true;
    for (const socket of this.#open) {
      socket.destroy();
    }
    this.#open.clear();
  }

  #add(socket: Socket): void {
    if (this.#destroyed) {
      socket.destroy();
      return;
    }
    if (this.#open.has(socket)) {
      return;
    }
    this.#open.add(socket);
    socket.once('close', () => this.#open.delete(socket));
  }

  /** @internal */
  static adopt(socket: Socket): void {
    const sockets = owner.getStore();
    if (sockets !== undefined) {
      sockets.#add(socket);
    }
  }
}

const owner = new AsyncLocalStorage<DriverSockets>();

let watching = false;

function watchForSockets(): void {
  if (!watching) {
    watching = true;
    subscribe('net.client.socket', (message) => DriverSockets.adopt((message as { socket: Socket }).socket));
    // Node tells of encrypted sockets only once a request has one; it may still be shaking hands.
    subscribe('http.client.request.start', (message) => {
      const { socket } = (message as { request: ClientRequest }).request;
      if (socket !== null) {
        DriverSockets.adopt(socket);
      }
    });
  }
}
