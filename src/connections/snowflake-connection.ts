import { isSessionGone } from '../driver/errors.js';
import type { RawConnection } from '../driver/snowflake.js';
import type { StatementRequest } from '../driver/port.js';
import { type ActionOptions, checkActionOptions, checkDuration } from '../query/action-options.js';
import { type AnyRow, checkCollectOptions, checkRowCount, type CollectOptions } from '../query/collect-options.js';
import { tellKept } from '../query/progress.js';
import type { SchemaOutput, StandardSchema } from '../query/row-schema.js';
import { checkOneStatement } from '../query/statement-count.js';
import { checkSqlText, prepareStatement, type StatementBinds } from '../query/statement-text.js';
import type { OpenResult } from '../query/open-result.js';
import { quietly } from '../quietly.js';
import { ServerSession } from '../session/server-session.js';
import type { Session } from '../session/session.js';
import { BaseConnection, type ConnectContext } from './base-connection.js';
import { type Duration, toMilliseconds } from './duration.js';
import { type ExecuteResult, readExecuteResult } from './execute-result.js';
import { LentSession } from './lent-session.js';
import { QueryCache } from './query-cache.js';
import type { SessionSource } from './session-source.js';
import { SingleSession } from './single-session.js';
import type { OptionLayer } from '../config/options.js';
import { hash } from './hash.js';
import type { SnowflakeConnectionOptions } from './snowflake-options.js';
import { buildRows, readWireTable, SEVERAL_HINT, type WireTable } from './wire-table.js';
import { type WritableRow, writeRows, type WriteRowsOptions, type WriteRowsResult } from './write-rows.js';

/** What {@link SnowflakeConnection.query} takes. */
export interface QueryOptions extends CollectOptions {
  /** A value for each placeholder, by position or by name. */
  readonly params?: StatementBinds | undefined;
  /**
   * How old a kept result may be, in seconds, or as text such as `'10m'`; `Infinity` for any age.
   *
   * @defaultValue nothing is kept, and no kept result is used
   */
  readonly ttl?: Duration | undefined;
}

/** What {@link SnowflakeConnection.execute} takes. */
export interface ExecuteOptions extends ActionOptions {
  /** A value for each placeholder, by position or by name, or rows for a bulk statement from `bindRows`. */
  readonly params?: StatementBinds | undefined;
}

const DRAIN_TIMEOUT_MS = 30_000;

/**
 * A connection to Snowflake for a service that runs for days: it logs in on first use, is shared by everyone, keeps
 * results for as long as it is told, and logs in again when its session is lost. After Streamlit's connection of this name.
 *
 * Made by `connection()`.
 */
export class SnowflakeConnection extends BaseConnection<SessionSource, SnowflakeConnectionOptions> {
  readonly #cache: QueryCache;
  readonly #lent = new Map<SessionSource, LentSession>();

  /** Connects nothing, and reads no file: that is done on first use. */
  constructor(name: string, options: SnowflakeConnectionOptions = {}) {
    super(name, options);
    this.#cache = new QueryCache(options);
  }

  /**
   * Runs a statement that only reads, and returns its rows. With `ttl`, a result that is young enough is used again; of
   * several callers at the same time one asks; each gets rows of its own, which it may change.
   *
   * When the session is lost, the statement is sent again on a new one, three attempts in all: send no writes.
   *
   * @param sql - One SQL statement; several are refused before anything is sent.
   * @throws SqlError when the server refuses it; this and every other error is not kept.
   * @throws SessionExpiredError when the session was lost three times.
   * @throws ConnectionError, AuthenticationError, ConfigurationError when there is no connecting: that is tried once.
   */
  async query<Schema extends StandardSchema>(
    sql: string,
    options: QueryOptions & { readonly schema: Schema },
  ): Promise<SchemaOutput<Schema>[]>;
  async query(sql: string, options: QueryOptions & { readonly rowMode: 'array' }): Promise<unknown[][]>;
  async query<Row = AnyRow>(
    sql: string,
    options?: QueryOptions & { readonly rowMode?: 'object' | undefined },
  ): Promise<Row[]>;
  async query<Row = AnyRow>(sql: string, options: QueryOptions): Promise<(Row | unknown[])[]>;
  async query(sql: string, options: QueryOptions = {}): Promise<unknown[]> {
    const { ttl, signal, timeoutMs, statementParams, onQueryId, maxRows, onProgress } = options;
    checkCollectOptions(options);
    const ttlMs = ttl === undefined ? 0 : toMilliseconds('ttl', ttl);
    const request = prepare(sql, options);
    const read = async (result: OpenResult): Promise<WireTable> => {
      // A result that is kept is for everyone, whatever one caller allows.
      checkRowCount(result, ttlMs > 0 ? undefined : maxRows);
      return readWireTable(result, onProgress);
    };
    let isSent = false;
    const ask = (until: AbortSignal | undefined): Promise<WireTable> => {
      isSent = true;
      return this.#run(request, { timeoutMs, onQueryId, signal: until }, read, true);
    };
    // What is sent, rather than what was given: an object that has changed since is not the one that was asked for.
    const key = (): string =>
      hash({ sql: request.sqlText, binds: JSON.stringify(request.binds), timeoutMs, statementParams });
    const table = ttlMs > 0 ? await this.#cache.get(key(), ttlMs, ask, signal) : await ask(signal);
    if (!isSent) {
      this.#tellKept(table, options);
    }
    return buildRows(table, options);
  }

