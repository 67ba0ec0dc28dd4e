import { informationSchema } from '../catalog/information-schema.js';
import type { Column, Relation } from '../catalog/model.js';
import { expressionOf, shownColumns } from '../catalog/shown-columns.js';
import type { OutputColumn } from '../compile/compiler.js';
import { doesNotExist, unsupported } from '../compile/faults.js';
import type { Cell } from '../statement.js';
import type { NamePath } from '../syntax/ast.js';
import { TEXT, typeName } from '../types/sql-type.js';
import { TYPE, type Outcome, type StatementContext } from './command.js';
import {
  describeDatabase,
  describeResult,
  describeRoutine,
  describeSchema,
  describeSequence,
} from './describe-objects.js';
import { notDone } from './refused-kinds.js';
import { describeTransaction, describeUser, describeWarehouse } from './describe-account.js';
import { describeFileFormat, describeStage, describeTableStage } from './describe-stages.js';
import { describeTask } from './task-listings.js';
import { findTable } from './targets.js';

const COLUMNS = [
  'name',
  'type',
  'kind',
  'null?',
  'default',
  'primary key',
  'unique key',
  'check',
  'expression',
  'comment',
  'policy name',
  'privacy domain',
];

/** What DESCRIBE tells about, by the word that names its kind. */
export const DESCRIBERS: ReadonlyMap<string, (context: StatementContext) => Promise<Outcome>> = new Map([
  ['TABLE', (context: StatementContext) => describeRelation(context, 'Table')],
  ['VIEW', (context: StatementContext) => describeRelation(context, 'View')],
  ['RESULT', describeResult],
  ['FUNCTION', (context: StatementContext) => describeRoutine(context, 'Function')],
  ['PROCEDURE', (context: StatementContext) => describeRoutine(context, 'Procedure')],
  ['SEQUENCE', describeSequence],
  ['SCHEMA', describeSchema],
  ['DATABASE', describeDatabase],
  ['STAGE', describeStage],
  ['FILE', describeFileFormat],
  ['TASK', describeTask],
  ['USER', describeUser],
  ['WAREHOUSE', describeWarehouse],
  ['TRANSACTION', describeTransaction],
]);

/** DESCRIBE: dispatched by the kind of object. */
export async function runDescribe(context: StatementContext): Promise<Outcome> {
  const { stream } = context.grammar;
  stream.acceptAny('DESCRIBE', 'DESC');
  const describe = DESCRIBERS.get(stream.peek()?.value ?? '');
  if (stream.sees('SEARCH', 'OPTIMIZATION')) {
    throw unsupported('DESCRIBE SEARCH OPTIMIZATION');
  }
  if (describe === undefined) {
    throw notDone('DESCRIBE', stream);
  }
  stream.next();
  return describe(context);
}

async function describeRelation(context: StatementContext, kind: 'Table' | 'View'): Promise<Outcome> {
  const { grammar, catalog, compiler, state } = context;
  const { stream } = grammar;
  const path = grammar.objectName();
  if (stream.accept('TYPE', '=')) {
    const type = stream.name().text;
    if (type === 'STAGE') {
      stream.finish();
      findTable(context, path, kind);
      return describeTableStage(context);
    }
    if (type !== 'COLUMNS') {
      throw unsupported(`DESCRIBE … TYPE = ${type}`);
    }
  }
  stream.finish();
  const [database, schema, name] = compiler.qualify(path);
  if (schema === 'INFORMATION_SCHEMA') {
    const view = informationSchema(catalog, database, name, state.options.sessionId, '');
    return toOutcome(context, view?.columns.map(describeOutput), kind, path);
  }
  const relation: Relation | undefined = catalog.relation(database, schema, name, state.options.sessionId);
  const unique = new Set(
    (relation?.constraints ?? []).filter(({ kind: key }) => key === 'UNIQUE').flatMap(({ columns }) => columns),
  );
  const cells = relation && shownColumns(relation).map((column) => describeColumn(column, unique));
  return toOutcome(context, cells, kind, path);
}

/** @throws SnowflakeError 002003 where there is nothing to tell of */
function toOutcome(
  { request, compiler }: StatementContext,
  cells: readonly (readonly Cell[])[] | undefined,
  kind: string,
  path: NamePath,
): Outcome {
  if (cells === undefined) {
    throw doesNotExist(kind, compiler.qualify(path));
  }
  return {
    columns: COLUMNS.map((name) => ({ name, type: TEXT, nullable: true })),
    typeId: TYPE.describe,
    rows: { cells: request.describeOnly ? [] : cells },
  };
}

/** A column of a view that no statement has made. */
function describeOutput({ name, type, nullable }: OutputColumn): readonly Cell[] {
  return [name, typeName(type), 'COLUMN', nullable ? 'Y' : 'N', null, 'N', 'N', null, null, null, null, null];
}

function describeColumn(column: Column, unique: ReadonlySet<string>): readonly Cell[] {
  const increment =
    column.increment === undefined
      ? undefined
      : `IDENTITY START ${column.increment.start} INCREMENT ${column.increment.step} NOORDER`;
  return [
    column.name,
    typeName(column.type),
    expressionOf(column) === undefined ? 'COLUMN' : 'VIRTUAL',
    column.nullable ? 'Y' : 'N',
    increment ?? column.defaultText ?? null,
    column.primaryKey ? 'Y' : 'N',
    unique.has(column.name) ? 'Y' : 'N',
    null,
    expressionOf(column) ?? null,
    column.comment ?? null,
    null,
    null,
  ];
}
