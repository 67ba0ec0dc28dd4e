import { setMaxListeners } from 'node:events';

import { Diagnostics } from '../diagnostics/diagnostics.js';
import type { OperationReport } from '../diagnostics/operation-report.js';
import type { DriverConnection, DriverStatement, StatementRequest } from '../driver/port.js';
import { AbortedError, ConnectionError, SessionExpiredError, SnowparkError } from '../errors.js';
import { type ActionOptions, checkActionOptions, timeLeft } from './action-options.js';
import { RunningStatement, type StatementWay } from './running-statement.js';
import { Jobs } from './jobs.js';
import { type OpenResult, openResult } from './open-result.js';
import { kindOf } from './statement-kind.js';
import { armStop } from './stop-conditions.js';
import { type TraceTag, withTraceparent } from './trace-tag.js';
import { TransactionHint } from './transaction-hint.js';
import { waitFor } from './wait-for.js';

/** What holds for all statements of a session. */
export interface StatementsOptions extends Pick<ActionOptions, 'timeoutMs'> {
  /** Told when the server says that it no longer knows the session. */
  readonly onExpired?: (error: SessionExpiredError) => void;
  /** Told of each statement. */
  readonly diagnostics?: Diagnostics;
  /** Names each statement's span in its query tag. */
  readonly traceTag?: TraceTag | undefined;
}

interface BegunStatement {
  readonly statement: RunningStatement;
  /** To be called when nobody reads its result any more. */
  readonly end: () => void;
  /** Undefined when nobody listens. */
  readonly report: OperationReport | undefined;
}

/** The statements of one session: starts them, stops them by signal and time, and knows which ones are under way. */
export class Statements {
  /** Those that run on the server by themselves. */
  readonly jobs: Jobs;
  readonly transactionHint: TransactionHint;
  /** Where it tells of them. */
  readonly diagnostics: Diagnostics;
  readonly #connection: DriverConnection;
  /** What holds for an action that gives no timeout of its own. */
  readonly #timeoutMs: number | undefined;
  readonly #running = new Map<RunningStatement, OperationReport | undefined>();
  readonly #onExpired: StatementsOptions['onExpired'];
  readonly #traceTag: TraceTag | undefined;
  readonly #ending = new AbortController();
  #refusal: (() => SnowparkError) | undefined;
  #leftWork = false;
  #changes = 0;
  #onIdle: (() => void)[] = [];

  constructor(connection: DriverConnection, { timeoutMs, onExpired, diagnostics, traceTag }: StatementsOptions = {}) {
    this.#connection = connection;
    this.jobs = new Jobs(connection);
    this.transactionHint = TransactionHint.of(connection);
    // Every job that is waited for listens to it.
    setMaxListeners(0, this.#ending.signal);
    this.#timeoutMs = timeoutMs;
    this.#onExpired = onExpired;
    this.#traceTag = traceTag;
    this.diagnostics = diagnostics ?? new Diagnostics();
  }

  /** How many statements are under way. */
  get running(): number {
    return this.#running.size;
  }

  /** True when something may run on the server that no statement here stands for any more. */
  get leftWork(): boolean {
    return this.#leftWork;
  }

  /** Grows with each statement that may change what others give: any that is no query. */
  get changes(): number {
    return this.#changes;
  }

  /** Notes that a statement was started whose end nobody here waits for. */
  leaveWork(): void {
    this.#leftWork = true;
  }

  /**
   * Sends one statement and hands its result to `read`; the statement can be stopped until `read` has ended.
   *
   * @throws SnowparkError whatever stopped it first: the server, the signal, the timeout, or the session's close.
   */
  async run<T>(
    request: StatementRequest,
    options: ActionOptions,
    read: (result: OpenResult) => Promise<T>,
  ): Promise<T> {
    const begun =
      this.#traceTag === undefined ? this.#begin(request, options) : await this.#beginTagged(request, options);
    return this.#read(begun, read);
  }

  /**
   * Fetches the result of a statement that any session has started, as {@link Statements.run} does for its own. A stop
   * ends the fetching; the statement runs on.
   */
  async fetch<T>(queryId: string, options: ActionOptions, read: (result: OpenResult) => Promise<T>): Promise<T> {
    this.#checkStart(options);
    const report = this.diagnostics.isObserved ? this.diagnostics.begin({ kind: 'fetch', queryId }) : undefined;
    const send = (): DriverStatement => this.#connection.fetchResult(queryId);
    const statement = new RunningStatement(report === undefined ? send() : report.run(send), 'fetch');
    return this.#read(this.#watch(statement, options, report), read);
  }

  /**
   * The state of any statement, in the server's words.
   *
   * @throws SnowparkError when the session is closed or the server cannot be asked.
   */
  async queryStatus(queryId: string): Promise<string> {
    this.#checkStart({});
    try {
      return await this.#connection.queryStatus(queryId);
    } catch (error) {
      // A session that closes meanwhile takes the connection away.
      throw this.#failed(this.#refusal?.() ?? error);
    }
  }

  /**
   * Sends one statement and hands on the batches that `read` makes of its result; the statement can be stopped until the
   * last one. Nothing is sent before the first is asked for.
   *
   * @param onStop - Called when it is stopped before that.
   * @throws SnowparkError as {@link Statements.run}.
   */
  async *stream<T>(
    request: StatementRequest,
    options: ActionOptions,
    read: (result: OpenResult) => AsyncGenerator<T, void, undefined>,
    onStop: () => void,
  ): AsyncGenerator<T, void, undefined> {
    const { statement, end, report } =
      this.#traceTag === undefined ? this.#begin(request, options) : await this.#beginTagged(request, options);
    statement.onStop(onStop);
    try {
      const result = await statement.result();
      yield* read(openResult(statement, result, report));
    } catch (error) {
      throw this.#failed(error, statement, report);
    } finally {
      end();
      report?.ended();
    }
  }

  /** From now on every new statement is refused; the latest reason counts. */
  refuse(reason: () => SnowparkError): void {
    this.#refusal = reason;
    this.#ending.abort(null); // Without a reason, one is made with its stack.
  }

  /** Aborts when statements begin to be refused: who pauses between two of them need not wait any more. */
  get ending(): AbortSignal {
    return this.#ending.signal;
  }

  /** Resolves when no statement is under way, or when `limit` aborts. */
  async drained(limit: AbortSignal): Promise<void> {
    if (this.#running.size > 0 && !limit.aborted) {
      await new Promise<void>((resolve) => {
        this.#onIdle.push(resolve);
        limit.addEventListener('abort', () => resolve(), { once: true });
      });
    }
  }

  /** Stops every statement under way, jobs too; resolves when the server has settled them all, or when `limit` aborts. */
  async stopAll(reason: (queryId: string | undefined) => SnowparkError, limit: AbortSignal): Promise<void> {
    // Every statement listens to it; that many listeners are no leak.
    setMaxListeners(0, limit);
    await Promise.all([
      ...[...this.#running].map(async ([statement, report]) => {
        const why = reason(statement.queryId);
        const stopped = statement.stop(why, limit);
        // Who has dropped an iterator in the middle does not come back to end it.
        report?.ended(why, statement.queryId);
        await stopped;
      }),
      this.jobs.cancelAll(limit),
    ]);
  }

