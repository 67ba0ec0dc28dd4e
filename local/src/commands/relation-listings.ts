import type { Relation } from '../catalog/model.js';
import type { Cell } from '../statement.js';
import { TEXT, number } from '../types/sql-type.js';
import type { StatementContext } from './command.js';
import { withHistory } from './container-listings.js';
import { MOMENT, TERSE, moment, rowOf, type Filter, type Lister, type Shape } from './listing.js';

/** The tables and views a filter asks for. */
export function relationsIn({ catalog, state }: StatementContext, filter: Filter): readonly Relation[] {
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
  ['automatic_clustering', TEXT],
  ['change_tracking', TEXT],
  ['search_optimization', TEXT],
  ['search_optimization_progress', TEXT],
  ['search_optimization_bytes', TEXT],
  ['is_external', TEXT],
  ['enable_schema_evolution', TEXT],
  ['owner_role_type', TEXT],
  ['is_event', TEXT],
  ['budget', TEXT],
  ['is_hybrid', TEXT],
  ['is_iceberg', TEXT],
  ['is_dynamic', TEXT],
  ['is_immutable', TEXT],
];

const OBJECT_SHAPE: Shape = [
  ...TABLE_SHAPE.slice(
    0,
    TABLE_SHAPE.findIndex(([name]) => name === 'automatic_clustering'),
  ),
  ['owner_role_type', TEXT],
  ['budget', TEXT],
  ['is_hybrid', TEXT],
  ['is_dynamic', TEXT],
  ['is_iceberg', TEXT],
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
  ['owner_role_type', TEXT],
  ['change_tracking', TEXT],
];

function tableKind({ kind, persistence }: Relation): string {
  return kind === 'view' ? 'VIEW' : persistence === 'permanent' ? 'TABLE' : persistence.toUpperCase();
}

function tableRow(relation: Relation, role: string, rows: string | null): readonly Cell[] {
  const { createdAt, name, database, schema, comment, clusterBy, kind } = relation;
  const described = [moment(createdAt), name, database, schema, tableKind(relation), comment ?? ''];
  const cluster = clusterBy === undefined ? '' : `LINEAR${clusterBy}`;
  const flags = kind === 'view' ? ['', ''] : ['OFF', 'OFF'];
  const tail = ['OFF', null, null, 'N', 'N', 'ROLE', 'N', null, 'N', 'N', 'N', 'N'];
  return [...described, cluster, rows, null, role, kind === 'view' ? '' : '1', ...flags, ...tail];
}

/** How many rows each table has. */
async function countRows({ run, request }: StatementContext, tables: readonly Relation[]): Promise<readonly string[]> {
  if (tables.length === 0 || request.describeOnly) {
    return [];
  }
  const counts = tables.map(({ physical }, at) => `(SELECT count(*) FROM ${physical}) AS n${at}`);
  const [row = []] = await (await run(`SELECT ${counts.join(', ')}`)).getRows();
  return row.map(String);
}

/** SHOW OBJECTS tells less, and knows no kinds of tables. */
function objectRow(relation: Relation, role: string, rows: string | null): readonly Cell[] {
  const cells = tableRow(relation, role, rows).map((cell, at) => [TABLE_SHAPE[at]?.[0] ?? '', cell] as const);
  return rowOf(OBJECT_SHAPE, { ...Object.fromEntries(cells), kind: relation.kind === 'view' ? 'VIEW' : 'TABLE' });
}

async function rowsOf(
  context: StatementContext,
  relations: readonly Relation[],
  write: typeof tableRow,
): Promise<(readonly Cell[])[]> {
  const tables = relations.filter(({ kind }) => kind === 'table');
  const counts = await countRows(context, tables);
  return relations.map((relation) => write(relation, context.state.role, counts[tables.indexOf(relation)] ?? null));
}

/** Listings of tables and views. */
export const RELATION_LISTINGS: readonly (readonly [string, Lister])[] = [
  [
    'TABLES',
    async (context, filter) => {
      const tables = relationsIn(context, filter).filter(({ kind }) => kind === 'table');
      const rows = await rowsOf(context, tables, tableRow);
      const gone = context.catalog.dropped
        .all()
        .filter(({ kind, database, schema }) => {
          const here = (filter.database ?? database) === database && (filter.schema ?? schema) === schema;
          return kind === 'TABLE' && here;
        })
        .flatMap(({ content, droppedAt }) =>
          content.relations.map((relation) => [tableRow(relation, context.state.role, null), droppedAt] as const),
        );
      return withHistory(filter, TABLE_SHAPE, rows, gone, 'TABLE');
    },
  ],
  [
    'OBJECTS',
    async (context, filter) => ({
      shape: OBJECT_SHAPE,
      terse: TERSE,
      rows: await rowsOf(context, relationsIn(context, filter), objectRow),
    }),
  ],
  [
    'VIEWS',
    (context, filter) => ({
      shape: VIEW_SHAPE,
      terse: TERSE,
      terseKind: 'VIEW',
      rows: relationsIn(context, filter)
        .filter(({ kind }) => kind === 'view')
        .map(({ createdAt, name, database, schema, comment, text, statement, secure }) => [
          moment(createdAt),
          name,
          '',
          database,
          schema,
          context.state.role,
          comment ?? '',
          statement ?? text ?? '',
          String(secure === true),
          'false',
          'ROLE',
          'OFF',
        ]),
    }),
  ],
];
