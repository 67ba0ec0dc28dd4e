/**
 * Where a session writes what it does. `console` and a pino logger both fit.
 *
 * Nothing is written unless one is given. No secret, bind value or SQL text is ever passed to it.
 */
export interface Logger {
  /** What helps to follow the work step by step. */
  debug(message: string, fields?: Readonly<Record<string, unknown>>): void;
  /** What is worth knowing and needs no action. */
  info(message: string, fields?: Readonly<Record<string, unknown>>): void;
  /** What works, and should be looked at. */
  warn(message: string, fields?: Readonly<Record<string, unknown>>): void;
  /** What failed and reached no caller. */
  error(message: string, fields?: Readonly<Record<string, unknown>>): void;
}

function ignore(): void {}

/** The default: says nothing. */
export const silentLogger: Logger = Object.freeze({ debug: ignore, info: ignore, warn: ignore, error: ignore });
