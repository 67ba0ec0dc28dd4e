import type { Collection } from '../catalog/collection.js';
import type { Procedure, Routine } from '../catalog/model.js';
import { unsupported } from '../compile/faults.js';
import type { NamePath } from '../syntax/ast.js';
import { alterHeld } from './alter-held.js';
import { readTag } from './alter-table.js';
import type { Outcome, StatementContext } from './command.js';
import { findRoutine, readSignature } from './routines.js';

/** ALTER FUNCTION and PROCEDURE. */
export function alterRoutine(context: StatementContext, kind: 'Function' | 'Procedure'): Promise<Outcome> {
  const { functions, procedures } = context.catalog;
  return kind === 'Function'
    ? alter(context, functions, kind, (routine) => readChange(context, routine))
    : alter(context, procedures, kind, (routine) => readProcedureChange(context, routine));
}

function alter<T extends Routine>(
  context: StatementContext,
  held: Collection<T>,
  kind: string,
  read: (routine: T) => T,
): Promise<Outcome> {
  const find = (path: NamePath): T | undefined => findRoutine(held, context, path, readSignature(context));
  return alterHeld(context, { kind, held, find, read });
}

function readProcedureChange(context: StatementContext, routine: Procedure): Procedure {
  const { stream } = context.grammar;
  if (stream.accept('EXECUTE', 'AS')) {
    stream.accept('RESTRICTED');
    const executeAs = stream.acceptAny('CALLER', 'OWNER');
    if (executeAs === undefined) {
      throw stream.unexpected();
    }
    return { ...routine, executeAs };
  }
  return readChange(context, routine);
}

function readChange<T extends Routine>({ grammar: { stream } }: StatementContext, routine: T): T {
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
    return { ...routine, secure: word === 'SET' };
  }
  if (word !== undefined && stream.accept('TAG')) {
    stream.series(() => (word === 'SET' ? readTag(stream) : stream.path()));
    return routine;
  }
  throw unsupported(`ALTER FUNCTION … ${stream.peek()?.text ?? ''}`);
}
