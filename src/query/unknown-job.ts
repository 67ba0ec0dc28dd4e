import { ConnectionError, SqlError } from '../errors.js';

/** SQL's own word for it, with which the server says that it has no such statement, or no longer its result. */
const NO_DATA_STATE = '02000';

/** What is said of a statement of whose state the server knows nothing, when its result cannot be had either. */
export function toUnknownJobError(error: unknown, queryId: string): unknown {
  if (error instanceof SqlError && error.sqlState === NO_DATA_STATE) {
    const { serverCode, sqlState } = error;
    return new SqlError(`${error.message.replace(/\.$/, '')}.`, { queryId, serverCode, sqlState, hint: HINT });
  }
  if (error instanceof ConnectionError && !error.retryable) {
    return new SqlError(`The server knows no statement ${queryId}.`, { queryId, hint: HINT, cause: error });
  }
  return error;
}

const HINT = 'Check the id: it may be of another account or user, and a result is kept for 24 hours.';
