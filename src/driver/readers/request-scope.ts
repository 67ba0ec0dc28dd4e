import { AsyncLocalStorage } from 'node:async_hooks';
import { subscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';

/**
 * The HTTP requests that are made while one result is read.
 *
 * The driver offers no way to stop fetching: whoever leaves a result early would leave downloads behind, and tries of
 * them that go on for minutes and keep the process alive.
 */
export class RequestScope {
  readonly #requests = new Set<ClientRequest>();
  #hasEnded = false;

  constructor() {
    watchForRequests();
  }

  /** Runs one call; the requests it makes, now or later, belong to this scope. */
  run<T>(call: () => T): T {
    return current.run(this, call);
  }

  /** Ends the requests under way, and any that follow. */
  end(): void {
    this.#hasEnded = true;
    for (const request of this.#requests) {
      request.destroy(cancelled());
    }
  }

  /** @internal */
  add(request: ClientRequest): void {
    if (this.#hasEnded) {
      request.destroy(cancelled());
      return;
    }
    this.#requests.add(request);
    request.once('close', () => this.#requests.delete(request));
  }
}

/** The driver tries again whatever broke, except what was cancelled. */
function cancelled(): Error {
  return Object.assign(new Error('The result is no longer read.'), { code: 'ERR_CANCELED' });
}

const current = new AsyncLocalStorage<RequestScope>();

let watching = false;

function watchForRequests(): void {
  if (!watching) {
    watching = true;
    subscribe('http.client.request.start', (message) =>
      current.getStore()?.add((message as { request: ClientRequest }).request),
    );
  }
}
