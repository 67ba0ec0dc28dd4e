import { doesNotExist, unsupported } from '../compile/faults.js';
import type { NamePath } from '../syntax/ast.js';
import { accountKind, commentAccountObject } from './account-objects.js';
import { columnNamed, replaceColumns, type Change } from './alter-columns.js';
import { capital } from './capital.js';
import { TYPE, succeeded, type Outcome, type StatementContext } from './command.js';
import { schemaPath } from './containers.js';
import { wholeName } from './drop.js';
import { findRoutine, readSignature } from './routines.js';
import { findDefined } from './targets.js';

/** COMMENT ON an object IS '…'. */
export async function runComment(context: StatementContext): Promise<Outcome> {
  const { grammar } = context;
  const { stream } = grammar;
  stream.expect('COMMENT');
  const optional = stream.accept('IF', 'EXISTS');
  stream.expect('ON');
  const word = stream.next().value;
  const kind = word === 'FILE' && stream.accept('FORMAT') ? 'FILE FORMAT' : word;
  const path = grammar.objectName();
  const signature = kind === 'FUNCTION' || kind === 'PROCEDURE' ? readSignature(context) : undefined;
  stream.expect('IS');
  const comment = stream.string();
  stream.finish();
  const change = changeOf(context, kind, path, signature, comment);
  if (change === undefined && !optional) {
    throw doesNotExist(capital(kind), wholeName(context, kind, path));
  }
  if (change !== undefined) {
    await context.define(change);
  }
  return succeeded(TYPE.alter);
}

/** What writes the comment down; undefined when there is no such object. */
function changeOf(
  context: StatementContext,
  kind: string,
  path: NamePath,
  signature: string | undefined,
  comment: string,
): Change | undefined {
  const { catalog, compiler, state } = context;
  switch (kind) {
    case 'COLUMN': {
      const table = findDefined(context, path.slice(0, -1));
      const column = columnNamed(table, path.at(-1)?.text ?? '', 'Object');
      return async () => replaceColumns(context, table, (other) => (other === column ? { ...other, comment } : other));
    }
    case 'TABLE':
    case 'VIEW': {
      const found = catalog.relation(...compiler.qualify(path), state.options.sessionId);
      return found?.kind !== kind.toLowerCase() ? undefined : async () => catalog.putRelation({ ...found, comment });
    }
    case 'SCHEMA': {
      const found = catalog.schema(...schemaPath(context, path));
      return found === undefined ? undefined : async () => catalog.putSchema({ ...found, comment });
    }
    case 'DATABASE': {
      const found = catalog.database(path[0]?.text ?? '');
      return found === undefined ? undefined : async () => catalog.putDatabase({ ...found, comment });
    }
    case 'SEQUENCE': {
      const found = catalog.sequence(...compiler.qualify(path));
      return found === undefined ? undefined : async () => catalog.putSequence({ ...found, comment });
    }
    case 'STAGE': {
      const found = catalog.stages.get(...compiler.qualify(path));
      return found === undefined ? undefined : async () => catalog.stages.put({ ...found, comment });
    }
    case 'FILE FORMAT': {
      const found = catalog.formats.get(...compiler.qualify(path));
      return found === undefined ? undefined : async () => catalog.formats.put({ ...found, comment });
    }
    case 'FUNCTION': {
      const found = findRoutine(catalog.functions, context, path, signature);
      return found === undefined ? undefined : async () => catalog.functions.put({ ...found, comment });
    }
    case 'PROCEDURE': {
      const found = findRoutine(catalog.procedures, context, path, signature);
      return found === undefined ? undefined : async () => catalog.procedures.put({ ...found, comment });
    }
    case 'TAG': {
      const found = catalog.tags.get(...compiler.qualify(path));
      return found === undefined ? undefined : async () => catalog.tags.put({ ...found, comment });
    }
    case 'TASK': {
      const found = catalog.tasks.get(...compiler.qualify(path));
      return found === undefined
        ? undefined
        : async () => catalog.tasks.put({ ...found, settings: { ...found.settings, COMMENT: comment } });
    }
    default: {
      const account = accountKind(kind);
      if (account === undefined) {
        throw unsupported(`COMMENT ON ${kind}`);
      }
      const found = catalog.accountObjects.get(account, path.at(-1)?.text ?? '');
      return found === undefined ? undefined : () => commentAccountObject(context, found, comment);
    }
  }
}
