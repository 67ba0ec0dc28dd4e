import type { DuckDBConnection } from '@duckdb/node-api';
import type { Clock } from './clock.js';
import type { CatalogStore } from './catalog/store.js';
import { StatementRun } from './session/statement-run.js';
import { orderOf } from './commands/dispatch.js';
import { NestedResults } from './session/nested-results.js';
import { Runner } from './session/runner.js';
import type { ReadingConnections } from './session/reading-connections.js';
import type { RunningSlots } from './session/running-slots.js';
import {
  copySessionState,
  createSessionState,
  plainName,
  resetSessionState,
  type SessionState,
} from './session/session-state.js';
import type { TableLocks } from './session/table-locks.js';
import { Transaction } from './session/transaction.js';
import { RunningWork } from './session/running-work.js';
import type { StageFiles } from './stages/stage-files.js';
import type { SqlSession, SqlSessionOptions, StatementRequest, StatementResult } from './statement.js';

/** What all sessions of an engine share. */
export interface EngineParts {
  readonly store: CatalogStore;
  readonly stages: StageFiles;
  readonly clock: Clock;
  readonly slots: RunningSlots;
  readonly locks: TableLocks;
  readonly reading: ReadingConnections;
}

/** Where a session's connection comes from, and where it goes. */
export interface SessionConnections {
  readonly connect: () => Promise<DuckDBConnection>;
  readonly letGo: (connection: DuckDBConnection) => void;
}

/** Opens a session: its database and schema are made when they do not exist. */
export async function openSqlSession(
  { connect, letGo }: SessionConnections,
  parts: EngineParts,
  options: SqlSessionOptions,
  forget: () => void,
): Promise<SqlSession> {
  const { store } = parts;
  const state = createSessionState(options);
  const connection = await connect();
  const nested = new NestedResults();
  const { run, transaction } = openRun(parts, state, connection, nested);
  await enterDatabase(store, state, options);
  let closing: Promise<void> | undefined;
  const work = new RunningWork();
  return {
    get currentDatabase() {
      return state.database;
    },
    get currentSchema() {
      return state.schema;
    },
    get currentWarehouse() {
      return state.warehouse;
    },
    get currentRole() {
      return state.role;
    },
    parameters: () => state.parameters.told(),
    execute: (request) =>
      work.run(request.signal, (signal) =>
        transaction.isOpen || orderOf(request.sql) === 'alone'
          ? run.execute({ ...request, signal })
          : readBeside(parts, copySessionState(state), nested, { ...request, signal }),
      ),
    orderOf: (sql) => (transaction.isOpen && orderOf(sql) === 'shared' ? 'alone' : orderOf(sql)),
    reset: async () => {
      if (work.busy) {
        throw new Error('reset: a statement still runs; wait for it or cancel it first.');
      }
      await transaction.rollback();
      resetSessionState(state);
      await enterDatabase(store, state, options);
    },
    close: () => {
      forget();
      closing ??= work
        .stop()
        .then(() => closeSession(store, state, connection, transaction).finally(() => letGo(connection)));
      return closing;
    },
  };
}

function openRun(
  parts: EngineParts,
  state: SessionState,
  connection: DuckDBConnection,
  nested: NestedResults,
): { readonly run: StatementRun; readonly transaction: Transaction } {
  const { user, sessionId: session } = state.options;
  const transaction = new Transaction(connection, parts.locks, { user: user.toUpperCase(), session });
  const runner = new Runner(connection, transaction, parts.slots);
  return {
    run: new StatementRun({ ...parts, state, transaction, runner, connection, nested, control: transaction }),
    transaction,
  };
}

/** Runs a read on a connection of its own, so that others of the session can run at the same time. */
async function readBeside(
  parts: EngineParts,
  state: SessionState,
  nested: NestedResults,
  request: StatementRequest,
): Promise<StatementResult> {
  const connection = await parts.reading.take();
  const giveBack = (): void => parts.reading.giveBack(connection);
  try {
    const { rows, ...result } = await openRun(parts, state, connection, nested).run.execute(request);
    return { ...result, rows: readThen(rows, giveBack) };
  } catch (error) {
    giveBack();
    throw error;
  }
}

async function* readThen(rows: StatementResult['rows'], done: () => void): StatementResult['rows'] {
  try {
    yield* rows;
  } finally {
    done();
  }
}

async function enterDatabase(store: CatalogStore, state: SessionState, options: SqlSessionOptions): Promise<void> {
  const { accountObjects } = store.catalog;
  accountObjects.imply('USER', options.user.toUpperCase());
  accountObjects.imply('ROLE', state.role);
  accountObjects.imply('WAREHOUSE', state.warehouse);
  if (options.database === undefined || options.database === '') {
    return;
  }
  const { catalog } = store;
  const database = plainName(options.database);
  const schema = options.schema === undefined || options.schema === '' ? 'PUBLIC' : plainName(options.schema);
  const isThere = (): boolean => catalog.schema(database, schema) !== undefined;
  // Definitions stand in line, and a login need not wait for a long one.
  await (isThere()
    ? undefined
    : store.define(async () => {
        const createdAt = Date.now();
        if (catalog.database(database) === undefined) {
          catalog.putDatabase({ name: database, comment: undefined, createdAt });
          catalog.putSchema({ database, name: 'PUBLIC', comment: undefined, createdAt });
        }
        if (catalog.schema(database, schema) === undefined) {
          catalog.putSchema({ database, name: schema, comment: undefined, createdAt });
        }
        await store.save();
      }));
  state.database = database;
  state.schema = schema;
}

/** Ends the session's transaction and forgets its temporary tables. */
async function closeSession(
  { catalog }: CatalogStore,
  state: SessionState,
  connection: DuckDBConnection,
  transaction: Transaction,
): Promise<void> {
  await transaction.rollback();
  for (const { physical } of catalog.takeTemporary(state.options.sessionId)) {
    await connection.run(`DROP TABLE IF EXISTS ${physical}`);
  }
}
