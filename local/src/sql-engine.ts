import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { loadPolyglot } from './polyglot.js';
import { splitStatements } from './split.js';
import { openSqlSession } from './sql-session.js';
import type { SqlEngine } from './statement.js';

/** What the SQL room can be told. */
export interface SqlEngineOptions {
  /**
   * Folder that keeps the databases between runs; made when missing.
   *
   * @defaultValue none: everything lives in memory and is gone at close
   */
  readonly databaseDirectory?: string;
}

/** Opens the engine: one DuckDB instance for all databases, one connection for each session. */
export async function openSqlEngine(options: SqlEngineOptions = {}): Promise<SqlEngine> {
  const polyglot = loadPolyglot();
  const instance = await openInstance(options.databaseDirectory);
  await polyglot;
  return {
    createSession: (session) => openSqlSession(instance, session),
    splitStatements,
    close: async () => {
      instance.closeSync();
    },
  };
}

const DATABASE_FILE = 'snowflake.duckdb';

async function openInstance(directory: string | undefined): Promise<DuckDBInstance> {
  const options = { threads: '2', enable_external_access: 'false', autoinstall_known_extensions: 'false' };
  if (directory === undefined) {
    return DuckDBInstance.create(':memory:', options);
  }
  await mkdir(directory, { recursive: true });
  return DuckDBInstance.create(join(directory, DATABASE_FILE), options);
}
