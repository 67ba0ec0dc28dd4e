/**
 * The one seam inside the engine: what the wire room hands to the SQL room, and what comes back.
 *
 * The wire room (server, login, query registry, long poll, chunks) knows HTTP and nothing of SQL.
 * The SQL room (lexer, rewrite, functions, commands, catalog) knows SQL and nothing of HTTP.
 */

import type { Clock } from './clock.js';

/** A cell as Snowflake puts it on the wire in its JSON result format: text, or null for SQL NULL. */
export type Cell = string | null;

/** Snowflake's names of wire types, as they stand in `rowtype[].type`. */
export type WireType =
  | 'fixed'
  | 'real'
  | 'text'
  | 'boolean'
  | 'date'
  | 'time'
  | 'timestamp_ltz'
  | 'timestamp_ntz'
  | 'timestamp_tz'
  | 'binary'
  | 'variant'
  | 'object'
  | 'array'
  | 'map'
  | 'vector';

/** One entry of `rowtype`. */
export interface ResultColumn {
  readonly name: string;
  readonly type: WireType;
  readonly nullable: boolean;
  /** Digits of a `fixed` column, 1 to 38. */
  readonly precision: number | null;
  /** Digits after the point of a `fixed` column; digits of the second's fraction of a time or timestamp. */
  readonly scale: number | null;
  /** Characters of a `text` column, bytes of a `binary` one. */
  readonly length: number | null;
  readonly byteLength: number | null;
  readonly database: string;
  readonly schema: string;
  readonly table: string;
}

/** One bind as the driver sends it: an array value makes the statement run once for each element. */
export interface Bind {
  readonly type: string;
  readonly value: Cell | readonly Cell[];
  readonly fmt?: string | null;
}

export interface StatementRequest {
  /** One statement: the wire room has already split a multi-statement text. */
  readonly sql: string;
  readonly queryId: string;
  /** Keyed by position, from '1'. */
  readonly binds: Readonly<Record<string, Bind>>;
  /** Where in a stage the driver put the values of array binds, when they are too many to be sent with the statement. */
  readonly bindStage?: string | undefined;
  readonly describeOnly: boolean;
  /** Session parameters that hold for this statement alone, such as QUERY_TAG; names in any case. */
  readonly parameters: Readonly<Record<string, unknown>>;
  /** Aborted when the statement is cancelled; a statement that waits without DuckDB listens to it. */
  readonly signal: AbortSignal;
  /** Told when it begins to work, and when it has to stand in line for that again. */
  readonly tell?: (state: 'QUEUED' | 'RUNNING') => void;
}

/** Files that a client moves itself, between its own disk and a stage's directory: what PUT and GET answer. */
export interface FileTransfer {
  readonly direction: 'upload' | 'download';
  /** Of an upload, what PUT names, with its wildcards; of a download, paths below the stage's directory. */
  readonly files: readonly string[];
  /** The stage's directory, or a folder in it, on this machine. */
  readonly stageDirectory: string;
  /** Where a download goes. */
  readonly localDirectory: string | undefined;
  readonly autoCompress: boolean;
  readonly sourceCompression: string;
  readonly overwrite: boolean;
  readonly parallel: number;
}

export interface StatementResult {
  /** Set by PUT and GET, which have no rows: the client makes them. */
  readonly transfer?: FileTransfer;
  readonly columns: readonly ResultColumn[];
  /** Rows in wire form, in batches, so that a large result need not stand in memory; to be read to their end, or given up. */
  readonly rows: AsyncIterable<readonly (readonly Cell[])[]>;
  /** Snowflake's statement type id: 0x1000 SELECT, 0x3100 INSERT, 0x3200 UPDATE, 0x3300 DELETE, 0x3400 MERGE … */
  readonly statementTypeId: number;
}

/** A statement that runs or ran, for QUERY_HISTORY. */
export interface PastQuery {
  readonly queryId: string;
  readonly sql: string;
  readonly sessionId: string;
  readonly user: string;
  /** QUERY_TAG of the time it was sent. */
  readonly tag: string;
  readonly state: 'QUEUED' | 'RUNNING' | 'SUCCESS' | 'FAILED_WITH_ERROR';
  readonly errorCode: string | undefined;
  readonly errorMessage: string | undefined;
  readonly database: string | null;
  readonly schema: string | null;
  readonly warehouse: string | null;
  readonly role: string | null;
  readonly startedAt: Date;
  readonly endedAt: Date | undefined;
}

/** What the SQL room needs to know of statements that run elsewhere in the engine. */
export interface StatementControl {
  /** Cancels one running statement; false when no such statement runs. */
  cancelQuery(queryId: string): boolean;
  /** Cancels every running statement of a session except the one that asks; returns how many. */
  cancelAllQueries(sessionId: string, exceptQueryId: string): number;
  /** The kept result of an earlier statement of the same user, for RESULT_SCAN; throws SnowflakeError 000709. */
  resultOf(queryId: string, user: string): Promise<StatementResult>;
  /** Every statement that is remembered, oldest first. */
  history(): readonly PastQuery[];
  /** Query ids of a session, oldest first, for LAST_QUERY_ID. */
  queryIdsOf(sessionId: string): readonly string[];
}

/**
 * `alone`: the statements after it wait for its end. `shared`: it begins in its turn and holds back no one. `at once`: it
 * cancels others, and must not wait for them.
 */
export type StatementOrder = 'alone' | 'shared' | 'at once';

/** What a login asks for. Names are as written by the user; the engine creates what does not exist. */
export interface SqlSessionOptions {
  readonly sessionId: string;
  readonly account: string;
  readonly user: string;
  readonly role: string;
  readonly warehouse: string | undefined;
  readonly database: string | undefined;
  readonly schema: string | undefined;
  /** Session parameters sent at login. */
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly control: StatementControl;
}

/** One server session's SQL state: a DuckDB connection, current names, variables, parameters, a transaction. */
export interface SqlSession {
  readonly currentDatabase: string | null;
  readonly currentSchema: string | null;
  readonly currentWarehouse: string | null;
  readonly currentRole: string;
  /** Session parameters the driver must be told with every answer (formats, TIMEZONE, AUTOCOMMIT …). */
  parameters(): readonly { readonly name: string; readonly value: string | number | boolean }[];
  /**
   * Runs one statement. The caller keeps to the order that {@link SqlSession.orderOf} asks for.
   *
   * @throws SnowflakeError for whatever Snowflake would answer with an error, 000604 when cancelled.
   */
  execute(request: StatementRequest): Promise<StatementResult>;
  /** How a statement goes with others of the session. */
  orderOf(sql: string): StatementOrder;
  /**
   * Goes back to what it was at login: names, variables, parameters, no transaction.
   *
   * @throws Error while a statement runs
   */
  reset(): Promise<void>;
  close(): Promise<void>;
}

/** The SQL room's front door. */
export interface SqlEngine {
  /** The time that SQL sees. */
  readonly clock: Clock;
  createSession(options: SqlSessionOptions): Promise<SqlSession>;
  /** Forgets every database and every staged file; sessions go on as if they had just logged in. */
  reset(): Promise<void>;
  /** Splits a text into its statements, outside strings, comments and $$ bodies; empty ones are dropped. */
  splitStatements(sql: string): readonly string[];
  /** Interrupts, once, whatever runs: for a process that is about to exit. */
  interrupt(): void;
  close(): Promise<void>;
}
