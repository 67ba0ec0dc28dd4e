import type { Column, Relation } from '../catalog/model.js';
import { doesNotExist, unsupported } from '../compile/faults.js';
import type { Cell } from '../statement.js';
import { TEXT, typeName } from '../types/sql-type.js';
import { TYPE, type Outcome, type StatementContext } from './command.js';

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
];

/** DESCRIBE TABLE and DESCRIBE VIEW. */
export async function runDescribe(context: StatementContext): Promise<Outcome> {
  const { grammar, catalog, compiler, state, request } = context;
  const { stream } = grammar;
  stream.acceptAny('DESCRIBE', 'DESC');
  const kind = stream.acceptAny('TABLE', 'VIEW');
  if (kind === undefined) {
    throw unsupported(`DESCRIBE ${stream.peek()?.text ?? ''}`);
  }
  const path = grammar.objectName();
  if (stream.accept('TYPE', '=')) {
    stream.name();
  }
  stream.finish();
  const relation: Relation | undefined = catalog.relation(...compiler.qualify(path), state.options.sessionId);
  if (relation === undefined) {
    throw doesNotExist(
      kind === 'TABLE' ? 'Table' : 'View',
      path.map(({ text }) => text),
    );
  }
  return {
    columns: COLUMNS.map((name) => ({ name, type: TEXT, nullable: true })),
    typeId: TYPE.describe,
    rows: { cells: request.describeOnly ? [] : relation.columns.map(describeColumn) },
  };
}

function describeColumn(column: Column): readonly Cell[] {
  const increment =
    column.increment === undefined
      ? undefined
      : `IDENTITY START ${column.increment.start} INCREMENT ${column.increment.step} NOORDER`;
  return [
    column.name,
    typeName(column.type),
    'COLUMN',
    column.nullable ? 'Y' : 'N',
    increment ?? column.defaultText ?? null,
    column.primaryKey ? 'Y' : 'N',
    'N',
    null,
    null,
    column.comment ?? null,
    null,
  ];
}
