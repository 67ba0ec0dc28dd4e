import { quoteString } from '../lexer.js';
import { text } from '../types/sql-type.js';
import { unsupported } from './faults.js';
import { constant, type Typed } from './typed.js';

/** A text that stands in a statement, with its length in characters: Snowflake does not count the halves of UTF-16. */
export function textLiteral(value: string): Typed {
  return { ...constant(textSql(value), text(Array.from(value).length)), literal: value };
}

/** DuckDB's text for a text of the user's. Its parser ends at a zero character, which therefore is put in beside it. */
export function textSql(value: string): string {
  refuseHalfPairs(value);
  const parts = value.split('\0').map(quoteString);
  return parts.length === 1 ? parts.join('') : `(${parts.join(' || chr(0) || ')})`;
}

/**
 * DuckDB would put another character in the place of half of a surrogate pair.
 *
 * @throws SnowflakeError 000002 when the text holds one
 */
export function refuseHalfPairs(value: string): void {
  if (!value.isWellFormed()) {
    throw unsupported('half of a surrogate pair in a text');
  }
}
