import type { MessagePort } from 'node:worker_threads';
import { SnowflakeError } from './errors.js';
import type { LocalConnectionOptions } from './local-snowflake.js';
import type { LocalSnowflakeOptions } from './settings.js';

/** What the engine's thread is started with. */
export interface WorkerStart {
  readonly options: LocalSnowflakeOptions;
  /** The password of the user made when none is given. */
  readonly password: string;
}

/** What the thread gets besides. */
export interface WorkerSeat extends WorkerStart {
  /** Answers to calls whose caller stands still until they come. */
  readonly answers: MessagePort;
  /** One number, set to 1 when such an answer is there. */
  readonly signal: SharedArrayBuffer;
}

/** A call from the main thread. */
export interface WorkerCall {
  readonly id: number;
  /** True when the caller stands still for the answer. */
  readonly stands: boolean;
  readonly method: string;
  readonly args: readonly unknown[];
}

/** What can be told of an engine once it has started. */
export interface WorkerFacts {
  readonly url: string;
  readonly certificate: string | undefined;
  readonly connectionOptions: LocalConnectionOptions;
}

/** How a call ended. */
export type WorkerAnswer =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly error: SentError };

/** The id under which the thread tells that it is going to end by a fault of its own. */
export const CRASHED = -1;

/** An error as it passes between threads: structured cloning keeps neither classes nor their fields. */
export interface SentError {
  readonly kind: 'error' | 'type' | 'snowflake';
  readonly message: string;
  readonly code?: string;
  readonly sqlState?: string;
  readonly cause?: SentError;
}

/** An error, made ready to be sent. */
export function sendError(error: unknown): SentError {
  const message = error instanceof Error ? error.message : String(error);
  const cause = error instanceof Error && error.cause !== undefined ? { cause: sendError(error.cause) } : {};
  if (error instanceof SnowflakeError) {
    return { kind: 'snowflake', message, code: error.code, sqlState: error.sqlState, ...cause };
  }
  return { kind: error instanceof TypeError ? 'type' : 'error', message, ...cause };
}

/** An error that was sent, as it was thrown. */
export function receiveError({ kind, message, code = '', sqlState = '', cause }: SentError): Error {
  const options = cause === undefined ? {} : { cause: receiveError(cause) };
  switch (kind) {
    case 'snowflake':
      return new SnowflakeError(code, sqlState, message);
    case 'type':
      return new TypeError(message, options);
    case 'error':
      return new Error(message, options);
    default:
      return kind satisfies never;
  }
}
