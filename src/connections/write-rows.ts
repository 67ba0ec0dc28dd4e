import { AbortedError, SqlError } from '../errors.js';
import { bindRows, type Binds, type BindValue } from '../query/binds.js';
import { checkName, quoteName } from '../query/identifiers.js';
import { checkFunction } from '../query/action-options.js';
import { type ProgressOptions, ProgressReport } from '../query/progress.js';
import { checkCount } from './check-count.js';
import type { ExecuteResult } from './execute-result.js';

/** What {@link SnowflakeConnection.writeRows} takes. */
export interface WriteRowsOptions extends ProgressOptions {
  /** Database of the table. */
  readonly database?: string | undefined;
  /** Schema of the table. */
  readonly schema?: string | undefined;
  /**
   * With `true`, the names of database, schema, table and columns are taken as they are written, letter case and dots
   * included; with `false` they go into the statement unquoted, so that the server reads them in upper case.
   *
   * @defaultValue `false`
   */
  readonly quoteIdentifiers?: boolean | undefined;
  /**
   * The columns, in order; other keys of the objects are an error.
   *
   * @defaultValue every key of any object, in the order in which they first appear
   */
  readonly columns?: readonly string[] | undefined;
  /**
   * Rows in one statement.
   *
   * @defaultValue as many as have 50,000 values, which the driver sends inline
   */
  readonly batchSize?: number | undefined;
  /** Stops between batches, and stops the statement under way. */
  readonly signal?: AbortSignal | undefined;
}

/** What {@link SnowflakeConnection.writeRows} came to. */
export interface WriteRowsResult {
  /** Rows inserted, as the server counts them. */
  readonly rows: number;
  /** Statements sent. */
  readonly batches: number;
}

/** One row: a value for each column by its name. A key that is missing, or `undefined`, gives NULL. */
export type WritableRow = Readonly<Record<string, BindValue | undefined>>;

type Execute = (
  sql: string,
  params: Binds,
  options: { readonly signal: AbortSignal | undefined },
) => Promise<ExecuteResult>;

const VALUES_IN_BATCH = 50_000;

/** A key of another form can only mean a column of exactly that name. */
const UNQUOTED = /^[A-Za-z_][\w$]*$/;

/** Inserts objects into a table. */
export async function writeRows(
  execute: Execute,
  table: string,
  rows: readonly WritableRow[],
  options: WriteRowsOptions,
): Promise<WriteRowsResult> {
  const { signal, batchSize, onProgress } = options;
  if (onProgress !== undefined) {
    checkFunction('onProgress', onProgress);
  }
  const columns = columnsOf(rows, options.columns);
  const sql = insertStatement(table, columns, options);
  const size = checkCount('batchSize', batchSize) ?? Math.max(Math.floor(VALUES_IN_BATCH / columns.length), 1);
  const batches = Math.ceil(rows.length / size);
  const progress =
    onProgress === undefined ? undefined : new ProgressReport(onProgress, rows.length, { totalChunks: batches });
  progress?.tell();
  let written = 0;
  for (let batch = 0; batch < batches; batch++) {
    const slice = rows.slice(batch * size, (batch + 1) * size);
    try {
      const values = slice.map((row) => columns.map((column) => valueOf(row, column)));
      const { rowsAffected } = await execute(sql, bindRows(values), { signal });
      written += rowsAffected ?? slice.length;
      progress?.add(slice.length, batch + 1);
    } catch (error) {
      throw batch === 0 || error instanceof AbortedError ? error : incomplete(error, { batch, batches, written });
    }
  }
  progress?.tell();
  return { rows: written, batches };
}

function columnsOf(rows: readonly WritableRow[], chosen: readonly string[] | undefined): readonly string[] {
  if (!Array.isArray(rows)) {
    throw invalid('rows must be an array of objects');
  }
  const columns = new Set(chosen ?? []);
  for (const [index, row] of rows.entries()) {
    if (typeof row !== 'object' || row === null || Array.isArray(row)) {
      throw invalid(`row ${index + 1} must be an object with a value for each column`);
    }
    for (const key of Object.keys(row)) {
      if (chosen !== undefined && !columns.has(key)) {
        throw invalid(`row ${index + 1} has the key ${JSON.stringify(key)}, which is not among the columns`);
      }
      columns.add(key);
    }
  }
  if (columns.size === 0 && rows.length > 0) {
    throw invalid('the rows have no keys, so there is no column to write');
  }
  return [...columns];
}

/** What an object inherits is no value of the row. */
function valueOf(row: WritableRow, column: string): BindValue {
  return Object.hasOwn(row, column) ? (row[column] ?? null) : null;
}

function insertStatement(table: string, columns: readonly string[], options: WriteRowsOptions): string {
  const { database, schema, quoteIdentifiers = false } = options;
  const parts = Object.entries({ database, schema, table }).flatMap(([what, name]) => {
    const given = name === undefined ? [] : [name];
    return given.map((text) => (quoteIdentifiers ? quoteName(text) : checkName(`writeRows: ${what}`, text)));
  });
  const list = columns.map((column) => (quoteIdentifiers || !UNQUOTED.test(column) ? quoteName(column) : column));
  return `insert into ${parts.join('.')} (${list.join(', ')}) values (${columns.map(() => '?').join(', ')})`;
}

function incomplete(
  error: unknown,
  { batch, batches, written }: { readonly batch: number; readonly batches: number; readonly written: number },
): unknown {
  const progress = `batch ${batch + 1} of ${batches} failed; ${written} rows were already inserted`;
  if (!(error instanceof Error)) {
    return error;
  }
  const { code, serverCode, sqlState, queryId } = error instanceof SqlError ? error : {};
  return new SqlError(`${error.message} (${progress})`, {
    ...(code === 'BIND_INVALID' || code === 'RESULT_INVALID' || code === 'ARGUMENT_INVALID' ? { code } : {}),
    serverCode,
    sqlState,
    queryId,
    cause: error,
  });
}

function invalid(problem: string): SqlError {
  return new SqlError(`writeRows: ${problem}.`, { code: 'ARGUMENT_INVALID' });
}