  async #beginTagged(request: StatementRequest, options: ActionOptions): Promise<BegunStatement> {
    this.#checkStart(options);
    const started = performance.now();
    const asked = this.#traceTag?.ownTag(request) ?? Promise.resolve(undefined);
    const ownTag = await waitFor(asked, options, {
      late: (limit) => `The session's query tag, which is to name the trace, could not be read within ${limit}.`,
    });
    const begun = this.#begin(request, timeLeft(options, started), ownTag);
    const ended = (): void => this.#traceTag?.ended(request);
    void begun.statement.settled.then(ended);
    return begun;
  }

  #begin(request: StatementRequest, options: ActionOptions, ownTag?: string): BegunStatement {
    this.#checkStart(options);
    const { isSelect, verb } = kindOf(request.sqlText);
    if (!isSelect) {
      this.#changes++;
    }
    this.transactionHint.sent(request.sqlText);
    if (!this.diagnostics.isObserved) {
      return this.#watch(new RunningStatement(this.#connection.execute(request), wayOf(request)), options);
    }
    const { sqlText, describeOnly = false, isAsync = false } = request;
    const report = this.diagnostics.begin({ kind: 'query', sqlText, verb, describeOnly, isAsync });
    const { traceparent } = report;
    const isTagged = ownTag !== undefined && traceparent !== undefined;
    const tagged = isTagged ? withTraceparent(request, ownTag, traceparent) : request;
    const sent = report.run(() => this.#connection.execute(tagged));
    return this.#watch(new RunningStatement(sent, wayOf(request)), options, report);
  }

  #watch(statement: RunningStatement, options: ActionOptions, report?: OperationReport): BegunStatement {
    this.#running.set(statement, report);
    const disarm = armStop(statement, options, this.#timeoutMs);
    const stopTelling = options.onQueryId === undefined ? undefined : statement.tellQueryId(options.onQueryId);
    const end = (): void => {
      disarm();
      stopTelling?.();
      // A stopped statement may still run on the server; the session waits for it when it closes.
      void statement.settled.then(() => this.#remove(statement));
    };
    if (report !== undefined) {
      statement.reportTo(report);
    }
    return { statement, end, report };
  }

  async #read<T>({ statement, end, report }: BegunStatement, read: (result: OpenResult) => Promise<T>): Promise<T> {
    try {
      const result = await statement.result();
      return await read(openResult(statement, result, report));
    } catch (error) {
      throw this.#failed(error, statement, report);
    } finally {
      end();
      report?.ended();
    }
  }

  #failed(error: unknown, statement?: RunningStatement, report?: OperationReport): unknown {
    report?.ended(error, statement?.queryId);
    this.#learn(error);
    // Born deep in the driver's callbacks; the reader wants to see the line that asked.
    if (error instanceof SnowparkError) {
      Error.captureStackTrace(error);
    }
    return error;
  }

  #learn(error: unknown): void {
    if (error instanceof SessionExpiredError) {
      this.#onExpired?.(error);
    }
    // The server may have the statement, though its answer never came.
    this.#leftWork ||= error instanceof ConnectionError;
  }

  #remove(statement: RunningStatement): void {
    this.#running.delete(statement);
    if (this.#running.size === 0) {
      for (const resolve of this.#onIdle.splice(0)) {
        resolve();
      }
    }
  }

  /** Before anything is sent: what is refused here has not run. */
  #checkStart(options: ActionOptions): void {
    checkActionOptions(options);
    const { signal } = options;
    if (this.#refusal !== undefined) {
      throw this.#refusal();
    }
    if (signal?.aborted === true) {
      throw new AbortedError(signal.reason);
    }
  }
}

function wayOf({ isAsync }: StatementRequest): StatementWay {
  return isAsync === true ? 'submit' : 'run';
}
