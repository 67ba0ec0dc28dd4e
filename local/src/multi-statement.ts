import { SnowflakeError } from './errors.js';

const NAME = 'MULTI_STATEMENT_COUNT';

/**
 * How many statements a text may hold: what the statement's own parameters say, else the session's, else one.
 * 0 means any number.
 *
 * @throws SnowflakeError 001006 when the parameter is no such number
 */
export function desiredStatementCount(
  own: Readonly<Record<string, unknown>>,
  session: readonly { readonly name: string; readonly value: unknown }[],
): number {
  const entry = Object.entries(own).find(([name]) => name.toUpperCase() === NAME);
  const value = entry?.[1] ?? session.find(({ name }) => name === NAME)?.value ?? 1;
  const count = Number(value);
  if (!Number.isInteger(count) || count < 0) {
    throw new SnowflakeError('001006', '22023', `Invalid value [${JSON.stringify(value)}] for parameter '${NAME}'`);
  }
  return count;
}

/**
 * @throws SnowflakeError 000008 when a text holds another number of statements than was asked for
 * @throws SnowflakeError 000900 when it holds none
 */
export function checkStatementCount(actual: number, desired: number): void {
  if (actual === 0) {
    throw new SnowflakeError('000900', '42601', 'SQL compilation error:\nEmpty SQL statement.');
  }
  if (desired !== 0 && actual !== desired) {
    throw new SnowflakeError(
      '000008',
      '0A000',
      `Actual statement count ${actual} did not match the desired statement count ${desired}.`,
    );
  }
}
