import { SqlError } from '../errors.js';
import { type AnyRow, checkCollectOptions, type CollectOptions } from './collect-options.js';
import type { FrameSource } from './frame-source.js';
import { allRows } from './row-batches.js';

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
  async collect(options: CollectOptions = {}): Promise<Row[][]> {
    checkCollectOptions(options);
    const others = Object.entries(options.statementParams ?? {}).filter(([name]) => name.toUpperCase() !== COUNT);
    const statementParams = { ...Object.fromEntries(others), [COUNT]: this.#count };
    return this.#source.run({ ...options, statementParams }, async (first) => {
      const results: Row[][] = [];
      for (const result of [first, ...first.following]) {
        results.push((await allRows(result, options)) as Row[]);
      }
      return results;
    });
  }
}
