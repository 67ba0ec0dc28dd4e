import type { CompiledQuery, OutputColumn } from '../compile/compiler.js';
import { quoteString } from '../lexer.js';
import { physicalType } from '../types/physical.js';
import { familyName, type SqlType } from '../types/sql-type.js';
import type { Catalog } from './catalog.js';
import { EMPTY_VIEWS } from './information-schema-empty.js';
import { recordView } from './record-view.js';
import { ROUTINE_VIEWS } from './information-schema-routines.js';
import { expressionOf, shownColumns } from './shown-columns.js';
import { OBJECT_VIEWS } from './information-schema-objects.js';
import type { Column, Relation, Schema, Sequence } from './model.js';

/** A cell of a view: a value, or DuckDB's text for one. */
export type Cell = string | number | null | { readonly sql: string };

/** A view of INFORMATION_SCHEMA. */
export interface View {
  readonly columns: readonly (readonly [string, SqlType])[];
  rows(catalog: Catalog, database: string, sessionId: string, role: string): readonly (readonly Cell[])[];
}

/** A view of INFORMATION_SCHEMA as a query; undefined when there is none of that name. */
export function informationSchema(
  catalog: Catalog,
  database: string,
  name: string,
  sessionId: string,
  role: string,
): CompiledQuery | undefined {
  const view = VIEWS.get(name) ?? OBJECT_VIEWS.get(name) ?? ROUTINE_VIEWS.get(name) ?? EMPTY_VIEWS.get(name);
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
  // One cast a column, not one a cell: a database of many tables has many cells.
  const lines = rows.map((row) => `(${row.map(cellSql).join(', ')})`);
  const names = columns.map((_, at) => `c${at + 1}`);
  const cast = columns.map(({ type }, at) => `CAST(c${at + 1} AS ${physicalType(type)}) AS c${at + 1}`);
  return { sql: `SELECT ${cast.join(', ')} FROM (VALUES ${lines.join(', ')}) AS i(${names.join(', ')})`, columns };
}

function cellSql(cell: Cell): string {
  return cell === null ? 'NULL' : typeof cell === 'object' ? cell.sql : quoteString(String(cell));
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
  return persistence === 'temporary' ? 'TEMPORARY TABLE' : 'BASE TABLE';
}

function columnRow(
  { database, schema, name }: Relation,
  column: Column,
  place: number,
): Readonly<Record<string, Cell>> {
  const { type, increment } = column;
  const length = type.kind === 'text' || type.kind === 'binary' ? type.length : null;
  const [precision, scale] = type.kind === 'number' ? [type.precision, type.scale] : [null, null];
  return {
    TABLE_CATALOG: database,
    TABLE_SCHEMA: schema,
    TABLE_NAME: name,
    COLUMN_NAME: column.name,
    ORDINAL_POSITION: place,
    COLUMN_DEFAULT: column.defaultText ?? null,
    IS_NULLABLE: column.nullable ? 'YES' : 'NO',
    DATA_TYPE: familyName(type),
    CHARACTER_MAXIMUM_LENGTH: length,
    CHARACTER_OCTET_LENGTH: type.kind === 'text' ? Math.min(type.length * 4, 16_777_216) : length,
    NUMERIC_PRECISION: precision,
    NUMERIC_PRECISION_RADIX: precision === null ? null : 10,
    NUMERIC_SCALE: scale,
    DATETIME_PRECISION: type.kind === 'time' || type.kind === 'timestamp' ? type.scale : null,
    IS_SELF_REFERENCING: 'NO',
    IS_IDENTITY: increment === undefined ? 'NO' : 'YES',
    IDENTITY_GENERATION: increment === undefined ? null : 'BY DEFAULT',
    IDENTITY_START: increment?.start ?? null,
    IDENTITY_INCREMENT: increment?.step ?? null,
    IDENTITY_CYCLE: increment === undefined ? null : 'NO',
    IDENTITY_ORDERED: increment === undefined ? null : 'NO',
    COMMENT: column.comment ?? null,
    EXPRESSION: expressionOf(column) ?? null,
    KIND: expressionOf(column) === undefined ? 'COLUMN' : 'VIRTUAL_COLUMN',
  };
}

