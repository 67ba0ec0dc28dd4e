import type { Database, Schema } from '../catalog/model.js';
import type { Cell } from '../statement.js';
import type { StatementContext } from './command.js';
import { MOMENT, TERSE, moment, shapeOf, type Filter, type Lister, type Listing, type Shape } from './listing.js';

const SCHEMA_SHAPE = shapeOf(
  'created_on@ name is_default is_current database_name owner comment options retention_time owner_role_type object_visibility is_nested',
);

const DATABASE_SHAPE = shapeOf(
  'created_on@ name is_default is_current origin owner comment options retention_time kind owner_role_type object_visibility data_quality_monitoring_settings resharing_settings',
);

/** What an account says of the schema that every database has. */
const INFORMATION_SCHEMA = 'Views describing the contents of schemas in this database';

function schemaRow({ state }: StatementContext, { createdAt, name, database, comment }: Schema): readonly Cell[] {
  const current = database === state.database && name === state.schema ? 'Y' : 'N';
  return [moment(createdAt), name, 'N', current, database, state.role, comment ?? '', '', '1', 'ROLE', null, 'N'];
}

function listSchemas(context: StatementContext, filter: Filter): Listing {
  const { catalog } = context;
  const databases = catalog.databases().filter(({ name }) => (filter.database ?? name) === name);
  const rows = databases.flatMap((database) => {
    const { name, createdAt } = database;
    const views = [
      moment(createdAt),
      'INFORMATION_SCHEMA',
      'N',
      'N',
      name,
      '',
      INFORMATION_SCHEMA,
      '',
      '1',
      '',
      null,
      'N',
    ];
    const own = catalog.schemas(name).map((schema) => schemaRow(context, schema));
    return [...own, views].sort((left, right) => (String(left[1]) < String(right[1]) ? -1 : 1));
  });
  const gone = catalog.dropped
    .all()
    .filter(({ kind }) => kind === 'SCHEMA')
    .flatMap(({ content, droppedAt }) =>
      content.schemas.map((schema) => [schemaRow(context, schema), droppedAt] as const),
    );
  return withHistory(filter, SCHEMA_SHAPE, rows, gone, null);
}

function databaseRow({ state }: StatementContext, { createdAt, name, comment }: Database): readonly Cell[] {
  const current = name === state.database ? 'Y' : 'N';
  return [
    moment(createdAt),
    name,
    'N',
    current,
    '',
    state.role,
    comment ?? '',
    '',
    '1',
    'STANDARD',
    'ROLE',
    null,
    null,
    null,
  ];
}

function listDatabases(context: StatementContext, filter: Filter): Listing {
  const { catalog } = context;
  const gone = catalog.dropped
    .all()
    .filter(({ kind }) => kind === 'DATABASE')
    .flatMap(({ content, droppedAt }) =>
      content.databases.map((database) => [databaseRow(context, database), droppedAt] as const),
    );
  const rows = catalog.databases().map((database) => databaseRow(context, database));
  return withHistory(filter, DATABASE_SHAPE, rows, gone, null);
}

/** What was dropped comes behind what there is, and has the moment it was dropped, told after retention_time. */
export function withHistory(
  { history }: Filter,
  shape: Shape,
  rows: readonly (readonly Cell[])[],
  gone: readonly (readonly [row: readonly Cell[], droppedAt: number])[],
  terseKind: string | null,
): Listing {
  if (!history) {
    return { shape, terse: TERSE, rows, terseKind };
  }
  const at = shape.findIndex(([name]) => name === 'retention_time') + 1;
  const full = [
    ...rows.map((row) => row.toSpliced(at, 0, null)),
    ...gone.map(([row, when]) => row.toSpliced(at, 0, moment(when))),
  ];
  return { shape: shape.toSpliced(at, 0, ['dropped_on', MOMENT]), terse: TERSE, rows: full, terseKind };
}

/** Listings of schemas and databases. */
export const CONTAINER_LISTINGS: readonly (readonly [string, Lister])[] = [
  ['SCHEMAS', listSchemas],
  ['DATABASES', listDatabases],
];
