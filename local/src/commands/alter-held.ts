import type { Collection, Placed } from '../catalog/collection.js';
import { doesNotExist } from '../compile/faults.js';
import type { NamePath } from '../syntax/ast.js';
import { TYPE, succeeded, type Outcome, type StatementContext } from './command.js';
import { readNewName } from './new-name.js';

/** An object of a schema that ALTER names: where it is kept, and how its change is read. */
export interface Altered<T extends Placed> {
  readonly kind: string;
  readonly held: Collection<T>;
  /** @defaultValue looks for the name alone */
  readonly find?: (path: NamePath) => T | undefined;
  readonly read: (found: T) => T;
  /** False where Snowflake has no RENAME. @defaultValue true */
  readonly renames?: boolean;
}

/** ALTER of an object that the catalog alone keeps, after its kind has been read. */
export async function alterHeld<T extends Placed>(
  context: StatementContext,
  { kind, held, find, read, renames = true }: Altered<T>,
): Promise<Outcome> {
  const { stream } = context.grammar;
  const optional = stream.accept('IF', 'EXISTS');
  const path = context.grammar.objectName();
  const found = find === undefined ? held.get(...context.compiler.qualify(path)) : find(path);
  if (found === undefined) {
    if (optional) {
      return succeeded(TYPE.alter);
    }
    throw doesNotExist(kind, context.compiler.qualify(path));
  }
  const changed = (renames ? readRenamed(context, held, found) : undefined) ?? read(found);
  stream.finish();
  await context.define(async () => {
    held.drop(found);
    held.put(changed);
  });
  return succeeded(TYPE.alter);
}

/** Reads RENAME TO. @throws SnowflakeError 002002 when the name is taken */
function readRenamed<T extends Placed>(context: StatementContext, held: Collection<T>, entry: T): T | undefined {
  if (!context.grammar.stream.accept('RENAME', 'TO')) {
    return undefined;
  }
  const at = ([database, schema, name]: readonly [string, string, string]): T => ({ ...entry, database, schema, name });
  return at(readNewName(context, entry, (place) => held.like(at(place))));
}
