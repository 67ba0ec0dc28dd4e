/**
 * Where a session writes what it does: `console`, a pino logger, or anything with these four methods. A logger of pino's
 * or bunyan's kind is given the fields first, as it wants them.
 *
 * Nothing is written unless one is given. It is never passed a secret or a bind value, and the text of a statement only
 * when `log_query_text` asks for it.
 */
export interface Logger {
  /** What helps to follow the work step by step. */
  debug(message: string, fields?: LogFields): void;
  /** What is worth knowing and needs no action. */
  info(message: string, fields?: LogFields): void;
  /** What works, and should be looked at. */
  warn(message: string, fields?: LogFields): void;
  /** What failed and reached no caller. */
  error(message: string, fields?: LogFields): void;
}

/** What is known of what happened; `event` is its stable name, such as `query.end`. */
export type LogFields = Readonly<Record<string, unknown>>;

/** How much something matters, least first. */
export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** Least first. */
export const logLevels: readonly LogLevel[] = ['debug', 'info', 'warn', 'error'];

function ignore(): void {}

/** The default: says nothing. */
export const silentLogger: Logger = Object.freeze({ debug: ignore, info: ignore, warn: ignore, error: ignore });
