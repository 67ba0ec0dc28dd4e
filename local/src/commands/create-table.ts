import type { CatalogContent } from '../catalog/catalog.js';
import type { Dropped } from '../catalog/dropped.js';
import type { Column, Constraint, Relation } from '../catalog/model.js';
import { physicalIdentifier } from '../catalog/names.js';
import type { CompiledQuery } from '../compile/compiler.js';
import { alreadyExists, textsOf, unsupported } from '../compile/faults.js';
import { EMPTY_SCOPE } from '../compile/scope.js';
import type { NamePath } from '../syntax/ast.js';
import { refuseTimeTravel } from '../syntax/from.js';
import { physicalType } from '../types/physical.js';
import { TEXT } from '../types/sql-type.js';
import {
  readColumns,
  refuseTwice,
  skipTableOptions,
  type ColumnDefinition,
  type TableOptions,
} from './column-definitions.js';
import { TYPE, status, type Outcome, type StatementContext } from './command.js';
import { computedColumns } from './computed-columns.js';
import { readIfNotExists } from './if-not-exists.js';
import type { Place } from './constraints.js';
import type { CreateOptions } from './create.js';
import { insertCompiled } from './insert.js';
import { nextPhysical } from './physical-names.js';
import { refuseNameless, refuseOtherKind } from './new-relations.js';
import { readTemplate } from './table-template.js';
import { assignToNew, findTable } from './targets.js';
import { namingColumns } from './written-values.js';

/** CREATE TABLE in all its forms: with columns, AS a query, LIKE and CLONE of another. */
export async function createTable(context: StatementContext, options: CreateOptions): Promise<Outcome> {
  const { grammar, compiler, catalog, state } = context;
  const { stream } = grammar;
  const before = options.ifNotExists || readIfNotExists(stream, options);
  const path = grammar.objectName();
  // Snowpark writes it after the name.
  const optional = readIfNotExists(stream, options) || before;
  const [database, schema, name] = compiler.qualify(path, 'CREATE TABLE');
  context.refuseMissingSchema(database, schema);
  const existing = catalog.relation(database, schema, name, state.options.sessionId);
  const shadowed = existing !== undefined && options.persistence === 'temporary' && existing.owner === undefined;
  if (existing !== undefined && !shadowed) {
    refuseOtherKind(existing, 'table', path);
  }
  if (existing !== undefined && !shadowed && !options.orReplace) {
    if (optional) {
      return status(`${name} already exists, statement succeeded.`, TYPE.create);
    }
    throw alreadyExists(textsOf(path));
  }
  const shape = (await readTemplateShape(context)) ?? readShape(context, { database, schema, name });
  stream.finish();
  const stored: Relation = {
    kind: 'table',
    database,
    schema,
    name,
    columns: shape.columns,
    comment: shape.options.comment,
    physical: nextPhysical(name),
    persistence: options.persistence,
    owner: options.persistence === 'temporary' ? state.options.sessionId : undefined,
    text: undefined,
    constraints: shape.constraints,
    ...(shape.options.clusterBy === undefined ? {} : { clusterBy: shape.options.clusterBy }),
    createdAt: Date.now(),
  };
  const computed = shape.computed ?? computedColumns(context, stored, shape.declared ?? []);
  const relation: Relation = computed.length === 0 ? stored : { ...stored, computed };
  const filled =
    shape.rows === undefined ? undefined : insertCompiled(context, relation, relation.columns, shape.rows, assignToNew);
  const make = async (): Promise<void> => {
    if (existing !== undefined && !shadowed) {
      await dropRelation(context, existing);
    }
    await makeTable(context, relation);
    if (filled !== undefined) {
      await context.run(filled.sql);
    }
    catalog.putRelation(relation);
  };
  const written = filled === undefined ? [] : [filled.written];
  await namingColumns(context, tracedName(context, path, relation), written, () => context.define(make));
  return status(`Table ${name} successfully created.`, TYPE.create);
}

/** A new table's name in the message about a value: with one part more than the statement gives it. */
function tracedName(
  { compiler }: StatementContext,
  { length }: NamePath,
  { database, schema, name }: Relation,
): readonly string[] {
  const account = compiler.environment.contextValue('CURRENT_ACCOUNT') ?? '';
  return length < 3 ? [database, schema, name] : [account, database, schema, name];
}

/** What a table is to be made of. */
export interface Shape {
  readonly columns: readonly Column[];
  /** What was declared, when some of it may be computed. */
  readonly declared?: readonly ColumnDefinition[];
  /** The computed columns of the table it copies. */
  readonly computed?: Relation['computed'];
  readonly constraints: readonly Constraint[];
  readonly options: TableOptions;
  readonly rows: CompiledQuery | undefined;
}

/** A table whose columns a query describes; undefined for other tables. */
async function readTemplateShape(context: StatementContext): Promise<Shape | undefined> {
  const { stream } = context.grammar;
  if (stream.sees('COPY', 'GRANTS', 'USING')) {
    stream.expect('COPY', 'GRANTS');
  }
  if (!stream.sees('USING', 'TEMPLATE')) {
    return undefined;
  }
  const columns = await readTemplate(context);
  return { columns, constraints: [], options: skipTableOptions(context), rows: undefined };
}

