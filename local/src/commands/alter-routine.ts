import type { Collection } from '../catalog/collection.js';
import type { Procedure, Routine } from '../catalog/model.js';
import { alreadyExists, doesNotExist, textsOf, unsupported } from '../compile/faults.js';
import { readTag } from './alter-table.js';
import { TYPE, succeeded, type Outcome, type StatementContext } from './command.js';
import { readNewName } from './new-name.js';
import { findRoutine, readSignature } from './routines.js';

/** ALTER FUNCTION and PROCEDURE. */
export async function alterRoutine(context: StatementContext, kind: 'Function' | 'Procedure'): Promise<Outcome> {
  const { functions, procedures } = context.catalog;
  return kind === 'Function'
    ? alter(context, functions, kind, (routine) => readChange(context, functions, routine))
    : alter(context, procedures, kind, (routine) => readProcedureChange(context, procedures, routine));
}

async function alter<T extends Routine>(
  context: StatementContext,
  held: Collection<T>,
  kind: string,
  read: (routine: T) => T,
): Promise<Outcome> {
  const { grammar } = context;
  const optional = grammar.stream.accept('IF', 'EXISTS');
  const path = grammar.objectName();
  const routine = findRoutine(held, context, path, readSignature(context));
  if (routine === undefined) {
    if (optional) {
      return succeeded(TYPE.alter);
    }
    throw doesNotExist(kind, textsOf(path));
  }
  const changed = read(routine);
  grammar.stream.finish();
  await context.define(async () => {
    held.drop(routine);
    held.put(changed);
  });
  return succeeded(TYPE.alter);
}

function readProcedureChange(context: StatementContext, held: Collection<Procedure>, routine: Procedure): Procedure {
  const { stream } = context.grammar;
  if (stream.accept('EXECUTE', 'AS')) {
    stream.accept('RESTRICTED');
    const executeAs = stream.acceptAny('CALLER', 'OWNER');
    if (executeAs === undefined) {
      throw stream.unexpected();
    }
    return { ...routine, executeAs };
  }
  return readChange(context, held, routine);
}

function readChange<T extends Routine>(context: StatementContext, held: Collection<T>, routine: T): T {
  const { stream } = context.grammar;
  if (stream.accept('RENAME', 'TO')) {
    const [database, schema, name] = readNewName(context, routine);
    const renamed = { ...routine, database, schema, name };
    if (held.like(renamed) !== undefined) {
      throw alreadyExists([database, schema, name]);
    }
    return renamed;
  }
  const word = stream.acceptAny('SET', 'UNSET');
  if (word !== undefined && stream.accept('COMMENT')) {
    if (word === 'UNSET') {
      return { ...routine, comment: undefined };
    }
    stream.expect('=');
    return { ...routine, comment: stream.string() };
  }
  // Everyone sees a body here, as its owner would.
  if (word !== undefined && stream.accept('SECURE')) {
    return routine;
  }
  if (word !== undefined && stream.accept('TAG')) {
    stream.series(() => (word === 'SET' ? readTag(stream) : stream.path()));
    return routine;
  }
  throw unsupported(`ALTER FUNCTION … ${stream.peek()?.text ?? ''}`);
}