  #tellKept({ queryId, rowCount }: WireTable, { onQueryId, onProgress }: QueryOptions): void {
    this.note({ kind: 'query-kept', queryId, rows: rowCount });
    if (onQueryId !== undefined) {
      quietly(() => onQueryId(queryId));
    }
    if (onProgress !== undefined) {
      tellKept(onProgress, rowCount);
    }
  }

  /**
   * Runs a statement that writes. It is sent once, whatever happens, and nothing is kept. A lost session is replaced for
   * the next one who asks.
   *
   * @param sql - One SQL statement; several are refused before anything is sent.
   * @throws SqlError when the server refuses it.
   */
  async execute(sql: string, options: ExecuteOptions = {}): Promise<ExecuteResult> {
    return this.#run(prepare(sql, options), options, readExecuteResult, false);
  }

  /**
   * Inserts plain objects into a table, in batches of bound rows. Columns are the objects' keys; an object without a key
   * gives NULL.
   *
   * @param table - Name of an existing table; with dots for schema and database.
   * @throws SqlError that says how many rows were already inserted when a later batch fails.
   */
  async writeRows(
    table: string,
    rows: readonly WritableRow[],
    options: WriteRowsOptions = {},
  ): Promise<WriteRowsResult> {
    return writeRows(async (sql, params, { signal }) => this.execute(sql, { params, signal }), table, rows, options);
  }

  /**
   * A session over this connection: the same one until the connection is reset or replaced; from then on the old one
   * refuses with `SessionClosedError`. Closing it stops its statements and leaves the connection.
   */
  async session(): Promise<Session> {
    return this.withRaw(
      async (source) => {
        let lent = this.#lent.get(source);
        if (lent === undefined || !lent.isUsable) {
          lent = new LentSession(source.lend());
          this.#lent.set(source, lent);
        }
        return lent.session;
      },
      { retry: true },
    );
  }

  /**
   * Works with the driver's own connection object. It is neither closed nor given away before the work has ended; do not
   * close it, nor keep it.
   */
  async withConnection<Result>(work: (raw: RawConnection) => Promise<Result>): Promise<Result> {
    return this.withRaw(async (source) =>
      source.use(async (session) => {
        // What it starts is not known here, and must not outlive the session.
        session.statements.leaveWork();
        const { withRawConnection } = await import('../driver/snowflake.js');
        return withRawConnection(session.connection, work);
      }, undefined),
    );
  }

  /** Forgets every kept result. */
  clearCache(): void {
    this.#cache.clear();
  }

  protected override async connect({ signal }: ConnectContext): Promise<SessionSource> {
    // Loaded now, so that importing this package stays cheap for those who connect to nothing.
    const { openSession } = await import('../session/open-session.js');
    const layers = await this.#layers();
    const open = async (until: AbortSignal): Promise<ServerSession> =>
      new ServerSession(await openSession(layers, { signal: until }));
    const { poolSize } = this.options;
    if (poolSize === undefined) {
      return new SingleSession(await open(signal));
    }
    const { SessionPool } = await import('./session-pool.js');
    const pool = new SessionPool(open, poolSize, this.options, (event) => this.note(event));
    await pool.warm(signal);
    return pool;
  }

  protected override retired(source: SessionSource): void {
    this.#lent.get(source)?.retire(this.name);
  }

  protected override async dispose(source: SessionSource): Promise<void> {
    const lent = this.#lent.get(source);
    this.#lent.delete(source);
    const limit = AbortSignal.timeout(checkDuration('drainTimeoutMs', this.options.drainTimeoutMs) ?? DRAIN_TIMEOUT_MS);
    await lent?.close(limit);
    await source.close();
  }

  protected override isConnectionLost(error: unknown): boolean {
    return isSessionGone(error);
  }

  protected override async probe(source: SessionSource): Promise<boolean> {
    return source.isAlive(DRAIN_TIMEOUT_MS);
  }

  protected override async configuration(): Promise<string> {
    const { configurationHash } = await import('./snowflake-options.js');
    return configurationHash(await this.#layers());
  }

  protected override configurationChanged(): void {
    this.#cache.clear();
  }

  async #run<Result>(
    request: StatementRequest,
    { signal, timeoutMs, onQueryId }: ActionOptions,
    read: (result: OpenResult) => Promise<Result>,
    retry: boolean,
  ): Promise<Result> {
    const limits = { signal, timeoutMs, onQueryId };
    return this.withRaw(
      async (source) => source.use(async ({ statements }) => statements.run(request, limits, read), signal),
      { retry, signal },
    );
  }

  async #layers(): Promise<readonly OptionLayer[]> {
    const { connectionLayers } = await import('./snowflake-options.js');
    return connectionLayers(this.name, this.options);
  }
}

/** The statement as it is sent: made at once, so that what is refused connects to nothing, and later changes change nothing. */
function prepare(sqlText: string, options: ExecuteOptions): StatementRequest {
  checkActionOptions(options);
  checkOneStatement(checkSqlText(sqlText), SEVERAL_HINT);
  const { params = [], statementParams } = options;
  return { ...prepareStatement(sqlText, params), parameters: statementParams && { ...statementParams } };
}
