import { SnowflakeError } from './errors.js';

/** Parameters as a statement is sent with them, and as its session has them. */
export interface ParameterScopes {
  /** The statement's own; names in any case. */
  readonly own: Readonly<Record<string, unknown>>;
  readonly session: readonly { readonly name: string; readonly value: unknown }[];
}

/**
 * How many statements a text may hold; 0 means any number. One when nothing says otherwise.
 *
 * @throws SnowflakeError 001006 when the parameter is no such number
 */
export function desiredStatementCount(scopes: ParameterScopes): number {
  return readCount('MULTI_STATEMENT_COUNT', scopes) ?? 1;
}

/**
 * Seconds a statement may take, the time it waits for its turn included; 0 means no limit.
 *
 * @throws SnowflakeError 001006 when the parameter is no such number
 */
export function timeoutSeconds(scopes: ParameterScopes): number {
  return readCount('STATEMENT_TIMEOUT_IN_SECONDS', scopes) ?? 0;
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

/** What QUERY_TAG is for the statement. */
export function queryTag(scopes: ParameterScopes): string {
  const tag = find('QUERY_TAG', scopes);
  return typeof tag === 'string' ? tag : '';
}

function find(wanted: string, { own, session }: ParameterScopes): unknown {
  const [, mine] = Object.entries(own).find(([name]) => name.toUpperCase() === wanted) ?? [];
  return mine ?? session.find(({ name }) => name === wanted)?.value;
}

function readCount(wanted: string, scopes: ParameterScopes): number | undefined {
  const value = find(wanted, scopes);
  if (value === undefined) {
    return undefined;
  }
  const count = typeof value === 'number' || typeof value === 'string' ? Number(value) : Number.NaN;
  if (!Number.isInteger(count) || count < 0) {
    throw new SnowflakeError('001006', '22023', `Invalid value [${JSON.stringify(value)}] for parameter '${wanted}'`);
  }
  return count;
}
