/**
 * Every error this package throws. Match on `code`, which is stable, or on the class.
 *
 * No error holds a secret: the driver's own error objects, which can reach session tokens and proxy passwords,
 * are never attached; their safe fields are copied.
 */

import { inspect, type InspectOptions } from 'node:util';

import { docsUrlOf, errorHints, type SnowparkErrorCode } from './error-codes.js';

export type { SnowparkErrorCode };

/** What every error of this package can carry. */
export interface SnowparkErrorOptions {
  /** What to do about it, in one sentence. */
  readonly hint?: string | undefined;
  /** The error beneath, already free of secrets. */
  readonly cause?: unknown;
}

/** The root of every error this package throws. */
export class SnowparkError extends Error {
  /** Name of the class, for logs and for code that catches errors of several versions. */
  override readonly name: string = 'SnowparkError';
  /** Stable: switch on this, not on the message. */
  readonly code: SnowparkErrorCode;
  /** What to do about it. Part of the message too where it is about this very case. */
  readonly hint: string;
  /** The page that explains the code: cause and remedy. */
  readonly docsUrl: string;

  constructor(code: SnowparkErrorCode, message: string, options: SnowparkErrorOptions = {}) {
    super(
      options.hint === undefined ? message : `${message} ${options.hint}`,
      options.cause === undefined ? {} : { cause: options.cause },
    );
    this.code = code;
    this.hint = options.hint ?? errorHints[code];
    this.docsUrl = docsUrlOf(code);
  }

  /** Everything it says of itself, without what is not known; of its cause nothing, which may be anything. */
  toJSON(): Readonly<Record<string, unknown>> {
    const { name, code, message, ...fields } = this;
    return { name, code, message, ...withoutUnknown(fields) };
  }

  /** As any error, without the fields that are not known, and without a hint that the message ends with. */
  [inspect.custom](_depth: number, options: InspectOptions): string {
    const { hint, docsUrl, ...fields } = this;
    // An error of its own: what only inherits from one is not printed as one where there are several realms.
    const shown = new Error(this.message, this.cause === undefined ? {} : { cause: this.cause });
    Object.setPrototypeOf(shown, Object.getPrototypeOf(this) as object);
    Object.assign(shown, withoutUnknown(fields), this.message.endsWith(hint) ? {} : { hint }, { docsUrl });
    Object.defineProperty(shown, 'stack', { value: this.stack });
    // Else it would be shown by this function again.
    Object.defineProperty(shown, inspect.custom, { value: undefined });
    return inspect(shown, options);
  }
}

function withoutUnknown(fields: object): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

/** One thing wrong with the configuration. */
export interface ConfigurationProblem {
  /** The parameter's name as it was written, or its canonical name when it is missing. */
  readonly parameter: string;
  /** Where the value came from: a builder call, a file with section and line, a variable. */
  readonly source: string;
  /** What is wrong and what to do, without the value of a secret. */
  readonly message: string;
}

/** The connection's options cannot work. Thrown before any network, with all problems at once. */
export class ConfigurationError extends SnowparkError {
  override readonly name = 'ConfigurationError';
  /** Every problem found, in the order of the parameter table. */
  readonly problems: readonly ConfigurationProblem[];

  constructor(problems: readonly ConfigurationProblem[], options: SnowparkErrorOptions = {}) {
    super('CONFIGURATION_INVALID', describeProblems(problems), options);
    this.problems = problems;
  }
}

function describeProblems(problems: readonly ConfigurationProblem[]): string {
  const lines = problems.map(({ parameter, source, message }) => `${parameter} (${source}): ${message}`);
  const [only] = lines;
  if (lines.length === 1 && only !== undefined) {
    return only;
  }
  return `${lines.length} problems with the connection options:\n${lines.map((line) => `  - ${line}`).join('\n')}`;
}

/** What an answer of the server tells about itself. */
export interface ServerErrorFields extends SnowparkErrorOptions {
  /** The server's error number as it sends it, such as `390100`. */
  readonly serverCode?: string | undefined;
}

/** The server, an identity provider or a key refused to let us in. */
export class AuthenticationError extends SnowparkError {
  override readonly name = 'AuthenticationError';
  /** The server's error number, such as `390100`; undefined when it never answered. */
  readonly serverCode: string | undefined;

  constructor(message: string, options: ServerErrorFields = {}) {
    super('AUTHENTICATION_FAILED', message, options);
    this.serverCode = options.serverCode;
  }
}

/** The server could not be reached, or what answered is not Snowflake. */
export class ConnectionError extends SnowparkError {
  override readonly name = 'ConnectionError';
  /** True when trying again later can help. */
  readonly retryable: boolean;
  /** Snowflake's id of the statement that was under way; undefined for a login, and when it is not known. */
  readonly queryId: string | undefined;

  constructor(
    message: string,
    options: SnowparkErrorOptions & {
      readonly retryable: boolean;
      readonly code?: 'CONNECTION_FAILED' | 'LOGIN_TIMEOUT' | 'CONNECTION_CLOSED' | 'POOL_EXHAUSTED';
      readonly queryId?: string | undefined;
    },
  ) {
    super(options.code ?? 'CONNECTION_FAILED', message, options);
    this.retryable = options.retryable;
    this.queryId = options.queryId;
  }
}

