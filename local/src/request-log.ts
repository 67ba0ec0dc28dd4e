/** Everything a request to the engine can be for. */
export const REQUEST_KINDS = [
  'login',
  'renew',
  'heartbeat',
  'delete',
  'authenticator',
  'identity',
  'query',
  'result',
  'chunk',
  'abort',
  'monitoring',
  'telemetry',
  'unknown',
] as const;

/** What a request to the engine was for. */
export type RequestKind = (typeof REQUEST_KINDS)[number];

/** One request that reached the engine. It never holds a password or a token. */
export interface LoggedRequest {
  /** From 1, in the order of arrival. */
  readonly sequence: number;
  readonly method: string;
  /** Without the query string. */
  readonly path: string;
  readonly kind: RequestKind;
  /** The id the driver gave the request; of an abort, the id of the request it means. */
  readonly requestId?: string;
  readonly queryId?: string;
  /** The statement's text as it was sent: its first 100,000 characters. */
  readonly sql?: string;
  readonly at: Date;
}

type WithoutSequence = Omit<LoggedRequest, 'sequence' | 'at'>;

const KEPT_REQUESTS = 10_000;

/** The latest 10,000 requests, oldest first. */
export class RequestLog {
  #sequence = 0;
  #entries: LoggedRequest[] = [];

  /** Writes a request down and returns its number. */
  record(request: WithoutSequence): number {
    this.#sequence += 1;
    this.#entries.push({ sequence: this.#sequence, ...request, at: new Date() });
    if (this.#entries.length >= 2 * KEPT_REQUESTS) {
      this.#entries = this.#entries.slice(-KEPT_REQUESTS);
    }
    return this.#sequence;
  }

  /** Adds to a request the query id that was only known once it had been read. */
  nameQuery(sequence: number, queryId: string): void {
    const index = this.#entries.findLastIndex((entry) => entry.sequence === sequence);
    const entry = this.#entries[index];
    if (entry !== undefined) {
      this.#entries[index] = { ...entry, queryId };
    }
  }

  /** A copy. */
  list(): readonly LoggedRequest[] {
    return this.#entries.slice(-KEPT_REQUESTS);
  }
}
