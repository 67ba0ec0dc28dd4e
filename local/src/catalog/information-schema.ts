import type { CompiledQuery, OutputColumn } from '../compile/compiler.js';
import { quoteString } from '../lexer.js';
import { physicalType } from '../types/physical.js';
import { TEXT, familyName, number, timestamp, type SqlType } from '../types/sql-type.js';
import type { Catalog } from './catalog.js';
import { OBJECT_VIEWS } from './information-schema-objects.js';
import type { Column, Relation } from './model.js';

/** A cell of a view: a value, or DuckDB's text for one. */
export type Cell = string | number | null | { readonly sql: string };

/** A view of INFORMATION_SCHEMA. */
export interface View {
  readonly columns: readonly (readonly [string, SqlType])[];
  rows(catalog: Catalog, database: string, sessionId: string, role: string): readonly (readonly Cell[])[];
}

const COUNT = number(9);
const MOMENT = timestamp('ltz');

/** A view of INFORMATION_SCHEMA as a query; undefined when there is none of that name. */
export function informationSchema(
  catalog: Catalog,
  database: string,
  name: string,
  sessionId: string,
  role: string,
): CompiledQuery | undefined {
  const view = VIEWS.get(name) ?? OBJECT_VIEWS.get(name);
  return view === undefined ? undefined : rowsQuery(view.columns, view.rows(catalog, database, sessionId, role));
}

/** A query that gives these rows. */
export function rowsQuery(
  shape: readonly (readonly [string, SqlType])[],
  rows: readonly (readonly Cell[])[],
): CompiledQuery {
  const columns: OutputColumn[] = shape.map(([name, type]) => ({ name, type, nullable: true }));
  const empty = columns.map(({ type }, at) => `CAST(NULL AS ${physicalType(type)}) AS c${at + 1}`).join(', ');
  if (rows.length === 0) {
    return { sql: `SELECT ${empty} WHERE FALSE`, columns };
  }
  const lines = rows.map((row) => `(${row.map((cell, at) => cellSql(cell, columns[at]?.type ?? TEXT)).join(', ')})`);
  const names = columns.map((_, at) => `c${at + 1}`).join(', ');
  return { sql: `SELECT * FROM (VALUES ${lines.join(', ')}) AS i(${names})`, columns };
}

function cellSql(cell: Cell, type: SqlType): string {
  const value = cell === null ? 'NULL' : typeof cell === 'object' ? cell.sql : quoteString(String(cell));
  return `CAST(${value} AS ${physicalType(type)})`;
}

/** A moment in milliseconds as the nanoseconds stored. */
export function storedMoment(milliseconds: number): string {
  return `${milliseconds}000000`;
}

function tablesOf(catalog: Catalog, database: string, sessionId: string): readonly Relation[] {
  return catalog.relations(sessionId).filter((relation) => relation.database === database);
}

function tableType({ kind, persistence }: Relation): string {
  if (kind === 'view') {
    return 'VIEW';
  }
  return persistence === 'temporary' ? 'LOCAL TEMPORARY' : 'BASE TABLE';
}

function columnCells({ database, schema, name }: Relation, column: Column, place: number): readonly Cell[] {
  const { type } = column;
  const length = type.kind === 'text' || type.kind === 'binary' ? type.length : null;
  const [precision, scale] = type.kind === 'number' ? [type.precision, type.scale] : [null, null];
  return [
    database,
    schema,
    name,
    column.name,
    place,
    column.defaultText ?? null,
    column.nullable ? 'YES' : 'NO',
    familyName(type),
    length,
    type.kind === 'text' ? Math.min(length ?? 0, 16_777_216) : length,
    precision,
    precision === null ? null : 10,
    scale,
    type.kind === 'time' || type.kind === 'timestamp' ? type.scale : null,
    column.increment === undefined ? 'NO' : 'YES',
    column.increment?.start ?? null,
    column.increment?.step ?? null,
    column.comment ?? null,
  ];
}

