import type { Relation } from '../catalog/model.js';
import type { Cell } from '../statement.js';
import { TEXT, number } from '../types/sql-type.js';
import { type StatementContext } from './command.js';
import { MOMENT, TERSE, moment, type Filter, type Lister, type Shape } from './listing.js';
import { ROUTINE_LISTINGS } from './routine-listings.js';
import { SESSION_LISTINGS } from './session-listings.js';
import { typeJson } from './type-json.js';

function relationsIn({ catalog, state }: StatementContext, filter: Filter): readonly Relation[] {
  return catalog
    .relations(state.options.sessionId)
    .filter(
      ({ database, schema }) => (filter.database ?? database) === database && (filter.schema ?? schema) === schema,
    );
}

const TABLE_SHAPE: Shape = [
  ['created_on', MOMENT],
  ['name', TEXT],
  ['database_name', TEXT],
  ['schema_name', TEXT],
  ['kind', TEXT],
  ['comment', TEXT],
  ['cluster_by', TEXT],
  ['rows', number()],
  ['bytes', number()],
  ['owner', TEXT],
  ['retention_time', TEXT],
];

const VIEW_SHAPE: Shape = [
  ['created_on', MOMENT],
  ['name', TEXT],
  ['reserved', TEXT],
  ['database_name', TEXT],
  ['schema_name', TEXT],
  ['owner', TEXT],
  ['comment', TEXT],
  ['text', TEXT],
  ['is_secure', TEXT],
  ['is_materialized', TEXT],
];

function tableKind({ kind, persistence }: Relation): string {
  return kind === 'view' ? 'VIEW' : persistence === 'permanent' ? 'TABLE' : persistence.toUpperCase();
}

function tableRow(relation: Relation, role: string): readonly Cell[] {
  const { createdAt, name, database, schema, comment } = relation;
  return [moment(createdAt), name, database, schema, tableKind(relation), comment ?? '', '', null, null, role, '1'];
}

/** What SHOW can list, by the word after it. */
export const LISTINGS: ReadonlyMap<string, Lister> = new Map<string, Lister>([
  [
    'TABLES',
    (context, filter) => ({
      shape: TABLE_SHAPE,
      terse: TERSE,
      rows: relationsIn(context, filter)
        .filter(({ kind }) => kind === 'table')
        .map((relation) => tableRow(relation, context.state.role)),
    }),
  ],
  [
    'OBJECTS',
    (context, filter) => ({
      shape: TABLE_SHAPE,
      terse: TERSE,
      rows: relationsIn(context, filter).map((relation) => tableRow(relation, context.state.role)),
    }),
  ],
  [
    'VIEWS',
    (context, filter) => ({
      shape: VIEW_SHAPE,
      terse: TERSE,
      rows: relationsIn(context, filter)
        .filter(({ kind }) => kind === 'view')
        .map(({ createdAt, name, database, schema, comment, text }) => [
          moment(createdAt),
          name,
          '',
          database,
          schema,
          context.state.role,
          comment ?? '',
          text ?? '',
          'false',
          'false',
        ]),
    }),
  ],
  [
    'SCHEMAS',
    ({ catalog, state }, filter) => ({
      shape: [
        ['created_on', MOMENT],
        ['name', TEXT],
        ['is_default', TEXT],
        ['is_current', TEXT],
        ['database_name', TEXT],
        ['owner', TEXT],
        ['comment', TEXT],
        ['options', TEXT],
        ['retention_time', TEXT],
      ],
      terse: TERSE,
      rows: catalog
        .schemas(filter.database)
        .map(({ createdAt, name, database, comment }) => [
          moment(createdAt),
          name,
          'N',
          database === state.database && name === state.schema ? 'Y' : 'N',
          database,
          state.role,
          comment ?? '',
          '',
          '1',
        ]),
    }),
  ],
  [
    'DATABASES',
    ({ catalog, state }) => ({
      shape: [
        ['created_on', MOMENT],
        ['name', TEXT],
        ['is_default', TEXT],
        ['is_current', TEXT],
        ['origin', TEXT],
        ['owner', TEXT],
        ['comment', TEXT],
        ['options', TEXT],
        ['retention_time', TEXT],
        ['kind', TEXT],
      ],
      terse: TERSE,
      rows: catalog
        .databases()
        .map(({ createdAt, name, comment }) => [
          moment(createdAt),
          name,
          'N',
          name === state.database ? 'Y' : 'N',
          '',
          state.role,
          comment ?? '',
          '',
          '1',
          'STANDARD',
        ]),
    }),
  ],
  [
    'COLUMNS',
    (context, filter) => ({
      shape: [
        ['table_name', TEXT],
        ['schema_name', TEXT],
        ['column_name', TEXT],
        ['data_type', TEXT],
        ['null?', TEXT],
        ['default', TEXT],
        ['kind', TEXT],
        ['expression', TEXT],
        ['comment', TEXT],
        ['database_name', TEXT],
        ['autoincrement', TEXT],
      ],
      terse: [],
      rows: (filter.table === undefined ? relationsIn(context, filter) : [filter.table]).flatMap(
        ({ name, schema, database, columns }) =>
          columns.map((column) => [
            name,
            schema,
            column.name,
            typeJson(column.type, column.nullable),
            column.nullable ? 'true' : 'NOT_NULL',
            column.defaultText ?? '',
            'COLUMN',
            '',
            column.comment ?? '',
            database,
            column.increment === undefined
              ? ''
              : `IDENTITY START ${column.increment.start} INCREMENT ${column.increment.step} NOORDER`,
          ]),
      ),
    }),
  ],
  [
    'SEQUENCES',
    ({ catalog, state }, filter) => ({
      shape: [
        ['name', TEXT],
        ['database_name', TEXT],
        ['schema_name', TEXT],
        ['next_value', number()],
        ['interval', number()],
        ['created_on', MOMENT],
        ['owner', TEXT],
        ['comment', TEXT],
      ],
      terse: [],
      rows: catalog
        .sequences()
        .filter(
          ({ database, schema }) => (filter.database ?? database) === database && (filter.schema ?? schema) === schema,
        )
        .map(({ name, database, schema, start, step, createdAt }) => [
          name,
          database,
          schema,
          String(start),
          String(step),
          moment(createdAt),
          state.role,
          '',
        ]),
    }),
  ],
  ...SESSION_LISTINGS,
  ...ROUTINE_LISTINGS,
]);