/** What is known of a statement when it fails. */
export interface StatementErrorFields extends SnowparkErrorOptions {
  /** Snowflake's query id; undefined when the statement never reached the server. */
  readonly queryId?: string | undefined;
}

/** What the server says of a statement it refuses. */
export interface SqlErrorFields extends StatementErrorFields {
  /** `SQL_FAILED` when it is not given. */
  readonly code?: 'SQL_FAILED' | 'BIND_INVALID' | 'RESULT_INVALID' | 'ARGUMENT_INVALID';
  /** The server's error number as it sends it, such as `002003`. */
  readonly serverCode?: string | undefined;
  /** Five characters of SQL state, such as `42S02`. */
  readonly sqlState?: string | undefined;
  /** Line of the fault in the statement, from 1. */
  readonly line?: number | undefined;
  /** Column of the fault in that line, from 0. */
  readonly position?: number | undefined;
}

/** A statement failed: on the server, or before it was sent because its binds cannot be sent. */
export class SqlError extends SnowparkError {
  override readonly name = 'SqlError';
  /** Five characters of SQL state, such as `42S02`. */
  readonly sqlState: string | undefined;
  /** The server's error number as it sends it, such as `002003`. */
  readonly serverCode: string | undefined;
  /** Snowflake's query id, to look the statement up in its query history. */
  readonly queryId: string | undefined;
  /** Line of the fault in the statement, from 1. */
  readonly line: number | undefined;
  /** Column of the fault in that line, from 0. */
  readonly position: number | undefined;

  constructor(message: string, fields: SqlErrorFields = {}) {
    super(fields.code ?? 'SQL_FAILED', message, fields);
    this.sqlState = fields.sqlState;
    this.serverCode = fields.serverCode;
    this.queryId = fields.queryId;
    this.line = fields.line;
    this.position = fields.position;
  }
}

/** The statement was cancelled: by `close()`, `cancelAll()`, another session, or an administrator. */
export class QueryCancelledError extends SnowparkError {
  override readonly name = 'QueryCancelledError';
  /** Snowflake's query id; undefined when the statement never reached the server. */
  readonly queryId: string | undefined;

  constructor(message: string, fields: StatementErrorFields = {}) {
    super('QUERY_CANCELLED', message, fields);
    this.queryId = fields.queryId;
  }
}

/** The statement ran longer than its `timeoutMs` and was cancelled on the server. */
export class QueryTimeoutError extends SnowparkError {
  override readonly name = 'QueryTimeoutError';
  /** Snowflake's query id; undefined when the statement never reached the server. */
  readonly queryId: string | undefined;

  constructor(message: string, fields: StatementErrorFields = {}) {
    super('QUERY_TIMEOUT', message, fields);
    this.queryId = fields.queryId;
  }
}

/**
 * The caller's own signal stopped the work. Named `AbortError`, or `TimeoutError` when the signal came from
 * `AbortSignal.timeout()`, as the platform's own errors are; `cause` is the signal's reason.
 */
export class AbortedError extends SnowparkError {
  override readonly name: 'AbortError' | 'TimeoutError';
  /** Snowflake's query id; undefined when the statement never reached the server. */
  readonly queryId: string | undefined;

  constructor(reason: unknown, fields: { readonly queryId?: string | undefined } = {}) {
    super('ABORTED', 'The operation was stopped by its signal.', { cause: reason });
    this.name = isTimeout(reason) ? 'TimeoutError' : 'AbortError';
    this.queryId = fields.queryId;
  }
}

/** Told by name: the platform's own reason may come from another realm. */
function isTimeout(reason: unknown): boolean {
  return typeof reason === 'object' && reason !== null && 'name' in reason && reason.name === 'TimeoutError';
}

/** The session is closing or closed. */
export class SessionClosedError extends SnowparkError {
  override readonly name = 'SessionClosedError';

  constructor(message: string, options: SnowparkErrorOptions = {}) {
    super('SESSION_CLOSED', message, options);
  }
}

/** The server no longer knows this session. */
export class SessionExpiredError extends SnowparkError {
  override readonly name = 'SessionExpiredError';
  /** The server's error number, such as `390112`; undefined when the driver keeps it to itself. */
  readonly serverCode: string | undefined;
  /** Snowflake's query id of the statement that met it; undefined when the statement never reached the server. */
  readonly queryId: string | undefined;

  constructor(message: string, options: ServerErrorFields & StatementErrorFields = {}) {
    super('SESSION_EXPIRED', message, options);
    this.serverCode = options.serverCode;
    this.queryId = options.queryId;
  }
}

/** Closing did not go as it should. Everything on this side was released all the same. */
export class SessionCloseError extends SnowparkError {
  override readonly name = 'SessionCloseError';
  /** What failed, in order. */
  readonly errors: readonly unknown[];

  constructor(message: string, errors: readonly unknown[]) {
    super('SESSION_CLOSE_FAILED', message, { cause: errors[0] });
    this.errors = errors;
  }
}

/** The local engine could not be started. */
export class LocalEngineError extends SnowparkError {
  override readonly name = 'LocalEngineError';

  constructor(message: string, options: SnowparkErrorOptions = {}) {
    super('LOCAL_ENGINE_FAILED', message, options);
  }
}
