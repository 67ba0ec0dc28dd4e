import type { StatementOrder, StatementRequest } from './statement.js';
import { SnowflakeError } from './errors.js';
import { keepResult, type PieceLimits } from './kept-result.js';
import type { Query, QueryOutcome } from './query.js';
import type { ResultStore } from './result-store.js';
import type { StatementQueue } from './statement-queue.js';
import { takeSnapshot, type WireSession } from './wire-session.js';

/** A query, and what it runs. */
export interface Task {
  readonly query: Query;
  readonly statement: Omit<StatementRequest, 'queryId' | 'signal' | 'tell'>;
}

/** Runs queries to their end. */
export class QueryRunner {
  readonly #queue: StatementQueue;
  readonly #results: ResultStore;
  readonly #limits: PieceLimits;

  constructor(queue: StatementQueue, results: ResultStore, limits: PieceLimits) {
    this.#queue = queue;
    this.#results = results;
    this.#limits = limits;
  }

  /** Runs one statement, when its turn comes. Never rejects: the query tells how it ended. */
  runOne(session: WireSession, task: Task): Promise<void> {
    const { query, statement } = task;
    return endWith(query, () => {
      const order = (): StatementOrder => session.sql.orderOf(statement.sql);
      const execute = (begun?: () => void): Promise<QueryOutcome> => this.#execute(session, task, begun);
      return order() === 'at once'
        ? execute()
        : this.#queue.run(session, () => order() === 'alone', query.signal, execute);
    });
  }

  /** Runs several statements in one turn; the first that fails ends them all, with its error. */
  runSeveral(session: WireSession, parent: Query, tasks: readonly Task[]): Promise<void> {
    const children = tasks.map(({ query }) => query);
    const cancelChildren = (): void => children.forEach((child) => child.cancel(asError(parent.signal.reason)));
    return endWith(parent, async () => {
      parent.signal.addEventListener('abort', cancelChildren, { once: true });
      try {
        return await this.#queue.run(
          session,
          () => true,
          parent.signal,
          async () => {
            parent.mark('RUNNING');
            await this.#runInOrder(session, tasks);
            return { kind: 'several', session: takeSnapshot(session), children };
          },
        );
      } finally {
        // What the failure of an earlier one left undone must not look as if it still waited.
        const unfinished = children.filter(({ outcome }) => outcome === undefined);
        await Promise.all(unfinished.map((child) => endWith(child, () => Promise.reject(notReached()))));
      }
    });
  }

  /** Ends a statement that cannot even begin. */
  refuse(query: Query, error: unknown): void {
    query.end({ kind: 'error', error: asError(error) });
  }

  async #runInOrder(session: WireSession, tasks: readonly Task[]): Promise<void> {
    for (const task of tasks) {
      const { query } = task;
      await endWith(query, () => this.#execute(session, task));
      if (query.error !== undefined) {
        throw query.error;
      }
    }
  }

  async #execute(session: WireSession, { query, statement }: Task, begun = (): void => {}): Promise<QueryOutcome> {
    const { queryId, signal } = query;
    signal.throwIfAborted();
    const tell = (state: 'QUEUED' | 'RUNNING'): void => {
      query.mark(state);
      begun();
    };
    const result = await session.sql.execute({ ...statement, queryId, signal, tell });
    const kept = await keepResult(result, this.#limits, signal);
    this.#results.put(queryId, kept);
    return { kind: 'result', session: takeSnapshot(session), statementTypeId: kept.statementTypeId };
  }
}

async function endWith(query: Query, work: () => Promise<QueryOutcome>): Promise<void> {
  try {
    query.end(await work());
  } catch (error) {
    // However a cancelled statement fails, cancelled is what it was.
    query.end({ kind: 'error', error: asError(query.signal.aborted ? query.signal.reason : error) });
  }
}

function asError(error: unknown): SnowflakeError {
  if (error instanceof SnowflakeError) {
    return error;
  }
  const message = error instanceof Error ? error.message : String(error);
  return new SnowflakeError('000603', 'XX000', `SQL execution internal error: ${message}`);
}

function notReached(): SnowflakeError {
  return new SnowflakeError('000604', '57014', 'SQL execution canceled: an earlier statement of the same text failed.');
}
