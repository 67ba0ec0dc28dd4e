import type { Column, Relation } from '../catalog/model.js';
import { physicalIdentifier } from '../catalog/names.js';
import { unsupported } from '../compile/faults.js';
import { typeName } from '../types/sql-type.js';
import { addColumn, changeType, setNotNull } from './alter-columns.js';
import { TYPE, status, type Outcome, type StatementContext } from './command.js';
import { createTable, readShape } from './create-table.js';
import type { CreateOptions } from './create.js';

/** CREATE OR ALTER TABLE: makes the table, or makes the one that is there what the statement says. */
export async function createOrAlterTable(context: StatementContext, options: CreateOptions): Promise<Outcome> {
  const { grammar, compiler, catalog, state } = context;
  const { stream } = grammar;
  const { position } = stream;
  const [database, schema, name] = compiler.qualify(grammar.objectName(), 'CREATE TABLE');
  const table = catalog.relation(database, schema, name, state.options.sessionId);
  if (table?.kind !== 'table') {
    stream.rewind(position);
    return createTable(context, options);
  }
  const shape = readShape(context, { database, schema, name });
  stream.finish();
  if (table.computed !== undefined || shape.declared?.some(({ expression }) => expression !== undefined) === true) {
    throw unsupported('computed columns in CREATE OR ALTER TABLE');
  }
  if (shape.rows !== undefined) {
    throw unsupported('CREATE OR ALTER TABLE … AS');
  }
  await context.define(async () => {
    const aligned = await alignColumns(context, table, shape.columns);
    const { comment, clusterBy } = shape.options;
    catalog.putRelation({
      ...aligned,
      comment,
      constraints: shape.constraints,
      ...(clusterBy === undefined ? {} : { clusterBy }),
    });
  });
  return status(`Table ${name} successfully altered.`, TYPE.create);
}

/** Drops columns that are wanted no longer, changes those that are, and adds the rest at the end. */
async function alignColumns(context: StatementContext, table: Relation, wanted: readonly Column[]): Promise<Relation> {
  const names = new Set(wanted.map(({ name }) => name));
  const columns: Column[] = [];
  for (const column of table.columns) {
    const target = wanted.find(({ name }) => name === column.name);
    if (target === undefined) {
      await context.run(`ALTER TABLE ${table.physical} DROP COLUMN ${physicalIdentifier(column.name)}`);
    } else {
      columns.push(await alterColumn(context, table, column, target));
    }
  }
  const fresh = wanted.filter(({ name }) => !table.columns.some((column) => column.name === name));
  refuseOtherOrder([...columns, ...fresh], wanted, names);
  let grown: Relation = { ...table, columns };
  for (const column of fresh) {
    grown = await addColumn(context, grown, column);
  }
  return grown;
}

async function alterColumn(context: StatementContext, table: Relation, from: Column, to: Column): Promise<Column> {
  const alter = `ALTER TABLE ${table.physical} ALTER COLUMN ${physicalIdentifier(from.name)}`;
  if (typeName(from.type) !== typeName(to.type)) {
    await changeType(context, from, alter, to.type);
  }
  if (from.nullable && !to.nullable) {
    await setNotNull(context, table, from);
  } else if (!from.nullable && to.nullable) {
    await context.run(`${alter} DROP NOT NULL`);
  }
  return { ...to, increment: from.increment };
}

function refuseOtherOrder(columns: readonly Column[], wanted: readonly Column[], names: ReadonlySet<string>): void {
  if (columns.some(({ name }, at) => name !== wanted[at]?.name) || columns.length !== names.size) {
    throw unsupported('CREATE OR ALTER TABLE with another order of columns');
  }
}
