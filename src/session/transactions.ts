import { AbortedError, SqlError } from '../errors.js';
import { type ActionOptions, checkActionOptions } from '../query/action-options.js';
import type { Statements } from '../query/statements.js';
import { execute, readText } from './read-text.js';

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
   * @throws SqlError `ARGUMENT_INVALID` when one is open already, also one that was begun by hand.
   */
  async run<T>(work: () => Promise<T>, options: ActionOptions): Promise<T> {
    // Before anything is sent: a transaction that the caller has begun by itself must not be rolled back for it.
    checkActionOptions(options);
    if (options.signal?.aborted === true) {
      throw new AbortedError(options.signal.reason);
    }
    this.checkNone('transaction');
    this.#isOpen = true;
    try {
      await this.#checkServer(options);
      return await this.#run(work, options);
    } finally {
      this.#isOpen = false;
    }
  }

  /** @throws SqlError `ARGUMENT_INVALID` while work runs in a transaction: the server takes another BEGIN in silence. */
  checkNone(what: string): void {
    if (this.#isOpen) {
      throw alreadyOpen(
        `${what}: another one is under way on this session`,
        'Wait for its end, or use another session.',
      );
    }
  }

  /** A transaction begun by hand would be joined in silence, and committed or rolled back with the work. */
  async #checkServer(options: ActionOptions): Promise<void> {
    if (this.#statements.transactionHint.mayBeOpen) {
      if ((await readText(this.#statements, 'select current_transaction()', options)) !== undefined) {
        throw alreadyOpen('transaction: one is open that was begun by hand', 'Commit it or roll it back first.');
      }
      this.#statements.transactionHint.ended();
    }
  }

  async #run<T>(work: () => Promise<T>, options: ActionOptions): Promise<T> {
    try {
      await execute(this.#statements, 'begin transaction', options);
      const result = await work();
      await this.#end('commit', options);
      return result;
    } catch (error) {
      // Why it failed is what the caller wants to know, not that the undoing failed as well: the server undoes it anyway
      // when the session ends.
      await this.#end('rollback', { timeoutMs: ROLLBACK_TIMEOUT_MS }).catch(() => undefined);
      throw error;
    }
  }

  async #end(how: 'commit' | 'rollback', options: ActionOptions): Promise<void> {
    await execute(this.#statements, how, options);
    this.#statements.transactionHint.ended();
  }
}

function alreadyOpen(problem: string, hint: string): SqlError {
  return new SqlError(`${problem}, and the server knows one at a time.`, { code: 'ARGUMENT_INVALID', hint });
}