function tableRow(relation: Relation, role: string): Readonly<Record<string, Cell>> {
  const { database, schema, name, kind, persistence, clusterBy, physical, createdAt, comment } = relation;
  const described = {
    TABLE_CATALOG: database,
    TABLE_SCHEMA: schema,
    TABLE_NAME: name,
    TABLE_OWNER: role,
    TABLE_TYPE: tableType(relation),
    IS_INSERTABLE_INTO: kind === 'view' ? 'NO' : 'YES',
    IS_TYPED: 'YES',
    CREATED: storedMoment(createdAt),
    LAST_ALTERED: storedMoment(createdAt),
    LAST_DDL: storedMoment(createdAt),
    COMMENT: comment ?? null,
    IS_TEMPORARY: persistence === 'temporary' ? 'YES' : 'NO',
    IS_ICEBERG: 'NO',
    IS_DYNAMIC: 'NO',
    IS_IMMUTABLE: 'NO',
    IS_HYBRID: 'NO',
  };
  if (kind === 'view') {
    return described;
  }
  return {
    ...described,
    IS_TRANSIENT: persistence === 'transient' ? 'YES' : 'NO',
    CLUSTERING_KEY: clusterBy === undefined ? null : `LINEAR${clusterBy}`,
    ROW_COUNT: { sql: `(SELECT count(*) FROM ${physical})` },
    RETENTION_TIME: 1,
    AUTO_CLUSTERING_ON: clusterBy === undefined ? 'NO' : 'YES',
  };
}

function viewRow(relation: Relation, role: string): Readonly<Record<string, Cell>> {
  const { database, schema, name, text, statement, secure, createdAt, comment } = relation;
  return {
    TABLE_CATALOG: database,
    TABLE_SCHEMA: schema,
    TABLE_NAME: name,
    TABLE_OWNER: role,
    VIEW_DEFINITION: statement ?? text ?? null,
    CHECK_OPTION: 'NONE',
    IS_UPDATABLE: 'NO',
    INSERTABLE_INTO: 'NO',
    IS_SECURE: secure === true ? 'YES' : 'NO',
    CREATED: storedMoment(createdAt),
    LAST_ALTERED: storedMoment(createdAt),
    LAST_DDL: storedMoment(createdAt),
    COMMENT: comment ?? null,
  };
}

function sequenceRow(sequence: Sequence, role: string): Readonly<Record<string, Cell>> {
  const { database, schema, name, start, step, ordered, comment, createdAt } = sequence;
  return {
    SEQUENCE_CATALOG: database,
    SEQUENCE_SCHEMA: schema,
    SEQUENCE_NAME: name,
    SEQUENCE_OWNER: role,
    DATA_TYPE: 'NUMBER',
    NUMERIC_PRECISION: 38,
    NUMERIC_PRECISION_RADIX: 10,
    NUMERIC_SCALE: 0,
    START_VALUE: start,
    NEXT_VALUE: { sql: nextValue(sequence) },
    INCREMENT: step,
    CYCLE_OPTION: 'NO',
    CREATED: storedMoment(createdAt),
    LAST_ALTERED: storedMoment(createdAt),
    ORDERED: ordered === true ? 'YES' : 'NO',
    COMMENT: comment ?? null,
  };
}

function nextValue({ physical, step, start }: Sequence): string {
  const name = physical.slice('sf.'.length).replace(/^"|"$/g, '').replaceAll('""', '"');
  const from = `duckdb_sequences() WHERE schema_name = 'sf' AND sequence_name = ${quoteString(name)}`;
  return `(SELECT coalesce(last_value + ${step}, ${start}) FROM ${from})`;
}

/** A schema; every database has one of views beside its own. */
function schemaRow(
  database: string,
  name: string,
  role: string | null,
  { createdAt, comment }: Pick<Schema, 'createdAt' | 'comment'>,
): Readonly<Record<string, Cell>> {
  return {
    CATALOG_NAME: database,
    SCHEMA_NAME: name,
    SCHEMA_OWNER: role,
    IS_TRANSIENT: 'NO',
    IS_MANAGED_ACCESS: 'NO',
    RETENTION_TIME: 1,
    CREATED: storedMoment(createdAt),
    LAST_ALTERED: storedMoment(createdAt),
    COMMENT: comment ?? null,
  };
}

