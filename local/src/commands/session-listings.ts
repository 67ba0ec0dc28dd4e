import { TEXT } from '../types/sql-type.js';
import { MOMENT, moment, type Lister } from './listing.js';

/** Listings of the session and the account. */
export const SESSION_LISTINGS: readonly (readonly [string, Lister])[] = [
  [
    'PARAMETERS',
    ({ state }) => ({
      shape: [
        ['key', TEXT],
        ['value', TEXT],
        ['default', TEXT],
        ['level', TEXT],
        ['description', TEXT],
        ['type', TEXT],
      ],
      terse: [],
      rows: state.parameters
        .lines()
        .map(({ key, value, fallback, level, description, type }) => [key, value, fallback, level, description, type]),
    }),
  ],
  [
    'VARIABLES',
    ({ state }) => ({
      shape: [
        ['session_id', TEXT],
        ['name', TEXT],
        ['value', TEXT],
        ['type', TEXT],
      ],
      terse: [],
      rows: [...state.variables].map(([name, value]) => [
        state.options.sessionId,
        name,
        value.literal ?? null,
        value.type.kind,
      ]),
    }),
  ],
  [
    'WAREHOUSES',
    ({ state }) => ({
      shape: [
        ['name', TEXT],
        ['state', TEXT],
        ['type', TEXT],
        ['size', TEXT],
      ],
      terse: [],
      rows: state.warehouse === null ? [] : [[state.warehouse, 'STARTED', 'STANDARD', 'X-Small']],
    }),
  ],
  [
    'ROLES',
    ({ state }) => ({
      shape: [
        ['name', TEXT],
        ['is_default', TEXT],
        ['is_current', TEXT],
      ],
      terse: [],
      rows: [[state.role, 'Y', 'Y']],
    }),
  ],
  [
    'STAGES',
    ({ catalog, state }) => ({
      shape: [
        ['created_on', MOMENT],
        ['name', TEXT],
        ['database_name', TEXT],
        ['schema_name', TEXT],
        ['url', TEXT],
        ['owner', TEXT],
        ['comment', TEXT],
        ['type', TEXT],
      ],
      terse: [],
      rows: catalog.stages
        .all()
        .filter(({ owner }) => (owner ?? state.options.sessionId) === state.options.sessionId)
        .map(({ createdAt, name, database, schema, owner, comment }) => [
          moment(createdAt),
          name,
          database,
          schema,
          '',
          state.role,
          comment ?? '',
          owner === undefined ? 'INTERNAL' : 'INTERNAL TEMPORARY',
        ]),
    }),
  ],
  [
    'FILE FORMATS',
    ({ catalog, state }) => ({
      shape: [
        ['created_on', MOMENT],
        ['name', TEXT],
        ['database_name', TEXT],
        ['schema_name', TEXT],
        ['type', TEXT],
        ['owner', TEXT],
        ['comment', TEXT],
        ['format_options', TEXT],
      ],
      terse: [],
      rows: catalog.formats
        .all()
        .map(({ createdAt, name, database, schema, options, comment }) => [
          moment(createdAt),
          name,
          database,
          schema,
          String(options['TYPE'] ?? 'CSV'),
          state.role,
          comment ?? '',
          JSON.stringify(options),
        ]),
    }),
  ],
];
