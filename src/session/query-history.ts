import type { Operation } from '../diagnostics/events.js';
import type { OperationObserver } from '../diagnostics/observer.js';
import type { Statements } from '../query/statements.js';

/** One statement that the session sent. */
export interface RecordedQuery {
  /** Undefined when the statement never reached the server. */
  readonly queryId: string | undefined;
  /** The statement as it was sent. */
  readonly sqlText: string;
  /** True when only the columns of the result were asked for. */
  readonly isDescribe: boolean;
  /** What it failed with; undefined when it did not. */
  readonly error: unknown;
}

/** Which statements are recorded. */
export interface QueryHistoryOptions {
  /**
   * Those that only ask for the columns of a result.
   *
   * @defaultValue `false`
   */
  readonly includeDescribe?: boolean | undefined;
  /**
   * Those that failed.
   *
   * @defaultValue `false`
   */
  readonly includeError?: boolean | undefined;
}

/**
 * Records the statements a session sends, in the order in which they end, until it is closed. Bind values are not
 * recorded.
 */
export class QueryHistory implements Disposable {
  readonly #queries: RecordedQuery[] = [];
  readonly #options: QueryHistoryOptions;
  readonly #stop: () => void;

  /** @internal */
  constructor(statements: Statements, options: QueryHistoryOptions) {
    this.#options = options;
    this.#stop = statements.diagnostics.add({ begin: (operation) => this.#begin(operation) });
  }

  /** What was recorded so far, oldest first. */
  get queries(): readonly RecordedQuery[] {
    return this.#queries;
  }

  /** Ends the recording; what was recorded stays. */
  close(): void {
    this.#stop();
  }

  /** {@link QueryHistory.close}, for `using`. */
  [Symbol.dispose](): void {
    this.close();
  }

  #begin(operation: Operation): OperationObserver | undefined {
    const { includeDescribe = false, includeError = false } = this.#options;
    if (operation.kind !== 'query' || (operation.describeOnly && !includeDescribe)) {
      return undefined;
    }
    const { sqlText, describeOnly: isDescribe } = operation;
    return {
      answered: ({ queryId, error }) => {
        if (includeError || error === undefined) {
          this.#queries.push({ queryId, sqlText, isDescribe, error });
        }
      },
    };
  }
}
