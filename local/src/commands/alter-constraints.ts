import type { Constraint, Relation } from '../catalog/model.js';
import { alreadyExists, doesNotExist } from '../compile/faults.js';
import { SnowflakeError } from '../errors.js';
import type { Change } from './alter-columns.js';
import type { StatementContext } from './command.js';
import { readConstraint, readTraits, refuseUnknownColumns } from './constraints.js';

/** Reads `ADD [CONSTRAINT name] PRIMARY KEY (…)` and its kin; undefined for something else. */
export function addConstraint(context: StatementContext, table: Relation): Change | undefined {
  const constraint = readConstraint(context, table);
  if (constraint === undefined) {
    return undefined;
  }
  refuseUnknownColumns(context, constraint, table.columns);
  const { constraints = [] } = table;
  if (constraint.kind === 'PRIMARY KEY' && constraints.some(({ kind }) => kind === 'PRIMARY KEY')) {
    const message = `SQL compilation error:\nprimary key already exists for table '${table.name}'`;
    throw new SnowflakeError('002002', '42710', message);
  }
  if (constraints.some(({ name }) => name === constraint.name)) {
    throw alreadyExists([constraint.name]);
  }
  return async () => {
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
    throw noConstraint(stream.peek(-1)?.value ?? '');
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
    throw noConstraint(from);
  }
  return async () => {
    const constraints = (table.constraints ?? []).map((one) => (one.name === from ? { ...one, name: to } : one));
    context.catalog.putRelation({ ...table, constraints });
  };
}

/** Reads `ALTER CONSTRAINT a RELY NOT ENFORCED`, which keeps what is said of it. */
export function alterConstraint({ grammar, catalog }: StatementContext, table: Relation): Change | undefined {
  const { stream } = grammar;
  if (!stream.accept('CONSTRAINT')) {
    return undefined;
  }
  const { text } = stream.name();
  const found = (table.constraints ?? []).find(({ name }) => name === text);
  if (found === undefined) {
    throw doesNotExist('Object', [text]);
  }
  const said = readTraits(stream);
  const opposite = said.map((trait) => OPPOSITES[trait]);
  const traits = [
    ...(found.traits ?? []).filter((trait) => !said.includes(trait) && !opposite.includes(trait)),
    ...said,
  ];
  return async () => {
    const constraints = (table.constraints ?? []).map((one) => (one === found ? { ...one, traits } : one));
    catalog.putRelation({ ...table, constraints });
  };
}

const OPPOSITES: Readonly<Record<string, string>> = {
  RELY: 'NORELY',
  NORELY: 'RELY',
  ENFORCED: 'NOT ENFORCED',
  'NOT ENFORCED': 'ENFORCED',
};

function noConstraint(name: string): SnowflakeError {
  return new SnowflakeError('002003', '02000', `SQL compilation error:\nconstraint '${name}' does not exist`);
}
