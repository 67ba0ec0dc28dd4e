import { SnowparkError, SqlError } from '../errors.js';

/** What may be said of an error in a log or a trace. */
export interface ErrorDescription {
  readonly name: string;
  readonly message?: string | undefined;
  readonly code?: string | undefined;
  readonly serverCode?: string | undefined;
  readonly sqlState?: string | undefined;
  readonly line?: number | undefined;
  readonly position?: number | undefined;
  readonly retryable?: boolean | undefined;
}

/**
 * Describes an error by what can hold no value of the user's. The message of a failed statement is left out, because the
 * server quotes statements and values in it; so is that of an error that is not ours, which can be anything.
 *
 * @param isTheirs - True for an error of code that is the user's own, who knows what it says.
 */
export function describeError(error: unknown, isTheirs = false): ErrorDescription {
  if (!(error instanceof SnowparkError)) {
    return error instanceof Error
      ? { name: error.name, message: isTheirs ? error.message : undefined }
      : { name: typeof error };
  }
  const { name, code, message } = error;
  const fields = error.toJSON();
  return {
    name,
    code,
    ...(error instanceof SqlError ? {} : { message }),
    serverCode: textOf(fields['serverCode']),
    sqlState: textOf(fields['sqlState']),
    line: numberOf(fields['line']),
    position: numberOf(fields['position']),
    retryable: typeof fields['retryable'] === 'boolean' ? fields['retryable'] : undefined,
  };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}
