/**
 * Our port over a Snowflake driver: all the rest of the package knows of one.
 *
 * Narrow on purpose, so that the driver's next major, another thing altogether, is a second adapter and no more.
 */
import type { PackedRows } from './packed-rows.js';

/** A cell as it stands on the wire: text, or null for SQL NULL. The driver's own conversion never sees it. */
export type Cell = string | null;

/** One row as it stands on the wire. */
export type WireRow = readonly Cell[];

/** Some rows of a result in a row, as they stand on the wire; iterating gives each as text. */
export type RowBatch = readonly WireRow[] | PackedRows;

/** What the server says of one column of a result. */
export interface ColumnMetadata {
  /** As the server spells it: unquoted names are upper-case. */
  readonly name: string;
  /** Snowflake's wire type in lower case: `fixed`, `text`, `timestamp_ntz` … */
  readonly type: string;
  readonly nullable: boolean;
  /** Digits of a `fixed` column. */
  readonly precision: number | undefined;
  /** Digits after the point, or of the second's fraction. */
  readonly scale: number | undefined;
}

/** A bind the driver sends as it should; made by `query/binds.ts`. */
export type DriverBind = string | number | boolean | null | { toJSON(): unknown };

export interface StatementRequest {
  readonly sqlText: string;
  /** One value a position, or one array of values a row for a bulk statement. */
  readonly binds: readonly DriverBind[] | readonly (readonly DriverBind[])[];
  /** Session parameters for this statement alone. */
  readonly parameters?: Readonly<Record<string, string | number | boolean>> | undefined;
  /** Only ask for the result's columns; nothing runs. */
  readonly describeOnly?: boolean | undefined;
  /** Settles as soon as the server has taken the statement, which runs on; the result has its query id and no rows. */
  readonly isAsync?: boolean | undefined;
}

/** What is current in the session after a statement. Names are as the server returns them, unquoted. */
export interface SessionNames {
  readonly database: string | undefined;
  readonly schema: string | undefined;
  readonly warehouse: string | undefined;
  readonly role: string | undefined;
}

/** How much of a result has travelled. The reader writes it, whoever reads the rows may look at it at any time. */
export interface TransferCount {
  /** Bytes received from storage, compressed as they are there; undefined where the driver fetches them. */
  bytes: number | undefined;
  /** Parts in storage that were read to their end, and how many there are; undefined where the driver fetches them. */
  chunks: number | undefined;
  totalChunks: number | undefined;
}

/** A result whose rows may still be on the server. */
export interface DriverResult {
  readonly queryId: string;
  readonly columns: readonly ColumnMetadata[];
  readonly rowCount: number;
  readonly names: SessionNames;
  /** The results of the further statements when the text had several; empty otherwise. */
  readonly following: readonly DriverResult[];
  /**
   * Reads the rows, in order, in batches; once only. Leaving the loop early frees everything; so does the signal, which
   * ends the loop with its reason.
   *
   * @param transfer - Is kept up to date, when someone wants to know.
   * @throws SqlError `RESULT_INVALID` when the rows do not arrive or are not what the result announced.
   */
  batches(signal: AbortSignal, transfer?: TransferCount): AsyncGenerator<RowBatch, void, undefined>;
}

/** One statement that was handed to the driver. */
export interface DriverStatement {
  /** Known as soon as the server has said it, often only with the result. */
  readonly queryId: string | undefined;
  /** Settles when the server has answered. Rejects with an error of this package. */
  readonly result: Promise<DriverResult>;
  /**
   * Asks the server once to cancel. The server may not know the statement yet, so ask again until
   * {@link DriverStatement.result} settles. Never rejects.
   */
  cancel(): Promise<void>;
}

/** One open server session. */
export interface DriverConnection {
  /** Hands the driver's own connection object to `work`, for those who need what this port does not offer. */
  withNative<Result>(work: (native: unknown) => Promise<Result>): Promise<Result>;
  /** Sends a statement. What the driver refuses at once rejects the statement's result. */
  execute(request: StatementRequest): DriverStatement;
  /**
   * Fetches the result of a statement that some session has started; waits for its end. Cancelling gives up on nothing:
   * the statement runs on.
   */
  fetchResult(queryId: string): DriverStatement;
  /**
   * Asks for the state of a statement, in the server's words, such as `RUNNING`; `NO_QUERY_DATA` when it knows none.
   *
   * @throws SnowparkError when the server cannot be asked.
   */
  queryStatus(queryId: string): Promise<string>;
  /**
   * Deletes the server session and frees every socket, within the limit and whatever the server does.
   *
   * @throws SnowparkError when the server did not confirm; the sockets are freed all the same.
   */
  close(timeoutMs: number): Promise<void>;
  /** Frees every socket and timer at once and leaves the server session as it is. */
  abandon(): void;
  /**
   * Asks the server whether it still knows the session; costs no warehouse, and keeps the session from lapsing.
   *
   * May take as long as the server likes: bound it.
   *
   * @throws SnowparkError when the session is gone or the server cannot be reached.
   */
  heartbeat(): Promise<void>;
}
