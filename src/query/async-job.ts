import { setTimeout as sleep } from 'node:timers/promises';

import { AbortedError, QueryTimeoutError, SqlError } from '../errors.js';
import { onAbort } from '../on-abort.js';
import { type ActionOptions, checkActionOptions, checkDuration, timeLeft } from './action-options.js';
import { type AnyRow, checkCollectOptions, type CollectOptions } from './collect-options.js';
import type { DataFrame } from './data-frame.js';
import { FrameSource } from './frame-source.js';
import { quoteText } from './identifiers.js';
import { isFailure, isRunning, type JobStatus, NO_DATA, toJobStatus } from './job-status.js';
import { allRows } from './row-batches.js';
import type { ArrayOptions, CheckedOptions } from './row-actions.js';
import type { SchemaOutput, StandardSchema } from './row-schema.js';
import type { Statements } from './statements.js';

/** The pauses between two looks at a job, as Snowpark has them, in milliseconds; the last one goes on. */
const PAUSES_MS = [1, 1, 2, 3, 4, 8, 10].map((step) => step * 500);

/** After so many answers that the server knows no such statement, it is taken at its word. */
const MOST_NO_DATA = 24;

const QUERY_ID = /^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/i;

/** Makes the frame over a job's result; given by the frame's file, which this one does not load. */
export type FrameMaker<Row> = (source: FrameSource) => DataFrame<Row>;

/**
 * A statement that runs on the server by itself, after Snowpark's AsyncJob. It outlives this process unless the session
 * is closed; any session of the same user can take it up with `createAsyncJob(queryId)`.
 */
export class AsyncJob<Row = AnyRow> {
  /** Snowflake's id of the statement. */
  readonly queryId: string;
  readonly #statements: Statements;
  readonly #makeFrame: FrameMaker<Row>;
  readonly #sqlText: string | undefined;

  /** @internal */
  constructor(statements: Statements, queryId: string, makeFrame: FrameMaker<Row>, sqlText?: string) {
    this.#statements = statements;
    this.queryId = checkQueryId(queryId);
    this.#makeFrame = makeFrame;
    this.#sqlText = sqlText;
  }

