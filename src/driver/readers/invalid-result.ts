import { SqlError } from '../../errors.js';

/** The error of a result whose rows do not arrive, or are not what it announced. `what` ends "The result …". */
export function invalidResult(what: string, queryId: string, cause?: unknown): SqlError {
  return new SqlError(`The result ${what}.`, { code: 'RESULT_INVALID', queryId, cause });
}

/** The one error of a result that went silent. */
export function stalledResult(stallMs: number, queryId: string, lastFailure?: string): SqlError {
  const reason = lastFailure === undefined ? '' : `; the last attempt failed: ${lastFailure}`;
  return invalidResult(`stopped arriving: no row and no byte for ${stallMs / 1000} s${reason}`, queryId);
}
