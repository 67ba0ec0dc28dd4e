import type { StatementContext } from './command.js';

/** Reads the name after RENAME TO: written alone, it stays in the object's own schema. */
export function readNewName(
  { grammar, compiler }: StatementContext,
  { database, schema }: { readonly database: string; readonly schema: string },
): readonly [string, string, string] {
  const names = grammar.objectName().map(({ text }) => text);
  return compiler.qualify(names.length === 1 ? [database, schema, ...names] : names);
}
