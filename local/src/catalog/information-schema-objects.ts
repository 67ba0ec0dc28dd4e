import { TEXT, familyName, timestamp } from '../types/sql-type.js';
import type { Catalog } from './catalog.js';
import type { View } from './information-schema.js';
import type { Constraint, Relation, Routine } from './model.js';

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

function argumentsOf({ parameters }: Routine): string {
  return `(${parameters.map(({ name, type }) => `${name} ${familyName(type).replace('TEXT', 'VARCHAR')}`).join(', ')})`;
}

function returnsOf({ returns, columns }: Routine): string {
  return returns === undefined
    ? `TABLE (${(columns ?? []).map(({ name, type }) => `${name} ${familyName(type).replace('TEXT', 'VARCHAR')}`).join(', ')})`
    : familyName(returns).replace('TEXT', 'VARCHAR');
}

function routineView(kind: 'FUNCTION' | 'PROCEDURE'): View {
  return {
    columns: [
      [`${kind}_CATALOG`, TEXT],
      [`${kind}_SCHEMA`, TEXT],
      [`${kind}_NAME`, TEXT],
      [`${kind}_OWNER`, TEXT],
      ['ARGUMENT_SIGNATURE', TEXT],
      ['DATA_TYPE', TEXT],
      [`${kind}_LANGUAGE`, TEXT],
      [`${kind}_DEFINITION`, TEXT],
      ['VOLATILITY', TEXT],
      ['IS_NULL_CALL', TEXT],
      ['CREATED', MOMENT],
      ['LAST_ALTERED', MOMENT],
      ['COMMENT', TEXT],
    ],
    rows: (catalog, database, _sessionId, role) =>
      (kind === 'FUNCTION' ? catalog.functions : catalog.procedures)
        .all()
        .filter((routine) => routine.database === database)
        .map((routine) => [
          database,
          routine.schema,
          routine.name,
          role,
          argumentsOf(routine),
          returnsOf(routine),
          routine.language ?? 'SQL',
          routine.body,
          'VOLATILE',
          routine.strict === true ? 'NO' : 'YES',
          stored(routine.createdAt),
          stored(routine.createdAt),
          routine.comment ?? null,
        ]),
  };
}

/** Views of keys, routines, stages, formats and roles. */
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
  ['FUNCTIONS', routineView('FUNCTION')],
  ['PROCEDURES', routineView('PROCEDURE')],
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
    'FILE_FORMATS',
    {
      columns: [
        ['FILE_FORMAT_CATALOG', TEXT],
        ['FILE_FORMAT_SCHEMA', TEXT],
        ['FILE_FORMAT_NAME', TEXT],
        ['FILE_FORMAT_OWNER', TEXT],
        ['FILE_FORMAT_TYPE', TEXT],
        ['COMMENT', TEXT],
        ['CREATED', MOMENT],
      ],
      rows: (catalog, database, _sessionId, role) =>
        catalog.formats
          .all()
          .filter((format) => format.database === database)
          .map(({ schema, name, comment, options, createdAt }) => [
            database,
            schema,
            name,
            role,
            String(options['TYPE'] ?? 'CSV'),
            comment ?? null,
            stored(createdAt),
          ]),
    },
  ],
  [
    'ENABLED_ROLES',
    {
      columns: [
        ['ROLE_NAME', TEXT],
        ['ROLE_OWNER', TEXT],
      ],
      rows: (_catalog, _database, _sessionId, role) => [[role, null]],
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
