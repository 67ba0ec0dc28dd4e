import type { Constraint, Relation } from '../catalog/model.js';
import { doesNotExist } from '../compile/faults.js';
import type { Change } from './alter-columns.js';
import type { StatementContext } from './command.js';
import { readConstraint } from './constraints.js';

/** Reads `ADD [CONSTRAINT name] PRIMARY KEY (…)` and its kin; undefined for something else. */
export function addConstraint(context: StatementContext, table: Relation): Change | undefined {
  const constraint = readConstraint(context, table);
  return constraint === undefined
    ? undefined
    : async () => {
        const primary = constraint.kind === 'PRIMARY KEY';
        context.catalog.putRelation({
          ...table,
          constraints: [...(table.constraints ?? []), constraint],
          columns: table.columns.map((column) =>
            primary && constraint.columns.includes(column.name) ? { ...column, primaryKey: true } : column,
          ),
        });
      };
}

/** Reads `DROP PRIMARY KEY`, `DROP CONSTRAINT name` and `DROP UNIQUE (…)`; undefined for something else. */
export function dropConstraint(context: StatementContext, table: Relation): Change | undefined {
  const { stream } = context.grammar;
  const matches = readDropped(context);
  if (matches === undefined) {
    return undefined;
  }
  stream.acceptAny('CASCADE', 'RESTRICT');
  const gone = (table.constraints ?? []).filter(matches);
  if (gone.length === 0) {
    throw doesNotExist('Constraint', [stream.sql.slice(0, stream.end).split(/\s+/).at(-1) ?? '']);
  }
  return async () => {
    const primary = gone.some(({ kind }) => kind === 'PRIMARY KEY');
    context.catalog.putRelation({
      ...table,
      constraints: (table.constraints ?? []).filter((constraint) => !gone.includes(constraint)),
      columns: table.columns.map((column) => (primary ? { ...column, primaryKey: false } : column)),
    });
  };
}

function readDropped({ grammar: { stream } }: StatementContext): ((constraint: Constraint) => boolean) | undefined {
  if (stream.accept('PRIMARY', 'KEY')) {
    return ({ kind }) => kind === 'PRIMARY KEY';
  }
  if (stream.accept('CONSTRAINT')) {
    const { text } = stream.name();
    return ({ name }) => name === text;
  }
  const kind = stream.accept('UNIQUE') ? 'UNIQUE' : stream.accept('FOREIGN', 'KEY') ? 'FOREIGN KEY' : undefined;
  if (kind === undefined) {
    return undefined;
  }
  const columns = stream.list(() => stream.name().text).join();
  return (constraint) => constraint.kind === kind && constraint.columns.join() === columns;
}

/** Reads `RENAME CONSTRAINT a TO b`. */
export function renameConstraint(context: StatementContext, table: Relation): Change {
  const { stream } = context.grammar;
  const { text: from } = stream.name();
  stream.expect('TO');
  const { text: to } = stream.name();
  if (!(table.constraints ?? []).some(({ name }) => name === from)) {
    throw doesNotExist('Constraint', [from]);
  }
  return async () => {
    const constraints = (table.constraints ?? []).map((one) => (one.name === from ? { ...one, name: to } : one));
    context.catalog.putRelation({ ...table, constraints });
  };
}
