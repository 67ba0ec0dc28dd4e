import type { DuckDBConnection, DuckDBInstance, DuckDBMaterializedResult } from '@duckdb/node-api';
import { encodeValue } from './encode/cells.js';
import { describeColumn } from './encode/columns.js';
import { SnowflakeError } from './errors.js';
import { quoteName } from './lexer.js';
import { loadPolyglot } from './polyglot.js';
import type { Cell, SqlSession, SqlSessionOptions, StatementRequest, StatementResult } from './statement.js';

const SELECT = 0x1000;

/** Opens a session: its database and schema are made when they do not exist. */
export async function openSqlSession(instance: DuckDBInstance, options: SqlSessionOptions): Promise<SqlSession> {
  const connection = await instance.connect();
  const database = options.database?.toUpperCase() ?? null;
  const schema = database === null ? null : (options.schema?.toUpperCase() ?? 'PUBLIC');
  if (database !== null && schema !== null) {
    const path = quoteName(`${database}.${schema}`);
    await connection.run(`CREATE SCHEMA IF NOT EXISTS ${path}`);
    await connection.run(`SET search_path = '${path.replaceAll("'", "''")}'`);
  }
  return {
    currentDatabase: database,
    currentSchema: schema,
    currentWarehouse: options.warehouse?.toUpperCase() ?? null,
    currentRole: options.role.toUpperCase(),
    parameters: () => [],
    execute: (request) => execute(connection, request),
    runsBesideOthers: (sql) => /^\s*select\s+system\$cancel/i.test(sql),
    interrupt: () => connection.interrupt(),
    close: async () => connection.closeSync(),
  };
}

async function execute(connection: DuckDBConnection, request: StatementRequest): Promise<StatementResult> {
  const { transpile, Dialect } = await loadPolyglot();
  const { sql } = transpile(request.sql, Dialect.Snowflake, Dialect.DuckDB);
  const [statement] = sql ?? [];
  if (statement === undefined) {
    throw new SnowflakeError('001003', '42000', 'SQL compilation error:\nsyntax error.');
  }
  const values = Object.values(request.binds).map(({ value }) => (typeof value === 'string' ? value : null));
  if (request.signal.aborted) {
    throw new SnowflakeError('000604', '57014', 'SQL execution canceled');
  }
  try {
    const result = await connection.run(statement, values);
    return {
      columns: result.columnNames().map((name, at) => describeColumn(name.toUpperCase(), result.columnType(at))),
      rowCount: result.rowCount,
      rows: readBatches(result),
      statementTypeId: SELECT,
    };
  } catch (error) {
    throw toSnowflakeError(error);
  }
}

function toSnowflakeError(error: unknown): SnowflakeError {
  const message = error instanceof Error ? error.message : String(error);
  return message.includes('INTERRUPT')
    ? new SnowflakeError('000604', '57014', 'SQL execution canceled')
    : new SnowflakeError('000603', 'XX000', message);
}

async function* readBatches(result: DuckDBMaterializedResult): AsyncGenerator<readonly (readonly Cell[])[]> {
  for (let at = 0; at < result.chunkCount; at += 1) {
    yield result.getChunk(at).convertRows(encodeValue);
    await new Promise(setImmediate);
  }
}
