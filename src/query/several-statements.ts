import { SqlError } from '../errors.js';
import { type ActionOptions, checkActionOptions } from './action-options.js';
import { AsyncJob } from './async-job.js';
import { type AnyRow, checkCollectOptions, type CollectOptions } from './collect-options.js';
import { DataFrame } from './data-frame.js';
import type { FrameSource } from './frame-source.js';
import type { ArrayOptions, CheckedOptions, ObjectOptions } from './row-actions.js';
import { rowsOfEach } from './row-batches.js';
import type { SchemaOutput, StandardSchema } from './row-schema.js';

/** The parameter that says how many statements a text has; names of parameters have no case. */
const COUNT = 'MULTI_STATEMENT_COUNT';

/** A text of several statements that has not been sent. */
export class SeveralStatements<Row = AnyRow> {
  readonly #source: FrameSource;
  readonly #count: number;

  /** @internal */
  constructor(source: FrameSource, count: number) {
    if (!(Number.isSafeInteger(count) && count >= 0)) {
      throw new SqlError(`multiStatement must be a whole number, or 0 for any, not ${String(count)}.`, {
        code: 'ARGUMENT_INVALID',
      });
    }
    this.#source = source;
    this.#count = count;
  }

  /**
   * Runs all the statements, in order, and returns the rows of each. The first that fails ends them all; those before it
   * have run, unless they stand in a transaction.
   *
   * @throws SnowparkError as `DataFrame.collect`; SqlError also when the text has another number of statements.
   */
  async collect<Schema extends StandardSchema>(options: CheckedOptions<Schema>): Promise<SchemaOutput<Schema>[][]>;
  async collect(options: ArrayOptions): Promise<unknown[][][]>;
  async collect(options?: ObjectOptions): Promise<Row[][]>;
  async collect(options: CollectOptions): Promise<(Row | unknown[])[][]>;
  async collect(options: CollectOptions = {}): Promise<unknown[][]> {
    checkCollectOptions(options);
    return this.#source.run(this.#counted(options), async (first) => rowsOfEach(first, options));
  }

  /**
   * Sends the statements and does not wait for their end; `results()` of the job gives the rows of each. See
   * `DataFrame.collectNowait`.
   *
   * @throws SnowparkError as `DataFrame.collect`, when the server does not take them.
   */
  async collectNowait(options: ActionOptions = {}): Promise<AsyncJob<Row>> {
    checkActionOptions(options);
    return AsyncJob.start<Row>(this.#source, this.#counted(options), (source) => new DataFrame(source));
  }

  #counted<Options extends ActionOptions>(options: Options): Options {
    const others = Object.entries(options.statementParams ?? {}).filter(([name]) => name.toUpperCase() !== COUNT);
    return { ...options, statementParams: { ...Object.fromEntries(others), [COUNT]: this.#count } };
  }
}
