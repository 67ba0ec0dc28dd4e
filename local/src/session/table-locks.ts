import type { Relation } from '../catalog/model.js';
import { cancelled } from '../duckdb-errors.js';
import { SnowflakeError } from '../errors.js';
import { OpenTransactions, type OpenTransaction } from './open-transactions.js';

/** Snowflake lets so many statements wait for one lock. */
const MOST_WAITERS = 20;

/** Who asks for a lock, and for how long. */
export interface LockRequest {
  readonly queryId: string;
  readonly signal: AbortSignal;
  /** Seconds it waits; LOCK_TIMEOUT. */
  readonly timeoutSeconds: number;
}

/** A lock that is held or waited for, as SHOW LOCKS tells of it. */
export interface ListedLock {
  readonly table: Pick<Relation, 'database' | 'schema' | 'name'>;
  readonly transaction: OpenTransaction | undefined;
  readonly status: 'HOLDING' | 'WAITING';
  readonly acquiredAt: number | undefined;
  readonly queryId: string;
}

interface Lock {
  readonly of: Relation;
  holder: object;
  queryId: string;
  acquiredAt: number;
  readonly waiting: Waiting[];
}

interface Waiting {
  readonly owner: object;
  readonly queryId: string;
  readonly take: () => void;
}

/**
 * Which transaction may change a table's rows: UPDATE, DELETE and MERGE of others wait for its end, as in Snowflake.
 * INSERT and COPY add rows and need no lock.
 */
export class TableLocks {
  readonly transactions = new OpenTransactions();
  readonly #locks = new Map<string, Lock>();
  #commits = 0;

  /** How often a transaction has been committed: tells whether a snapshot is still the latest. */
  get commits(): number {
    return this.#commits;
  }

  /** Work has been committed. */
  committed(): void {
    this.#commits += 1;
  }

  /** Every lock there is. */
  list(): readonly ListedLock[] {
    return [...this.#locks.values()].flatMap(({ of: table, holder, queryId, acquiredAt, waiting }) => [
      { table, transaction: this.transactions.of(holder), status: 'HOLDING', acquiredAt, queryId } as const,
      ...waiting.map(({ owner, queryId: asker }) => {
        const transaction = this.transactions.of(owner);
        return { table, transaction, status: 'WAITING', acquiredAt: undefined, queryId: asker } as const;
      }),
    ]);
  }

  /**
   * Waits until a table may be changed, and holds it until {@link TableLocks.release}.
   *
   * @returns true when it had to wait
   * @throws SnowflakeError 000625 when it waits too long, when too many wait, or when two would wait for each other
   * @throws SnowflakeError 000604 when the signal aborts while waiting
   */
  async acquire(table: Relation, owner: object, request: LockRequest): Promise<boolean> {
    const lock = this.#locks.get(table.physical);
    if (lock === undefined) {
      const taken = { of: table, holder: owner, queryId: request.queryId, acquiredAt: Date.now(), waiting: [] };
      this.#locks.set(table.physical, taken);
      return false;
    }
    if (lock.holder === owner) {
      return false;
    }
    const refuse = (why: string): SnowflakeError => lockedError(table.name, lock.queryId, request.queryId, why);
    if (lock.waiting.length >= MOST_WAITERS) {
      throw refuse(`the number of waiters for this lock exceeds the ${MOST_WAITERS} statements limit.`);
    }
    if (this.#waitsFor(lock.holder, owner)) {
      throw refuse('the two transactions would wait for each other: a deadlock.');
    }
    await wait(lock, owner, request, () => refuse(`it waited for ${request.timeoutSeconds} second(s), LOCK_TIMEOUT.`));
    return true;
  }

  /** Lets go of every table an owner holds; the first that waits for each takes it. */
  release(owner: object): void {
    for (const [table, lock] of this.#locks) {
      if (lock.holder === owner) {
        const next = lock.waiting.shift();
        if (next === undefined) {
          this.#locks.delete(table);
        } else {
          lock.holder = next.owner;
          lock.queryId = next.queryId;
          lock.acquiredAt = Date.now();
          next.take();
        }
      }
    }
  }

  #waitsFor(one: object, other: object): boolean {
    const waited = [...this.#locks.values()].filter(({ waiting }) => waiting.some(({ owner }) => owner === one));
    return waited.some(({ holder }) => holder === other || this.#waitsFor(holder, other));
  }
}

function wait(lock: Lock, owner: object, request: LockRequest, late: () => SnowflakeError): Promise<void> {
  const { queryId, signal, timeoutSeconds } = request;
  return new Promise((resolve, reject) => {
    const leave = (error: SnowflakeError): void => {
      settle();
      lock.waiting.splice(lock.waiting.indexOf(waiting), 1);
      reject(error);
    };
    const abort = (): void => leave(cancelled());
    const take = (): void => {
      settle();
      resolve();
    };
    const timer = setTimeout(() => leave(late()), Math.min(timeoutSeconds * 1000, 2 ** 31 - 1)).unref();
    const settle = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
    };
    const waiting: Waiting = { owner, queryId, take };
    signal.addEventListener('abort', abort, { once: true });
    lock.waiting.push(waiting);
  });
}

function lockedError(table: string, holder: string, asker: string, why: string): SnowflakeError {
  return new SnowflakeError(
    '000625',
    '57014',
    `Statement '${holder}' has locked table '${table}' and this lock has not yet been released.\nYour statement '${asker}' was aborted because ${why}`,
  );
}
