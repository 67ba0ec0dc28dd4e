import { formatProperties } from '../stages/format-properties.js';
import { TEXT, timestamp } from '../types/sql-type.js';
import type { Catalog } from './catalog.js';
import type { View } from './information-schema.js';
import type { Constraint, Relation } from './model.js';
import { recordView } from './record-view.js';

const MOMENT = timestamp('ltz');

/** Milliseconds as the nanoseconds stored. */
function stored(milliseconds: number): string {
  return `${milliseconds}000000`;
}

function keysOf(catalog: Catalog, database: string, sessionId: string): readonly (readonly [Relation, Constraint])[] {
  return catalog
    .relations(sessionId)
    .filter((relation) => relation.database === database)
    .flatMap((relation) => (relation.constraints ?? []).map((constraint) => [relation, constraint] as const));
}

function has({ traits = [] }: Constraint, trait: string): string {
  return traits.includes(trait) ? 'YES' : 'NO';
}

/** Views of keys, stages, formats and roles. */
export const OBJECT_VIEWS: ReadonlyMap<string, View> = new Map<string, View>([
  [
    'TABLE_CONSTRAINTS',
    {
      columns: [
        ['CONSTRAINT_CATALOG', TEXT],
        ['CONSTRAINT_SCHEMA', TEXT],
        ['CONSTRAINT_NAME', TEXT],
        ['TABLE_CATALOG', TEXT],
        ['TABLE_SCHEMA', TEXT],
        ['TABLE_NAME', TEXT],
        ['CONSTRAINT_TYPE', TEXT],
        ['IS_DEFERRABLE', TEXT],
        ['INITIALLY_DEFERRED', TEXT],
        ['ENFORCED', TEXT],
        ['COMMENT', TEXT],
        ['CREATED', MOMENT],
        ['LAST_ALTERED', MOMENT],
        ['RELY', TEXT],
      ],
      rows: (catalog, database, sessionId) =>
        keysOf(catalog, database, sessionId).map(([{ schema, name, createdAt }, constraint]) => [
          database,
          schema,
          constraint.name,
          database,
          schema,
          name,
          constraint.kind,
          has(constraint, 'DEFERRABLE'),
          constraint.traits?.includes('INITIALLY IMMEDIATE') === true ? 'NO' : 'YES',
          has(constraint, 'ENFORCED'),
          null,
          stored(createdAt),
          stored(createdAt),
          has(constraint, 'RELY'),
        ]),
    },
  ],
  [
    'REFERENTIAL_CONSTRAINTS',
    {
      columns: [
        ['CONSTRAINT_CATALOG', TEXT],
        ['CONSTRAINT_SCHEMA', TEXT],
        ['CONSTRAINT_NAME', TEXT],
        ['UNIQUE_CONSTRAINT_CATALOG', TEXT],
        ['UNIQUE_CONSTRAINT_SCHEMA', TEXT],
        ['UNIQUE_CONSTRAINT_NAME', TEXT],
        ['MATCH_OPTION', TEXT],
        ['UPDATE_RULE', TEXT],
        ['DELETE_RULE', TEXT],
        ['COMMENT', TEXT],
        ['CREATED', MOMENT],
        ['LAST_ALTERED', MOMENT],
      ],
      rows: (catalog, database, sessionId) =>
        keysOf(catalog, database, sessionId).flatMap(([{ schema, createdAt }, { name, references, traits = [] }]) => {
          if (references === undefined) {
            return [];
          }
          const parent = catalog.relation(references.database, references.schema, references.table, sessionId);
          const key = parent?.constraints?.find(({ kind }) => kind === 'PRIMARY KEY');
          const unique = [references.database, references.schema, key?.name ?? null];
          const rule = (when: string): string =>
            traits.find((trait) => trait.startsWith(when))?.slice(when.length) ?? 'NO ACTION';
          const match = traits.find((trait) => trait.startsWith('MATCH '))?.slice('MATCH '.length) ?? 'FULL';
          const rules = [match, rule('ON UPDATE '), rule('ON DELETE '), null];
          return [[database, schema, name, ...unique, ...rules, stored(createdAt), stored(createdAt)]];
        }),
    },
  ],
  [
    'STAGES',
    {
      columns: [
        ['STAGE_CATALOG', TEXT],
        ['STAGE_SCHEMA', TEXT],
        ['STAGE_NAME', TEXT],
        ['STAGE_URL', TEXT],
        ['STAGE_REGION', TEXT],
        ['STAGE_TYPE', TEXT],
        ['STAGE_OWNER', TEXT],
        ['COMMENT', TEXT],
        ['CREATED', MOMENT],
        ['LAST_ALTERED', MOMENT],
      ],
      rows: (catalog, database, sessionId, role) =>
        catalog.stages
          .all()
          .filter((stage) => stage.database === database && (stage.owner ?? sessionId) === sessionId)
          .map(({ schema, name, comment, createdAt }) => [
            database,
            schema,
            name,
            null,
            null,
            'Internal Named',
            role,
            comment ?? null,
            stored(createdAt),
            stored(createdAt),
          ]),
    },
  ],
  [
    'LOAD_HISTORY',
    recordView(
      'SCHEMA_NAME FILE_NAME TABLE_NAME LAST_LOAD_TIME@ STATUS ROW_COUNT# ROW_PARSED# FIRST_ERROR_MESSAGE FIRST_ERROR_LINE_NUMBER# FIRST_ERROR_CHARACTER_POSITION# FIRST_ERROR_COL_NAME ERROR_COUNT# ERROR_LIMIT#',
      (catalog, database, sessionId) =>
        catalog
          .relations(sessionId)
          .filter((relation) => relation.database === database)
          .flatMap(({ schema, name, physical }) =>
            catalog.fileLoads.of(physical).map(({ file, loadedAt, status, loaded, parsed, faults, errors, limit }) => ({
              SCHEMA_NAME: schema,
              FILE_NAME: file,
              TABLE_NAME: name,
              LAST_LOAD_TIME: stored(loadedAt),
              STATUS: status.replaceAll('_', ' '),
              ROW_COUNT: loaded,
              ROW_PARSED: parsed,
              FIRST_ERROR_MESSAGE: faults[0]?.message ?? null,
              FIRST_ERROR_LINE_NUMBER: faults[0]?.line ?? null,
              FIRST_ERROR_CHARACTER_POSITION: faults[0]?.character ?? null,
              FIRST_ERROR_COL_NAME: faults[0]?.column ?? null,
              ERROR_COUNT: errors,
              ERROR_LIMIT: limit,
            })),
          ),
    ),
  ],
  [
    'FILE_FORMATS',
    recordView(
      'FILE_FORMAT_CATALOG FILE_FORMAT_SCHEMA FILE_FORMAT_NAME FILE_FORMAT_OWNER FILE_FORMAT_TYPE RECORD_DELIMITER FIELD_DELIMITER SKIP_HEADER# DATE_FORMAT TIME_FORMAT TIMESTAMP_FORMAT BINARY_FORMAT ESCAPE ESCAPE_UNENCLOSED_FIELD TRIM_SPACE FIELD_OPTIONALLY_ENCLOSED_BY NULL_IF COMPRESSION ERROR_ON_COLUMN_COUNT_MISMATCH CREATED@ LAST_ALTERED@ COMMENT',
      (catalog, database, _sessionId, role) =>
        catalog.formats
          .all()
          .filter((format) => format.database === database)
          .map(({ schema, name, comment, options, createdAt }) => ({
            ...Object.fromEntries(formatProperties(options).map((property) => [property.name, property.value])),
            FILE_FORMAT_CATALOG: database,
            FILE_FORMAT_SCHEMA: schema,
            FILE_FORMAT_NAME: name,
            FILE_FORMAT_OWNER: role,
            FILE_FORMAT_TYPE: String(options['TYPE'] ?? 'CSV'),
            CREATED: stored(createdAt),
            LAST_ALTERED: stored(createdAt),
            COMMENT: comment ?? null,
          })),
    ),
  ],
  [
    'ENABLED_ROLES',
    {
      columns: [
        ['ROLE_NAME', TEXT],
        ['ROLE_OWNER', TEXT],
      ],
      // PUBLIC is always enabled.
      rows: (_catalog, _database, _sessionId, role) => [...new Set([role, 'PUBLIC'])].map((name) => [name, null]),
    },
  ],
  [
    'APPLICABLE_ROLES',
    {
      columns: [
        ['GRANTEE', TEXT],
        ['ROLE_NAME', TEXT],
        ['ROLE_OWNER', TEXT],
        ['IS_GRANTABLE', TEXT],
      ],
      rows: (_catalog, _database, _sessionId, role) => [[role, role, null, 'NO']],
    },
  ],
  [
    'INFORMATION_SCHEMA_CATALOG_NAME',
    { columns: [['CATALOG_NAME', TEXT]], rows: (_catalog, database) => [[database]] },
  ],
]);
