import type { Relation } from '../catalog/model.js';
import { doesNotExist, unsupported } from '../compile/faults.js';
import type { Change } from './alter-columns.js';
import { replaceColumns, columnNamed } from './alter-columns.js';
import { readTag } from './alter-table.js';
import { TYPE, succeeded, type Outcome, type StatementContext } from './command.js';
import { readNewName } from './new-name.js';

/** ALTER VIEW. */
export async function alterView(context: StatementContext): Promise<Outcome> {
  const { grammar, compiler, catalog, state } = context;
  const { stream } = grammar;
  const optional = stream.accept('IF', 'EXISTS');
  const path = grammar.objectName();
  const view = catalog.relation(...compiler.qualify(path), state.options.sessionId);
  if (view?.kind !== 'view') {
    if (optional) {
      return succeeded(TYPE.alter);
    }
    throw doesNotExist('View', compiler.qualify(path));
  }
  const change = readChange(context, view);
  stream.finish();
  await context.define(change);
  return succeeded(TYPE.alter);
}

function readChange(context: StatementContext, view: Relation): Change {
  const { grammar, catalog, state } = context;
  const { stream } = grammar;
  if (stream.accept('RENAME', 'TO')) {
    const [database, schema, name] = readNewName(context, view, (place) =>
      catalog.relation(...place, state.options.sessionId),
    );
    return async () => {
      catalog.dropRelation(view);
      catalog.putRelation({ ...view, database, schema, name });
    };
  }
  if (stream.acceptAny('ALTER', 'MODIFY') !== undefined) {
    stream.accept('COLUMN');
    const column = columnNamed(view, stream.name().text);
    stream.expect('COMMENT');
    const comment = stream.string();
    return async () => replaceColumns(context, view, (other) => (other === column ? { ...other, comment } : other));
  }
  return readSetting(context, view);
}

function readSetting({ grammar: { stream }, catalog }: StatementContext, view: Relation): Change {
  const set = stream.acceptAny('SET', 'UNSET');
  if (set === 'SET' && stream.accept('COMMENT')) {
    stream.expect('=');
    const comment = stream.string();
    return async () => catalog.putRelation({ ...view, comment });
  }
  if (set === 'UNSET' && stream.accept('COMMENT')) {
    return async () => catalog.putRelation({ ...view, comment: undefined });
  }
  if (set !== undefined && stream.accept('SECURE')) {
    return async () => catalog.putRelation({ ...view, secure: set === 'SET' });
  }
  if (set !== undefined && stream.accept('TAG')) {
    stream.series(() => (set === 'SET' ? readTag(stream) : stream.path()));
    return async () => undefined;
  }
  throw unsupported(`ALTER VIEW … ${stream.peek()?.text ?? ''}`);
}
