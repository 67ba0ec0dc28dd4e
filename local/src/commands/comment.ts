import { doesNotExist, unsupported } from '../compile/faults.js';
import { columnNamed, replaceColumns } from './alter.js';
import { TYPE, succeeded, type Outcome, type StatementContext } from './command.js';
import { findTable } from './targets.js';

/** COMMENT ON an object IS '…'. */
export async function runComment(context: StatementContext): Promise<Outcome> {
  const { grammar, catalog, compiler, state } = context;
  const { stream } = grammar;
  stream.expect('COMMENT');
  const optional = stream.accept('IF', 'EXISTS');
  stream.expect('ON');
  const kind = stream.next().value;
  const path = grammar.objectName();
  stream.expect('IS');
  const comment = stream.string();
  stream.finish();
  if (kind === 'COLUMN') {
    const table = findTable(context, path.slice(0, -1), 'Table');
    const column = columnNamed(table, path.at(-1)?.text ?? '');
    await context.define(async () =>
      replaceColumns(context, table, (other) => (other === column ? { ...other, comment } : other)),
    );
    return succeeded(TYPE.alter);
  }
  if (kind !== 'TABLE' && kind !== 'VIEW') {
    throw unsupported(`COMMENT ON ${kind}`);
  }
  const relation = catalog.relation(...compiler.qualify(path), state.options.sessionId);
  if (relation === undefined) {
    if (optional) {
      return succeeded(TYPE.alter);
    }
    throw doesNotExist(
      kind === 'TABLE' ? 'Table' : 'View',
      path.map(({ text }) => text),
    );
  }
  await context.define(async () => catalog.putRelation({ ...relation, comment }));
  return succeeded(TYPE.alter);
}
