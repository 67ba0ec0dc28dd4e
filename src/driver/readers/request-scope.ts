import type { ClientRequest } from 'node:http';

import type { CallHolder } from '../call-context.js';
import { cancelled } from '../cancelled.js';

/**
 * The HTTP requests that the driver makes while one result is read.
 *
 * The driver offers no way to stop fetching: whoever leaves a result early would leave downloads behind, and tries of
 * them that go on for minutes and keep the process alive.
 */
export class RequestScope implements CallHolder {
  readonly #requests = new Set<ClientRequest>();
  #hasEnded = false;

  /** Ends the requests under way, and any that follow. */
  end(): void {
    this.#hasEnded = true;
    for (const request of this.#requests) {
      request.destroy(cancelled());
    }
  }

  onRequest(request: ClientRequest): void {
    if (this.#hasEnded) {
      request.destroy(cancelled());
      return;
    }
    this.#requests.add(request);
    request.once('close', () => this.#requests.delete(request));
  }
}