const VIEWS: ReadonlyMap<string, View> = new Map<string, View>([
  [
    'TABLES',
    recordView(
      'TABLE_CATALOG TABLE_SCHEMA TABLE_NAME TABLE_OWNER TABLE_TYPE IS_TRANSIENT CLUSTERING_KEY ROW_COUNT# BYTES# RETENTION_TIME# SELF_REFERENCING_COLUMN_NAME REFERENCE_GENERATION USER_DEFINED_TYPE_CATALOG USER_DEFINED_TYPE_SCHEMA USER_DEFINED_TYPE_NAME IS_INSERTABLE_INTO IS_TYPED COMMIT_ACTION CREATED@ LAST_ALTERED@ LAST_DDL@ LAST_DDL_BY AUTO_CLUSTERING_ON COMMENT IS_TEMPORARY IS_ICEBERG IS_DYNAMIC IS_IMMUTABLE IS_HYBRID',
      (catalog, database, sessionId, role) =>
        tablesOf(catalog, database, sessionId).map((relation) => tableRow(relation, role)),
    ),
  ],
  [
    'VIEWS',
    recordView(
      'TABLE_CATALOG TABLE_SCHEMA TABLE_NAME TABLE_OWNER VIEW_DEFINITION CHECK_OPTION IS_UPDATABLE INSERTABLE_INTO IS_SECURE CREATED@ LAST_ALTERED@ LAST_DDL@ LAST_DDL_BY COMMENT',
      (catalog, database, sessionId, role) =>
        tablesOf(catalog, database, sessionId)
          .filter(({ kind }) => kind === 'view')
          .map((relation) => viewRow(relation, role)),
    ),
  ],
  [
    'COLUMNS',
    recordView(
      'TABLE_CATALOG TABLE_SCHEMA TABLE_NAME COLUMN_NAME ORDINAL_POSITION# COLUMN_DEFAULT IS_NULLABLE DATA_TYPE CHARACTER_MAXIMUM_LENGTH# CHARACTER_OCTET_LENGTH# NUMERIC_PRECISION# NUMERIC_PRECISION_RADIX# NUMERIC_SCALE# DATETIME_PRECISION# INTERVAL_TYPE INTERVAL_PRECISION# CHARACTER_SET_CATALOG CHARACTER_SET_SCHEMA CHARACTER_SET_NAME COLLATION_CATALOG COLLATION_SCHEMA COLLATION_NAME DOMAIN_CATALOG DOMAIN_SCHEMA DOMAIN_NAME UDT_CATALOG UDT_SCHEMA UDT_NAME SCOPE_CATALOG SCOPE_SCHEMA SCOPE_NAME MAXIMUM_CARDINALITY# DTD_IDENTIFIER IS_SELF_REFERENCING IS_IDENTITY IDENTITY_GENERATION IDENTITY_START IDENTITY_INCREMENT IDENTITY_MAXIMUM IDENTITY_MINIMUM IDENTITY_CYCLE IDENTITY_ORDERED SCHEMA_EVOLUTION_RECORD COMMENT DATA_TYPE_ALIAS EXPRESSION KIND',
      (catalog, database, sessionId) =>
        tablesOf(catalog, database, sessionId).flatMap((relation) =>
          shownColumns(relation).map((column, at) => columnRow(relation, column, at + 1)),
        ),
    ),
  ],
  [
    'SCHEMATA',
    recordView(
      'CATALOG_NAME SCHEMA_NAME SCHEMA_OWNER IS_TRANSIENT IS_MANAGED_ACCESS RETENTION_TIME# DEFAULT_CHARACTER_SET_CATALOG DEFAULT_CHARACTER_SET_SCHEMA DEFAULT_CHARACTER_SET_NAME SQL_PATH CREATED@ LAST_ALTERED@ COMMENT',
      (catalog, database, _sessionId, role) => {
        const own = catalog.schemas(database).map((schema) => schemaRow(database, schema.name, role, schema));
        const createdAt = catalog.database(database)?.createdAt ?? 0;
        const comment = 'Views describing the contents of schemas in this database';
        return [...own, schemaRow(database, 'INFORMATION_SCHEMA', null, { createdAt, comment })];
      },
    ),
  ],
  [
    'DATABASES',
    recordView(
      'DATABASE_NAME DATABASE_OWNER IS_TRANSIENT COMMENT CREATED@ LAST_ALTERED@ RETENTION_TIME# TYPE OWNER_ROLE_TYPE',
      (catalog, _database, _sessionId, role) =>
        catalog.databases().map(({ name, createdAt, comment }) => ({
          DATABASE_NAME: name,
          DATABASE_OWNER: role,
          IS_TRANSIENT: 'NO',
          COMMENT: comment ?? null,
          CREATED: storedMoment(createdAt),
          LAST_ALTERED: storedMoment(createdAt),
          RETENTION_TIME: 1,
          TYPE: 'STANDARD',
          OWNER_ROLE_TYPE: 'ROLE',
        })),
    ),
  ],
  [
    'SEQUENCES',
    recordView(
      'SEQUENCE_CATALOG SEQUENCE_SCHEMA SEQUENCE_NAME SEQUENCE_OWNER DATA_TYPE NUMERIC_PRECISION# NUMERIC_PRECISION_RADIX# NUMERIC_SCALE# START_VALUE MINIMUM_VALUE MAXIMUM_VALUE NEXT_VALUE INCREMENT CYCLE_OPTION CREATED@ LAST_ALTERED@ ORDERED COMMENT',
      (catalog, database, _sessionId, role) =>
        catalog
          .sequences()
          .filter((sequence) => sequence.database === database)
          .map((sequence) => sequenceRow(sequence, role)),
    ),
  ],
]);
