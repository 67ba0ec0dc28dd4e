import { alreadyExists, textsOf } from '../compile/faults.js';
import type { StatementContext } from './command.js';

/**
 * Reads the name after RENAME TO: written alone, it stays in the object's own schema.
 *
 * @param taken - tells what has a name already
 * @throws SnowflakeError 002003 for a schema that is not there, 002002 for a name that is taken
 */
export function readNewName(
  context: StatementContext,
  { database, schema }: { readonly database: string; readonly schema: string },
  taken: (place: readonly [string, string, string]) => unknown,
): readonly [string, string, string] {
  const written = textsOf(context.grammar.objectName());
  const place = context.compiler.qualify(written.length === 1 ? [database, schema, ...written] : written);
  context.refuseMissingSchema(place[0], place[1]);
  if (taken(place) !== undefined) {
    throw alreadyExists(written);
  }
  return place;
}