  /** The statement's text; `undefined` when another session started it and the query history does not tell. */
  async query(options: ActionOptions = {}): Promise<string | undefined> {
    if (this.#sqlText !== undefined) {
      return this.#sqlText;
    }
    const history = 'table(information_schema.query_history())';
    const sqlText = `select query_text from ${history} where query_id = ${quoteText(this.queryId)}`;
    try {
      return await new FrameSource(this.#statements, sqlText).run(options, async (result) => {
        const [row] = await allRows(result, { rowMode: 'array' });
        return Array.isArray(row) && typeof row[0] === 'string' ? row[0] : undefined;
      });
    } catch (error) {
      if (error instanceof SqlError) {
        return undefined;
      }
      throw error;
    }
  }

  /**
   * Where the statement stands.
   *
   * @throws SnowparkError when the server cannot be asked; see {@link ActionOptions} for what stops the asking.
   */
  async status(options: Pick<ActionOptions, 'signal' | 'timeoutMs'> = {}): Promise<JobStatus> {
    checkActionOptions(options);
    const status = toJobStatus(await waitFor(this.#statements.queryStatus(this.queryId), this.queryId, options));
    if (!isRunning(status)) {
      this.#statements.jobs.remove(this.queryId);
    }
    return status;
  }

  /** True when the statement has ended, well or not. A lock it waits for does not end it. */
  async isDone(options: Pick<ActionOptions, 'signal' | 'timeoutMs'> = {}): Promise<boolean> {
    return !isRunning(await this.status(options));
  }

  /** True when the statement failed or was cancelled. */
  async isFailed(options: Pick<ActionOptions, 'signal' | 'timeoutMs'> = {}): Promise<boolean> {
    return isFailure(await this.status(options));
  }

  /** Cancels the statement on the server; nothing happens when it has ended. */
  async cancel(options: ActionOptions = {}): Promise<void> {
    const sqlText = `select system$cancel_query(${quoteText(this.queryId)})`;
    await new FrameSource(this.#statements, sqlText).run(options, async () => undefined);
  }

  /**
   * Waits for the statement's end and returns all its rows. `signal` and `timeoutMs` end the waiting; the statement runs
   * on until {@link AsyncJob.cancel}.
   *
   * @throws SqlError with the server's own code when the statement failed, or when the server does not know it.
   * @throws QueryCancelledError when it was cancelled.
   */
  async result<Schema extends StandardSchema>(options: CheckedOptions<Schema>): Promise<SchemaOutput<Schema>[]>;
  async result(options: ArrayOptions): Promise<unknown[][]>;
  async result(options?: CollectOptions): Promise<Row[]>;
  async result(options: CollectOptions = {}): Promise<unknown[]> {
    checkCollectOptions(options);
    const timeoutMs = checkDuration('timeoutMs', options.timeoutMs);
    const started = performance.now();
    let unknown = 0;
    for (let looks = 0; ; looks++) {
      const status = await this.status(timeLeft(options, started));
      unknown += status === NO_DATA ? 1 : 0;
      if (!isRunning(status) || unknown > MOST_NO_DATA) {
        break;
      }
      await this.#pause(PAUSES_MS[Math.min(looks, PAUSES_MS.length - 1)] ?? 0, {
        ...timeLeft({ timeoutMs }, started),
        signal: options.signal,
      });
    }
    // The server's own answer has the code of an error, which its state has not.
    return this.#statements.fetch(this.queryId, timeLeft(options, started), async (result) => allRows(result, options));
  }

  async #pause(ms: number, options: Pick<ActionOptions, 'signal' | 'timeoutMs'>): Promise<void> {
    const timer = new AbortController();
    const pause = sleep(ms, undefined, { signal: timer.signal }).catch(() => undefined);
    const { ending } = this.#statements;
    const stop = (): void => timer.abort();
    ending.addEventListener('abort', stop, { once: true });
    try {
      await waitFor(pause, this.queryId, options);
    } finally {
      ending.removeEventListener('abort', stop);
      stop();
    }
  }

  /**
   * A frame over the statement's kept result, for `select … from` it. The server keeps it for 24 hours, for the session
   * that ran it.
   */
  toDataFrame(): DataFrame<Row> {
    return this.#makeFrame(FrameSource.resultOf(this.#statements, this.queryId));
  }
}

/**
 * Checks a query id before it goes anywhere.
 *
 * @throws SqlError `ARGUMENT_INVALID` when it is none.
 */
function checkQueryId(queryId: unknown): string {
  if (typeof queryId !== 'string' || !QUERY_ID.test(queryId)) {
    throw new SqlError(`${JSON.stringify(queryId) ?? String(queryId)} is not a query id.`, {
      code: 'ARGUMENT_INVALID',
      hint: 'Query ids look like 01b00000-0000-0000-0000-000000000001.',
    });
  }
  return queryId;
}

/** Waits for something that cannot be stopped itself. */
async function waitFor<T>(
  work: Promise<T>,
  queryId: string,
  { signal, timeoutMs }: Pick<ActionOptions, 'signal' | 'timeoutMs'>,
): Promise<T> {
  // Who has left does not hear of it any more.
  work.catch(() => undefined);
  const limit = checkDuration('timeoutMs', timeoutMs);
  let timer: NodeJS.Timeout | undefined;
  let stopListening: (() => void) | undefined;
  const stopped = new Promise<never>((_resolve, reject) => {
    if (signal) {
      const leave = (): void => reject(new AbortedError(signal.reason, { queryId }));
      stopListening = onAbort(signal, leave);
      if (signal.aborted) {
        leave();
      }
    }
    if (limit !== undefined) {
      const late = new QueryTimeoutError('The job was waited for longer than timeoutMs; it runs on.', { queryId });
      timer = setTimeout(() => reject(late), limit);
    }
  });
  try {
    return await Promise.race([stopped, work]);
  } finally {
    clearTimeout(timer);
    stopListening?.();
    stopped.catch(() => undefined);
  }
}