const VIEWS: ReadonlyMap<string, View> = new Map<string, View>([
  [
    'TABLES',
    {
      columns: [
        ['TABLE_CATALOG', TEXT],
        ['TABLE_SCHEMA', TEXT],
        ['TABLE_NAME', TEXT],
        ['TABLE_OWNER', TEXT],
        ['TABLE_TYPE', TEXT],
        ['IS_TRANSIENT', TEXT],
        ['CLUSTERING_KEY', TEXT],
        ['ROW_COUNT', COUNT],
        ['BYTES', COUNT],
        ['RETENTION_TIME', COUNT],
        ['CREATED', MOMENT],
        ['LAST_ALTERED', MOMENT],
        ['COMMENT', TEXT],
      ],
      rows: (catalog, database, sessionId, role) =>
        tablesOf(catalog, database, sessionId).map((relation) => [
          relation.database,
          relation.schema,
          relation.name,
          role,
          tableType(relation),
          relation.kind === 'view' ? null : relation.persistence === 'transient' ? 'YES' : 'NO',
          relation.clusterBy === undefined ? null : `LINEAR${relation.clusterBy}`,
          relation.kind === 'view' ? null : { sql: `(SELECT count(*) FROM ${relation.physical})` },
          null,
          relation.kind === 'view' ? null : 1,
          storedMoment(relation.createdAt),
          storedMoment(relation.createdAt),
          relation.comment ?? null,
        ]),
    },
  ],
  [
    'VIEWS',
    {
      columns: [
        ['TABLE_CATALOG', TEXT],
        ['TABLE_SCHEMA', TEXT],
        ['TABLE_NAME', TEXT],
        ['TABLE_OWNER', TEXT],
        ['VIEW_DEFINITION', TEXT],
        ['IS_SECURE', TEXT],
        ['CREATED', MOMENT],
        ['COMMENT', TEXT],
      ],
      rows: (catalog, database, sessionId) =>
        tablesOf(catalog, database, sessionId)
          .filter(({ kind }) => kind === 'view')
          .map((relation) => [
            relation.database,
            relation.schema,
            relation.name,
            null,
            relation.text ?? null,
            'NO',
            storedMoment(relation.createdAt),
            relation.comment ?? null,
          ]),
    },
  ],
  [
    'COLUMNS',
    {
      columns: [
        ['TABLE_CATALOG', TEXT],
        ['TABLE_SCHEMA', TEXT],
        ['TABLE_NAME', TEXT],
        ['COLUMN_NAME', TEXT],
        ['ORDINAL_POSITION', COUNT],
        ['COLUMN_DEFAULT', TEXT],
        ['IS_NULLABLE', TEXT],
        ['DATA_TYPE', TEXT],
        ['CHARACTER_MAXIMUM_LENGTH', COUNT],
        ['CHARACTER_OCTET_LENGTH', COUNT],
        ['NUMERIC_PRECISION', COUNT],
        ['NUMERIC_PRECISION_RADIX', COUNT],
        ['NUMERIC_SCALE', COUNT],
        ['DATETIME_PRECISION', COUNT],
        ['IS_IDENTITY', TEXT],
        ['IDENTITY_START', TEXT],
        ['IDENTITY_INCREMENT', TEXT],
        ['COMMENT', TEXT],
      ],
      rows: (catalog, database, sessionId) =>
        tablesOf(catalog, database, sessionId).flatMap((relation) =>
          relation.columns.map((column, at) => columnCells(relation, column, at + 1)),
        ),
    },
  ],
  [
    'SCHEMATA',
    {
      columns: [
        ['CATALOG_NAME', TEXT],
        ['SCHEMA_NAME', TEXT],
        ['SCHEMA_OWNER', TEXT],
        ['CREATED', MOMENT],
        ['COMMENT', TEXT],
      ],
      rows: (catalog, database) =>
        catalog
          .schemas(database)
          .map((schema) => [database, schema.name, null, storedMoment(schema.createdAt), schema.comment ?? null]),
    },
  ],
  [
    'DATABASES',
    {
      columns: [
        ['DATABASE_NAME', TEXT],
        ['DATABASE_OWNER', TEXT],
        ['CREATED', MOMENT],
        ['COMMENT', TEXT],
      ],
      rows: (catalog) =>
        catalog
          .databases()
          .map(({ name, createdAt, comment }) => [name, null, storedMoment(createdAt), comment ?? null]),
    },
  ],
  [
    'SEQUENCES',
    {
      columns: [
        ['SEQUENCE_CATALOG', TEXT],
        ['SEQUENCE_SCHEMA', TEXT],
        ['SEQUENCE_NAME', TEXT],
        ['START_VALUE', TEXT],
        ['INCREMENT', TEXT],
      ],
      rows: (catalog, database) =>
        catalog
          .sequences()
          .filter((sequence) => sequence.database === database)
          .map(({ schema, name, start, step }) => [database, schema, name, start, step]),
    },
  ],
]);
