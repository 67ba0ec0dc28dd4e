import type { SnowparkError } from '../errors.js';
import type { LogLevel } from '../log.js';

/** Something that takes its time. */
export type Operation =
  | { readonly kind: 'connect'; readonly host: string; readonly authenticator: string }
  | {
      readonly kind: 'query';
      readonly sqlText: string;
      /** Its first word in upper case, whatever that is. */
      readonly verb: string;
      /** Only the columns of the result are asked for. */
      readonly describeOnly: boolean;
      /** The statement is started and not waited for. */
      readonly isAsync: boolean;
    }
  /** The result of a statement that was started before, here or elsewhere. */
  | { readonly kind: 'fetch'; readonly queryId: string }
  | { readonly kind: 'close' };

/** What the server has answered a statement with; its rows may still be there. */
export interface Answer {
  /** Undefined when the statement never reached the server. */
  readonly queryId: string | undefined;
  readonly error?: unknown;
  /** What is current in the session after it; absent where that is not known. */
  readonly names?: { readonly database: string | undefined; readonly schema: string | undefined };
}

/** How an operation ended. */
export interface Outcome {
  /** From its beginning, in milliseconds. */
  readonly durationMs: number;
  /** What it failed with; undefined when it did not. */
  readonly error: unknown;
  readonly queryId?: string | undefined;
  /** From the beginning to the server's answer, in milliseconds; undefined when it never came. */
  readonly answeredMs?: number | undefined;
  /** How many rows were read. */
  readonly rows?: number | undefined;
}

/** Something that happens at a moment. */
export type DiagnosticEvent =
  | { readonly kind: 'login-retry'; readonly attempt: number; readonly error: unknown }
  | { readonly kind: 'session-expired'; readonly error: SnowparkError }
  | { readonly kind: 'driver'; readonly level: LogLevel; readonly message: string }
  | (ConnectionEvent & { readonly connection: string });

/** What happens to a connection that is shared and replaced. */
export type ConnectionEvent =
  | { readonly kind: 'connection-opened'; readonly reason: 'first' | 'reset' | 'config' }
  | {
      readonly kind: 'connection-reset';
      readonly reason: 'asked' | 'lost' | 'configuration';
    }
  | { readonly kind: 'connection-closed' }
  | { readonly kind: 'dispose-failed'; readonly error: unknown }
  | { readonly kind: 'probe-failed'; readonly error: unknown }
  | { readonly kind: 'query-retry'; readonly attempt: number; readonly error: unknown }
  /** A query was answered with what another one had asked for. */
  | { readonly kind: 'query-kept'; readonly queryId: string; readonly rows: number }
  | ({ readonly kind: 'pool-opened' | 'pool-closed' | 'pool-waiting' | 'pool-exhausted' } & PoolCounts);

/** How a pool of sessions stands. */
export interface PoolCounts {
  /** Sessions that are open. */
  readonly open: number;
  /** Of these, the ones that work for somebody. */
  readonly used: number;
  /** Callers that wait for one. */
  readonly waiting: number;
}
