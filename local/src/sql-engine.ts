import { join } from 'node:path';
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { Clock } from './clock.js';
import { openCatalogStore, type CatalogStore } from './catalog/store.js';
import { directoryInUse } from './directory-claims.js';
import { MACROS } from './functions/macros.js';
import { toScalarFunction } from './native/native-function.js';
import { jsFunction } from './native/js-function.js';
import { jsTableFunction } from './native/js-table-function.js';
import { NATIVES } from './native/registry.js';
import { splitStatements } from './split.js';
import { StageFiles } from './stages/stage-files.js';
import { quoteString } from './lexer.js';
import { ReadingConnections } from './session/reading-connections.js';
import { RunningSlots } from './session/running-slots.js';
import { TableLocks } from './session/table-locks.js';
import { type EngineParts, openSqlSession } from './sql-session.js';
import type { SqlEngine, SqlSession } from './statement.js';

/** What the SQL room can be told. */
export interface SqlEngineOptions {
  /**
   * Folder that keeps the databases between runs; made when missing.
   *
   * @defaultValue none: everything lives in memory and is gone at close
   */
  readonly databaseDirectory?: string | undefined;
  /** How many long statements run at once. @defaultValue 2 */
  readonly maxRunningStatements?: number;
}

const DATABASE_FILE = 'snowflake.duckdb';

/** So often a database at work is interrupted when the process exits, with so many milliseconds between. */
const EXIT_INTERRUPTS = 50;
const EXIT_PAUSE_MS = 4;

/** Opens the engine: one DuckDB instance for all databases, one connection for each session. */
export async function openSqlEngine(options: SqlEngineOptions = {}): Promise<SqlEngine> {
  const { databaseDirectory } = options;
  const [stages, instance] = await openFiles(databaseDirectory).catch((error: unknown) => {
    throw directoryError(databaseDirectory, error);
  });
  const connection = await instance.connect();
  await prepareInstance(connection, stages.root);
  const store = await openCatalogStore(connection, databaseDirectory !== undefined);
  const sessions = new Set<SqlSession>();
  const clock = new Clock();
  const connections = new Set<DuckDBConnection>();
  const connect = async (): Promise<DuckDBConnection> => {
    const opened = await instance.connect();
    connections.add(opened);
    return opened;
  };
  const letGo = (closed: DuckDBConnection): void => {
    connections.delete(closed);
    closed.closeSync();
  };
  const reading = new ReadingConnections(connect, letGo);
  const slots = new RunningSlots(options.maxRunningStatements ?? 2);
  const parts: EngineParts = { store, stages, clock, slots, reading, locks: new TableLocks() };
  return {
    clock,
    createSession: async (sessionOptions) => {
      const session = await openSqlSession({ connect, letGo }, parts, sessionOptions, () => sessions.delete(session));
      sessions.add(session);
      return session;
    },
    splitStatements,
    interrupt: () => {
      // One that comes before DuckDB has started is lost, and nothing tells when it has: the exit waits for no promise.
      for (let left = EXIT_INTERRUPTS; left > 0 && slots.isBusy; left--) {
        connections.forEach((one) => one.interrupt());
        pause(EXIT_PAUSE_MS);
      }
    },
    reset: async () => {
      for (const session of sessions) {
        await session.reset();
      }
      await forgetAll(connection, store, stages);
      for (const session of sessions) {
        await session.reset();
      }
    },
    close: async () => {
      await Promise.all([...sessions].map((session) => session.close()));
      reading.close();
      connection.closeSync();
      instance.closeSync();
      await stages.close();
    },
  };
}

async function openFiles(directory: string | undefined): Promise<readonly [StageFiles, DuckDBInstance]> {
  const stages = await StageFiles.open(directory);
  return [stages, await openInstance(directory)];
}

async function openInstance(directory: string | undefined): Promise<DuckDBInstance> {
  const options = {
    threads: '2',
    autoinstall_known_extensions: 'false',
  };
  if (directory === undefined) {
    return DuckDBInstance.create(':memory:', options);
  }
  return await DuckDBInstance.create(join(directory, DATABASE_FILE), options);
}

function pause(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

function directoryError(directory: string | undefined, cause: unknown): unknown {
  const why = cause instanceof Error ? cause.message : String(cause);
  if (directory === undefined) {
    return cause;
  }
  const holder = /PID (\d+)/.exec(why)?.[1];
  return holder === undefined
    ? new Error(`LocalSnowflake.start: databaseDirectory ${directory} cannot be opened: ${why}`, { cause })
    : directoryInUse(directory, `another engine, in process ${holder}`, cause);
}

async function forgetAll(connection: DuckDBConnection, store: CatalogStore, stages: StageFiles): Promise<void> {
  const { tables, sequences } = store.catalog.takeAll();
  for (const table of tables) {
    await connection.run(`DROP TABLE IF EXISTS ${table}`);
  }
  for (const sequence of sequences) {
    await connection.run(`DROP SEQUENCE IF EXISTS ${sequence}`);
  }
  await stages.clear();
  await store.save();
}

/** Files are out of reach from here on: DuckDB reads and writes none but its own and those of stages. */
async function prepareInstance(connection: DuckDBConnection, stageRoot: string): Promise<void> {
  await connection.run(`SET allowed_directories = [${quoteString(`${stageRoot}/`)}]`);
  await connection.run('SET enable_external_access = false');
  await connection.run('SET lock_configuration = true');
  await connection.run('CREATE SCHEMA IF NOT EXISTS sf');
  for (const native of NATIVES) {
    connection.registerScalarFunction(toScalarFunction(native));
  }
  connection.registerScalarFunction(jsFunction());
  connection.registerScalarFunction(jsTableFunction());
  // Temporary macros would belong to one connection; these are written anew at each start.
  await connection.run(MACROS.map((macro) => `CREATE OR REPLACE MACRO ${macro}`).join(';\n'));
}
