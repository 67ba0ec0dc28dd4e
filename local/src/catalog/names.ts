import { quoteName } from '../lexer.js';

/**
 * DuckDB takes names that differ in case for the same; Snowflake does not. A name with lower-case letters gets a mark
 * that says which they are, so that `"a"` and `A` are two names there as well.
 */
export function physicalName(name: string): string {
  if (name === name.toUpperCase()) {
    return name;
  }
  const mask = Array.from(name)
    .map((letter) => (letter === letter.toUpperCase() ? '0' : '1'))
    .join('');
  return `${name}\u0001${mask}`;
}

/** A quoted name for DuckDB. */
export function physicalIdentifier(name: string): string {
  return quoteName(physicalName(name));
}

/** DuckDB's schema for a database and schema: all of Snowflake's databases live in one of DuckDB's. */
export function physicalSchema(database: string, schema: string): string {
  return quoteName(`${physicalName(database)}.${physicalName(schema)}`);
}
