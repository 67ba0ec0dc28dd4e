import { SqlError } from '../errors.js';

/** Names every JavaScript object has from birth, on which the driver's table of columns trips. */
const RESERVED: readonly string[] = Object.getOwnPropertyNames(Object.prototype);

/**
 * Explains the TypeError with which the driver meets a column named `constructor`, `__proto__` or the like. The
 * driver keeps nothing of the answer, so the name is looked for in the statement.
 */
export function toReservedNameError(error: unknown, sqlText: string): SqlError | undefined {
  if (!(error instanceof TypeError && /push is not a function/.test(error.message))) {
    return undefined;
  }
  const names = RESERVED.filter((name) => sqlText.includes(name)).map((name) => `"${name}"`);
  const column =
    names.length === 0
      ? 'The result has a column with a name of JavaScript’s own, such as "constructor" or "__proto__"'
      : `The result’s column ${names.join(' or ')} has a name of JavaScript’s own`;
  return new SqlError(`${column}, which snowflake-sdk cannot take.`, {
    code: 'RESULT_INVALID',
    hint: 'Give the column another name with AS.',
  });
}
