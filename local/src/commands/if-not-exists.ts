import { unsupported } from '../compile/faults.js';
import { SnowflakeError } from '../errors.js';
import type { TokenStream } from '../syntax/token-stream.js';

/**
 * Reads IF NOT EXISTS.
 *
 * @throws SnowflakeError 001004 beside OR REPLACE, 000002 beside OR ALTER
 */
export function readIfNotExists(
  stream: TokenStream,
  { orReplace, orAlter }: { readonly orReplace: boolean; readonly orAlter: boolean },
): boolean {
  const optional = stream.accept('IF', 'NOT', 'EXISTS');
  if (optional && orReplace) {
    const message = 'SQL compilation error:\noptions IF NOT EXISTS and OR REPLACE are incompatible.';
    throw new SnowflakeError('001004', '0A000', message);
  }
  if (optional && orAlter) {
    throw unsupported('CREATE OR ALTER … IF NOT EXISTS');
  }
  return optional;
}
