import { SnowflakeError } from './errors.js';
import { newQueryId } from './ids.js';

/** Where a statement stands, in the words of Snowflake's monitoring. A cancelled one failed with code 000604. */
export type QueryState = 'QUEUED' | 'RUNNING' | 'SUCCESS' | 'FAILED_WITH_ERROR';

/** The session as it was when a statement ended: every answer tells it to the driver. */
export interface SessionSnapshot {
  readonly database: string | null;
  readonly schema: string | null;
  readonly warehouse: string | null;
  readonly role: string;
  readonly parameters: readonly { readonly name: string; readonly value: string | number | boolean }[];
}

/** How a statement ended. */
export type QueryOutcome =
  /** Well: its result is in the result store. */
  | { readonly kind: 'result'; readonly session: SessionSnapshot; readonly statementTypeId: number }
  /** A text of several statements ended well: each of them is a query of its own. */
  | { readonly kind: 'several'; readonly session: SessionSnapshot; readonly children: readonly Query[] }
  | { readonly kind: 'error'; readonly error: SnowflakeError };

/** Who asked for a statement, and which. */
export interface QueryOrigin {
  readonly sessionId: string;
  readonly user: string;
  /** The driver sends a request again under the same id. */
  readonly requestId: string;
  /** The first 100,000 characters: for those who read, not to be run. */
  readonly sql: string;
  /** How many binds came with it; how many it takes where it is only described. */
  readonly bindCount: number;
  /** Sent to run on its own: a client that asks for its result before it ends is told so each time. */
  readonly isAsync: boolean;
  /** What QUERY_TAG was when it was sent. */
  readonly tag: string;
  /** The text of several statements this is one of. */
  readonly parent: Query | undefined;
}

/** One statement from its registration to its end. */
export class Query {
  readonly queryId = newQueryId();
  readonly origin: QueryOrigin;
  readonly startedAt = new Date();
  /** Resolves when the statement has ended, however it did; it never rejects. */
  readonly settled: Promise<QueryOutcome>;
  readonly #cancelling = new AbortController();
  #settle: (outcome: QueryOutcome) => void = () => {};
  #state: QueryState = 'QUEUED';
  #outcome: QueryOutcome | undefined;
  #endedAt: Date | undefined;

  constructor(origin: QueryOrigin) {
    this.origin = origin;
    this.settled = new Promise((resolve) => {
      this.#settle = resolve;
    });
  }

  /** Where it stands now. */
  get state(): QueryState {
    return this.#state;
  }

  /** Undefined while the statement has not ended. */
  get outcome(): QueryOutcome | undefined {
    return this.#outcome;
  }

  /** Undefined while the statement has not ended. */
  get endedAt(): Date | undefined {
    return this.#endedAt;
  }

  /** What it failed with; undefined when it did not. */
  get error(): SnowflakeError | undefined {
    return this.#outcome?.kind === 'error' ? this.#outcome.error : undefined;
  }

  /** Aborted when the statement is cancelled, with the error it is to end with as the reason. */
  get signal(): AbortSignal {
    return this.#cancelling.signal;
  }

  /**
   * Asks the statement to stop.
   *
   * @param error - what it is to end with; "SQL execution canceled" by default
   * @returns false when it has already ended
   */
  cancel(error: SnowflakeError = queryCancelled()): boolean {
    if (this.#outcome !== undefined) {
      return false;
    }
    this.#cancelling.abort(error);
    return true;
  }

  /** It has begun to work, or stands in line again. */
  mark(state: 'QUEUED' | 'RUNNING'): void {
    this.#state = state;
  }

  /** It has ended: whoever waits for {@link Query.settled} is told. */
  end(outcome: QueryOutcome): void {
    this.#state = outcome.kind === 'error' ? 'FAILED_WITH_ERROR' : 'SUCCESS';
    this.#endedAt = new Date();
    this.#outcome = outcome;
    this.#settle(outcome);
  }
}

/** A statement was cancelled. */
export function queryCancelled(): SnowflakeError {
  return new SnowflakeError('000604', '57014', 'SQL execution canceled');
}

/** A statement took longer than STATEMENT_TIMEOUT_IN_SECONDS allows. */
export function queryTimedOut(seconds: number): SnowflakeError {
  const message = `Statement reached its statement or warehouse timeout of ${seconds} second(s) and was canceled.`;
  return new SnowflakeError('000630', '57014', message);
}
