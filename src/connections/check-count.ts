import { SqlError } from '../errors.js';

/**
 * Checks a number of things that a caller gave.
 *
 * @throws SqlError `ARGUMENT_INVALID` that names the option.
 */
export function checkCount(name: string, count: number | undefined): number | undefined {
  if (count !== undefined && !(Number.isSafeInteger(count) && count > 0)) {
    throw new SqlError(`${name} must be a whole number above 0, not ${String(count)}.`, { code: 'ARGUMENT_INVALID' });
  }
  return count;
}
