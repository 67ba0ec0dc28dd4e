import type { DuckDBConnection } from '@duckdb/node-api';
import type { Clock } from './clock.js';
import type { CatalogStore } from './catalog/store.js';
import { StatementRun } from './session/statement-run.js';
import { cancelsOthers } from './commands/dispatch.js';
import { Runner } from './session/runner.js';
import { createSessionState, plainName, resetSessionState, type SessionState } from './session/session-state.js';
import { Transaction } from './session/transaction.js';
import { RunningWork } from './session/running-work.js';
import type { StageFiles } from './stages/stage-files.js';
import type { SqlSession, SqlSessionOptions } from './statement.js';

/** What all sessions of an engine share. */
export interface EngineParts {
  readonly store: CatalogStore;
  readonly stages: StageFiles;
  readonly clock: Clock;
}

/** Opens a session: its database and schema are made when they do not exist. */
export async function openSqlSession(
  connect: () => Promise<DuckDBConnection>,
  { store, stages, clock }: EngineParts,
  options: SqlSessionOptions,
  forget: () => void,
): Promise<SqlSession> {
  const state = createSessionState(options);
  const connection = await connect();
  const transaction = new Transaction(connection);
  const runner = new Runner(connection, transaction);
  await enterDatabase(store, state, options);
  let closing: Promise<void> | undefined;
  const work = new RunningWork();
  const run = new StatementRun({ store, state, transaction, runner, connection, stages, clock });
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
    execute: (request) => work.run(request.signal, (signal) => run.execute({ ...request, signal })),
    runsBesideOthers: cancelsOthers,
    interrupt: () => connection.interrupt(),
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
      closing ??= work.stop().then(() => closeSession(store, state, connection, transaction));
      return closing;
    },
  };
}

async function enterDatabase(store: CatalogStore, state: SessionState, options: SqlSessionOptions): Promise<void> {
  if (options.database === undefined || options.database === '') {
    return;
  }
  const { catalog } = store;
  const database = plainName(options.database);
  const schema = options.schema === undefined || options.schema === '' ? 'PUBLIC' : plainName(options.schema);
  await store.define(async () => {
    const createdAt = Date.now();
    if (catalog.database(database) === undefined) {
      catalog.putDatabase({ name: database, comment: undefined, createdAt });
      catalog.putSchema({ database, name: 'PUBLIC', comment: undefined, createdAt });
    }
    if (catalog.schema(database, schema) === undefined) {
      catalog.putSchema({ database, name: schema, comment: undefined, createdAt });
    }
    await store.save();
  });
  state.database = database;
  state.schema = schema;
}

/** Ends the session's transaction, forgets its temporary tables, and lets its connection go. */
async function closeSession(
  { catalog }: CatalogStore,
  state: SessionState,
  connection: DuckDBConnection,
  transaction: Transaction,
): Promise<void> {
  try {
    await transaction.rollback();
    for (const { physical } of catalog.takeTemporary(state.options.sessionId)) {
      await connection.run(`DROP TABLE IF EXISTS ${physical}`);
    }
  } finally {
    connection.closeSync();
  }
}
