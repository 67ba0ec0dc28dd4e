import { setTimeout as sleep } from 'node:timers/promises';

import { SqlError } from '../errors.js';
import { type ActionOptions, checkActionOptions, timeLeft } from './action-options.js';
import { type AnyRow, checkCollectOptions, type CollectOptions } from './collect-options.js';
import type { DataFrame } from './data-frame.js';
import { FrameSource } from './frame-source.js';
import { quoteText } from './identifiers.js';
import { isFailure, isRunning, type JobStatus, NO_DATA, toJobStatus } from './job-status.js';
import { allRows, onlyResult, rowsOfEach } from './row-batches.js';
import type { ArrayOptions, CheckedOptions, ObjectOptions } from './row-actions.js';
import type { SchemaOutput, StandardSchema } from './row-schema.js';
import type { OpenResult } from './open-result.js';
import type { Statements } from './statements.js';
import { toUnknownJobError } from './unknown-job.js';
import { waitFor } from './wait-for.js';

/** The pauses between two looks at a job, as Snowpark has them, in milliseconds; the last one goes on. */
const PAUSES_MS = [1, 1, 2, 3, 4, 8, 10].map((step) => step * 500);

/** After so many answers that the server has no state of the statement, its result is asked for: that answer counts. */
const MOST_NO_DATA = 3;

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

  /** @internal Sends a statement that runs on by itself. */
  static async start<Row>(
    source: FrameSource,
    options: ActionOptions,
    makeFrame: FrameMaker<Row>,
  ): Promise<AsyncJob<Row>> {
    const { statements, sqlText } = source;
    const queryId = await statements.run({ ...source.request(options), isAsync: true }, options, async (result) => {
      // Now, so that a close in the same moment knows of it.
      statements.jobs.add(result.queryId);
      return result.queryId;
    });
    return new AsyncJob<Row>(statements, queryId, makeFrame, sqlText);
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
      // The server's own refusal: no database is current, or no right to look.
      if (error instanceof SqlError && error.code === 'SQL_FAILED') {
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
    const status = toJobStatus(await this.#waitFor(this.#statements.queryStatus(this.queryId), options));
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
   * @throws SqlError with the server's own code when the statement failed, or, after some seconds, when the server does
   * not know it. `RESULT_INVALID` for a job of several statements.
   * @throws QueryCancelledError when it was cancelled.
   */
  async result<Schema extends StandardSchema>(options: CheckedOptions<Schema>): Promise<SchemaOutput<Schema>[]>;
  async result(options: ArrayOptions): Promise<unknown[][]>;
  async result(options?: ObjectOptions): Promise<Row[]>;
  async result(options: CollectOptions): Promise<(Row | unknown[])[]>;
  async result(options: CollectOptions = {}): Promise<unknown[]> {
    return this.#whenEnded(options, async (result) =>
      allRows(onlyResult(result, 'results() gives the rows of each.'), options),
    );
  }

  /** {@link AsyncJob.result} for a job of several statements: the rows of each, in order. */
  async results<Schema extends StandardSchema>(options: CheckedOptions<Schema>): Promise<SchemaOutput<Schema>[][]>;
  async results(options: ArrayOptions): Promise<unknown[][][]>;
  async results(options?: ObjectOptions): Promise<Row[][]>;
  async results(options: CollectOptions): Promise<(Row | unknown[])[][]>;
  async results(options: CollectOptions = {}): Promise<unknown[][]> {
    return this.#whenEnded(options, async (result) => rowsOfEach(result, options));
  }

  async #whenEnded<T>(options: CollectOptions, read: (result: OpenResult) => Promise<T>): Promise<T> {
    checkCollectOptions(options);
    const started = performance.now();
    let status = NO_DATA;
    let unknown = 0;
    for (let looks = 0; ; looks++) {
      status = await this.status(timeLeft(options, started));
      unknown += status === NO_DATA ? 1 : 0;
      if (!isRunning(status) || unknown > MOST_NO_DATA) {
        break;
      }
      await this.#pause(PAUSES_MS[Math.min(looks, PAUSES_MS.length - 1)] ?? 0, timeLeft(options, started));
    }
    try {
      // The server's own answer has the code of an error, which its state has not.
      return await this.#statements.fetch(this.queryId, timeLeft(options, started), read);
    } catch (error) {
      throw status === NO_DATA ? toUnknownJobError(error, this.queryId) : error;
    }
  }

  async #waitFor<T>(work: Promise<T>, options: Pick<ActionOptions, 'signal' | 'timeoutMs'>): Promise<T> {
    const { queryId } = this;
    return waitFor(work, options, {
      queryId,
      late: (limit) => `The job was waited for longer than ${limit}; it runs on.`,
    });
  }

  async #pause(ms: number, options: Pick<ActionOptions, 'signal' | 'timeoutMs'>): Promise<void> {
    const timer = new AbortController();
    const pause = sleep(ms, undefined, { signal: timer.signal }).catch(() => undefined);
    const { ending } = this.#statements;
    const stop = (): void => timer.abort();
    ending.addEventListener('abort', stop, { once: true });
    if (ending.aborted) {
      // It was being asked for its state when the session began to close.
      stop();
    }
    try {
      await this.#waitFor(pause, options);
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
