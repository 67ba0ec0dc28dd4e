import { errorsPage } from './documentation.js';

/** Stable names of what went wrong. Cause and remedy of each stand in the guide to errors, under a heading of its name. */
export type SnowparkErrorCode =
  | 'CONFIGURATION_INVALID'
  | 'AUTHENTICATION_FAILED'
  | 'CONNECTION_FAILED'
  | 'LOGIN_TIMEOUT'
  | 'SQL_FAILED'
  | 'BIND_INVALID'
  | 'ARGUMENT_INVALID'
  | 'RESULT_INVALID'
  | 'QUERY_CANCELLED'
  | 'QUERY_TIMEOUT'
  | 'ABORTED'
  | 'SESSION_CLOSED'
  | 'SESSION_EXPIRED'
  | 'SESSION_CLOSE_FAILED'
  | 'SEVERAL_SESSIONS'
  | 'CONNECTION_CLOSED'
  | 'POOL_EXHAUSTED'
  | 'LOCAL_ENGINE_FAILED';

/** What to do about each code when nothing more particular is known. */
export const errorHints: Readonly<Record<SnowparkErrorCode, string>> = {
  CONFIGURATION_INVALID: 'Mend every option the message names, at the place it names.',
  AUTHENTICATION_FAILED: 'Check user, authenticator and the credentials that belong to it.',
  CONNECTION_FAILED: 'Check account, host, port and proxy, and whether the network lets you through.',
  LOGIN_TIMEOUT: 'Check account, host and proxy, or raise login_timeout.',
  SQL_FAILED: 'Look at sqlState, line and position, or find the statement by its queryId in the query history.',
  BIND_INVALID: 'Give each placeholder one value of a type that binds can have.',
  ARGUMENT_INVALID: 'Correct the argument the message names; nothing was sent.',
  RESULT_INVALID: 'Run the statement again; if it stays, try result_reader: "driver" and report it.',
  QUERY_CANCELLED: 'Run it again if it is still wanted; the query history tells who cancelled it.',
  QUERY_TIMEOUT: 'Raise timeoutMs, or make the statement cheaper; it no longer runs on the server.',
  ABORTED: 'The caller’s own signal did it: see cause for its reason.',
  SESSION_CLOSED: 'Create a new session, and close it only when its last statement has ended.',
  SESSION_EXPIRED: 'Create a new session; a connection() does so by itself.',
  SESSION_CLOSE_FAILED: 'See errors for what failed; on this side everything was released.',
  SEVERAL_SESSIONS: 'Pass the session you mean to where it is needed, or close the others.',
  CONNECTION_CLOSED: 'Ask for it again with connection().',
  POOL_EXHAUSTED: 'Raise poolSize or acquireTimeoutMs, or look for work that holds its session for long.',
  LOCAL_ENGINE_FAILED: 'Check that snowpark-session-local is installed in the same version as this package.',
};

/** Where the code is explained. */
export function docsUrlOf(code: SnowparkErrorCode): string {
  return `${errorsPage}#${code.toLowerCase()}`;
}
