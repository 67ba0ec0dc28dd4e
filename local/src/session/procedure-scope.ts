import type { InsteadSight, Outcome } from '../commands/command.js';
import type { Procedure } from '../catalog/model.js';
import { SnowflakeError } from '../errors.js';
import type { StartedStatement } from '../script/child-jobs.js';
import { Runner } from './runner.js';
import type { SessionState } from './session-state.js';
import type { SessionParts } from './session-parts.js';
import { Transaction, type TransactionControl } from './transaction.js';

/** Runs statements of a procedure with the connection and the state they are given. */
export interface RunInside {
  instead(parts: SessionParts, sql: string, inside: InsteadSight): Promise<Outcome>;
  aside(parts: SessionParts, sql: string, inside: InsteadSight): StartedStatement;
}

/**
 * What one call of a procedure has for itself: the names and variables its statements see, and the transactions it
 * begins. Those stand beside an open transaction around the call, on a connection of their own, and have to end in it.
 */
export class ProcedureScope implements TransactionControl {
  readonly scoped = true;
  readonly #outer: SessionParts;
  readonly #run: RunInside;
  /** Whether the transaction of the session was there before the call: then it is not the procedure's to end. */
  readonly #enclosed: boolean;
  readonly #changesBefore: number;
  #inner: SessionParts | undefined;

  constructor(parts: SessionParts, procedure: Procedure, run: RunInside) {
    const state = procedure.executeAs === 'OWNER' ? ownersState(parts.state, procedure) : parts.state;
    this.#outer = { ...parts, state, control: this };
    this.#run = run;
    this.#enclosed = parts.transaction.isOpen;
    this.#changesBefore = parts.transaction.changes;
  }

  /** Runs a statement of the procedure. */
  instead(sql: string, inside: InsteadSight = {}): Promise<Outcome> {
    return this.#run.instead(this.#active() ?? this.#outer, sql, inside);
  }

  /** Starts a statement of the procedure beside it. */
  aside(sql: string, inside: InsteadSight = {}): StartedStatement {
    return this.#run.aside(this.#active() ?? this.#outer, sql, inside);
  }

  async begin(keeps = true, name?: string): Promise<void> {
    if (!this.#outer.transaction.isOpen) {
      await this.#outer.transaction.begin(keeps, name);
    } else if (this.#enclosed && this.#active() === undefined) {
      const { locks, slots, reading } = this.#outer;
      const { owner } = this.#outer.transaction;
      const connection = await reading.take();
      const transaction = new Transaction(connection, locks, owner);
      await transaction.begin(keeps, name);
      this.#inner = { ...this.#outer, connection, transaction, runner: new Runner(connection, transaction, slots) };
    }
  }

  async commit(): Promise<void> {
    await this.#own().commit();
  }

  async rollback(): Promise<void> {
    await this.#own().rollback();
  }

  /**
   * Runs the procedure's body. What it has changed in a transaction around it is undone when it fails.
   *
   * @throws SnowflakeError 090237 when a transaction that began in it is still open
   */
  async within(body: () => Promise<Outcome>): Promise<Outcome> {
    const { transaction } = this.#outer;
    let outcome: Outcome;
    try {
      outcome = await body();
    } catch (error) {
      await this.#leave();
      if (this.#enclosed) {
        await transaction.undoTo(this.#changesBefore);
      }
      throw error;
    }
    if (await this.#leave()) {
      const text = 'Scoped transaction started in stored procedure is incomplete and it was rolled back.';
      throw new SnowflakeError('090237', '22000', `Stored procedure execution error: ${text}`);
    }
    return outcome;
  }

  /** Undoes what is left open; true when there was something. */
  async #leave(): Promise<boolean> {
    const { transaction } = this.#outer;
    const inner = this.#active();
    await inner?.transaction.rollback();
    this.#active();
    const left = !this.#enclosed && transaction.isOpen;
    if (left) {
      await transaction.rollback();
    }
    return left || inner !== undefined;
  }

  /** The transaction that statements of the procedure may end. */
  #own(): Transaction {
    const inner = this.#active();
    const { transaction } = this.#outer;
    if (inner === undefined && this.#enclosed && transaction.isOpen) {
      const text = 'Modifying a transaction that has started at a different scope is not allowed.';
      throw new SnowflakeError('090238', '22000', text);
    }
    return inner?.transaction ?? transaction;
  }

  /** A definition ends its transaction while it still works on the connection: that is given back at the next look. */
  #active(): SessionParts | undefined {
    if (this.#inner !== undefined && !this.#inner.transaction.isOpen) {
      this.#outer.reading.giveBack(this.#inner.connection);
      this.#inner = undefined;
    }
    return this.#inner;
  }
}

/** With its owner's rights a procedure sees names from where it stands, and none of the caller's variables. */
function ownersState(state: SessionState, { database, schema }: Procedure): SessionState {
  return { ...state, database, schema, variables: new Map(), ownersRights: true };
}

/** Does work on a connection of its own, where nothing is left open afterwards. */
export async function onConnection<T>(parts: SessionParts, work: (parts: SessionParts) => Promise<T>): Promise<T> {
  const { locks, slots, reading } = parts;
  const connection = await reading.take();
  const transaction = new Transaction(connection, locks, parts.transaction.owner);
  const runner = new Runner(connection, transaction, slots);
  try {
    return await work({ ...parts, connection, transaction, runner, control: transaction });
  } finally {
    await transaction.rollback();
    reading.giveBack(connection);
  }
}
