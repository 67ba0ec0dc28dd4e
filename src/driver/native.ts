/**
 * The part of `snowflake-sdk` we use, as it behaves rather than as its own typings say.
 *
 * Types only: the package is loaded by `snowflake.ts` and nowhere else.
 */

import type { Readable } from 'node:stream';

import type { WireRow } from './port.js';

/** `snowflake-sdk`'s module. Its named exports do not exist at run time; only the default one does. */
export interface NativeDriver {
  configure(options: Readonly<Record<string, unknown>>): void;
  createConnection(options: Record<string, unknown>): NativeConnection;
}

export interface NativeConnection {
  connect(callback: (error: unknown) => void): void;
  execute(options: NativeStatementOptions): NativeStatement;
  fetchResult(options: NativeResultOptions & { readonly queryId: string; readonly sqlText: string }): NativeStatement;
  getQueryStatus(queryId: string): Promise<string>;
  destroy(callback: (error: unknown) => void): void;
  heartbeat(callback: (error: unknown) => void): void;
  /** The timer of its own heartbeat, when the session has one. */
  readonly keepalive?: NodeJS.Timeout;
}

export interface NativeStatementOptions extends NativeResultOptions {
  sqlText: string;
  binds?: readonly unknown[];
  parameters?: Record<string, unknown>;
  describeOnly?: boolean;
  asyncExec?: boolean;
}

export interface NativeResultOptions {
  streamResult: true;
  rowMode: 'array';
  /**
   * `this` is the driver's own record of the statement. For a text of several statements it is called once without a
   * result, and then once for each result that is asked for.
   */
  complete(this: unknown, error: unknown, statement: NativeStatement | undefined): void;
}

export interface NativeStatement {
  getQueryId(): string | undefined;
  getRequestId?(): string | undefined;
  getNumRows(): number;
  /** Of several statements: whether the result of another one can be asked for. */
  hasNext?(): boolean;
  NextResult?(): void;
  getColumns(): readonly NativeColumn[] | undefined;
  getSessionState(): NativeSessionState | undefined;
  cancel(callback: (error: unknown) => void): void;
  streamRows(): NativeRowStream;
  /** On its way out of the driver. `each` stops the fetching by returning false. */
  fetchRows?(options: { each(row: { readonly values?: unknown }): boolean; end(error: unknown): void }): void;
}

export interface NativeRowStream extends Pick<Readable, 'on' | 'removeListener' | 'destroy' | 'readableLength'> {
  read(): WireRow | null;
}

export interface NativeSessionState {
  getCurrentDatabase(): string | null | undefined;
  getCurrentSchema(): string | null | undefined;
  getCurrentWarehouse(): string | null | undefined;
  getCurrentRole(): string | null | undefined;
}

export interface NativeColumn {
  getName(): string;
  getType(): string;
  getIndex(): number;
  isNullable(): boolean;
  getPrecision(): number | null | undefined;
  getScale(): number | null | undefined;
}
