import { AbortedError, SqlError } from '../errors.js';
import { type ActionOptions, checkActionOptions } from '../query/action-options.js';
import type { Statements } from '../query/statements.js';
import { execute } from './read-text.js';

/** How long an undoing may take whose transaction was stopped, in milliseconds. */
const ROLLBACK_TIMEOUT_MS = 60_000;

/** The transactions of one session, of which the server knows one at a time. */
export class Transactions {
  readonly #statements: Statements;
  #isOpen = false;

  constructor(statements: Statements) {
    this.#statements = statements;
  }

  /**
   * Runs work in a transaction: commits when it resolves, rolls back when it rejects.
   *
   * @throws SqlError `ARGUMENT_INVALID` when one is under way already, or there is no work.
   */
  async run<T>(work: () => Promise<T>, options: ActionOptions): Promise<T> {
    // Before anything is sent: a transaction that the caller has begun by itself must not be rolled back for it.
    checkActionOptions(options);
    if (options.signal?.aborted === true) {
      throw new AbortedError(options.signal.reason);
    }
    if (this.#isOpen) {
      throw new SqlError('transaction: another one is under way on this session, and the server knows one at a time.', {
        code: 'ARGUMENT_INVALID',
        hint: 'Wait for its end, or use another session.',
      });
    }
    this.#isOpen = true;
    try {
      return await this.#run(work, options);
    } finally {
      this.#isOpen = false;
    }
  }

  async #run<T>(work: () => Promise<T>, options: ActionOptions): Promise<T> {
    try {
      await execute(this.#statements, 'begin transaction', options);
      const result = await work();
      await execute(this.#statements, 'commit', options);
      return result;
    } catch (error) {
      // Why it failed is what the caller wants to know, not that the undoing failed as well: the server undoes it anyway
      // when the session ends.
      await execute(this.#statements, 'rollback', { timeoutMs: ROLLBACK_TIMEOUT_MS }).catch(() => undefined);
      throw error;
    }
  }
}