export function readShape(context: StatementContext, place: Place): Shape {
  const { grammar, compiler } = context;
  const { stream } = grammar;
  const form = stream.acceptAny('LIKE', 'CLONE');
  if (form !== undefined) {
    const source = findTable(context, grammar.objectName(), 'Table');
    refuseTimeTravel(grammar);
    const options = skipTableOptions(context);
    return {
      columns: source.columns.map(renewIncrement),
      computed: source.computed,
      constraints: source.constraints ?? [],
      options,
      rows: form === 'CLONE' ? allRows(source) : undefined,
    };
  }
  const shape = stream.sees('(') ? readColumns(context, place) : undefined;
  const declared = shape?.columns;
  const constraints = shape?.constraints ?? [];
  const options = skipTableOptions(context);
  if (!stream.accept('AS')) {
    if (declared === undefined) {
      throw stream.unexpected();
    }
    return { ...storedOf(declared), constraints, options, rows: undefined };
  }
  if (declared?.some(({ expression }) => expression !== undefined) === true) {
    throw unsupported('computed columns in CREATE TABLE … AS');
  }
  const query = grammar.query();
  const rows = compiler.query(query, EMPTY_SCOPE);
  refuseNameless(query, rows.columns.length, declared?.length);
  refuseTwice(rows.columns.map(({ name }, at) => declared?.[at]?.name ?? name));
  const columns = rows.columns.map((column, at): Column => ({
    name: declared?.[at]?.name ?? column.name,
    type: declared?.[at]?.type ?? (column.type.kind === 'null' ? TEXT : column.type),
    nullable: declared?.[at]?.nullable ?? true,
    defaultText: declared?.[at]?.defaultText,
    increment: undefined,
    primaryKey: declared?.[at]?.primaryKey ?? false,
    comment: declared?.[at]?.comment,
  }));
  return { columns, constraints, options, rows };
}

/** The columns that are stored, and all of them as they were declared. */
function storedOf(declared: readonly ColumnDefinition[]): Pick<Shape, 'columns' | 'declared'> {
  return { columns: declared.filter(({ expression }) => expression === undefined).map(toColumn), declared };
}

function toColumn(column: ColumnDefinition): Column {
  return { ...column, type: column.type ?? TEXT };
}

/** A copy counts for itself. */
export function renewIncrement(column: Column): Column {
  return column.increment === undefined
    ? column
    : { ...column, increment: { ...column.increment, sequence: nextPhysical(column.name) } };
}

function allRows(source: Relation): CompiledQuery {
  const cells = source.columns.map(({ name }, at) => `${physicalIdentifier(name)} AS c${at + 1}`);
  return { sql: `SELECT ${cells.join(', ')} FROM ${source.physical}`, columns: source.columns };
}

/** Makes DuckDB's table for a relation, with the sequences of its columns. */
export async function makeTable(context: StatementContext, { physical, columns }: Relation): Promise<void> {
  for (const { increment } of columns) {
    if (increment !== undefined) {
      await makeIncrement(context, increment);
    }
  }
  const lines = columns.map(
    ({ name, type, nullable }) => `${physicalIdentifier(name)} ${physicalType(type)}${nullable ? '' : ' NOT NULL'}`,
  );
  await context.run(`CREATE TABLE ${physical} (${lines.join(', ')})`);
}

/** Makes the sequence of an AUTOINCREMENT column. */
export async function makeIncrement(
  { run }: Pick<StatementContext, 'run'>,
  { sequence, start, step }: NonNullable<Column['increment']>,
): Promise<void> {
  await run(`CREATE SEQUENCE IF NOT EXISTS ${sequence} START WITH ${start} INCREMENT BY ${step}${SEQUENCE_RANGE}`);
}

/** DuckDB's sequences would end at 1, or begin below 0, by the sign of their step. */
export const SEQUENCE_RANGE = ' MINVALUE -9223372036854775808 MAXVALUE 9223372036854775807';

/** Drops a view, a temporary table with its rows, or a table that UNDROP can bring back. */
export async function dropRelation(
  context: Pick<StatementContext, 'run' | 'catalog'>,
  relation: Relation,
): Promise<void> {
  const { database, schema, name, kind, owner } = relation;
  context.catalog.dropRelation(relation);
  if (kind === 'table' && owner === undefined) {
    const content = { ...EMPTY_CONTENT, relations: [relation] };
    await forget(context, context.catalog.dropped.put({ kind: 'TABLE', database, schema, name, content }));
  } else if (kind === 'table') {
    await destroy(context, relation);
  }
}

const EMPTY_CONTENT: CatalogContent = { databases: [], schemas: [], relations: [], sequences: [], functions: [] };

/** Gives up what can be brought back no longer. */
export async function forget({ run }: Pick<StatementContext, 'run'>, gone: readonly Dropped[]): Promise<void> {
  for (const { content } of gone) {
    for (const relation of content.relations.filter(({ kind }) => kind === 'table')) {
      await destroy({ run }, relation);
    }
    for (const { physical } of content.sequences) {
      await run(`DROP SEQUENCE IF EXISTS ${physical}`);
    }
  }
}

/** Drops what DuckDB keeps of a table. */
export async function destroy({ run }: Pick<StatementContext, 'run'>, relation: Relation): Promise<void> {
  await run(`DROP TABLE IF EXISTS ${relation.physical}`);
  for (const { increment } of relation.columns) {
    if (increment !== undefined) {
      await run(`DROP SEQUENCE IF EXISTS ${increment.sequence}`);
    }
  }
}
