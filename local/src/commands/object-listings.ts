import { moment, shapeOf, TERSE, type Lister } from './listing.js';

const STAGE_SHAPE = shapeOf(
  'created_on@ name database_name schema_name url has_credentials has_encryption_key owner comment region type cloud notification_channel storage_integration endpoint owner_role_type directory_enabled',
);

const FORMAT_SHAPE = shapeOf(
  'created_on@ name database_name schema_name type owner comment format_options owner_role_type',
);

const TAG_SHAPE = shapeOf(
  'created_on@ name database_name schema_name owner comment allowed_values owner_role_type propagate on_conflict',
);

/** Listings of stages, file formats and tags. */
export const OBJECT_LISTINGS: readonly (readonly [string, Lister])[] = [
  [
    'STAGES',
    ({ catalog, state }) => ({
      shape: STAGE_SHAPE,
      terse: TERSE,
      rows: catalog.stages
        .all()
        .filter(({ owner }) => (owner ?? state.options.sessionId) === state.options.sessionId)
        .map(({ createdAt, name, database, schema, owner, comment, directory }) => {
          const type = owner === undefined ? 'INTERNAL' : 'INTERNAL TEMPORARY';
          const place = [moment(createdAt), name, database, schema, '', 'N', 'N', state.role, comment ?? '', null];
          return [...place, type, null, null, null, null, 'ROLE', directory === true ? 'Y' : 'N'];
        }),
    }),
  ],
  [
    'FILE FORMATS',
    ({ catalog, state }) => ({
      shape: FORMAT_SHAPE,
      terse: TERSE,
      rows: catalog.formats.all().map(({ createdAt, name, database, schema, options, comment }) => {
        const type = String(options['TYPE'] ?? 'CSV').toUpperCase();
        const place = [moment(createdAt), name, database, schema, type, state.role, comment ?? ''];
        return [...place, JSON.stringify(options), 'ROLE'];
      }),
    }),
  ],
  [
    'TAGS',
    ({ catalog, state }) => ({
      shape: TAG_SHAPE,
      terse: TERSE,
      rows: catalog.tags.all().map(({ createdAt, name, database, schema, comment, allowedValues }) => {
        const allowed = allowedValues === undefined ? null : JSON.stringify(allowedValues);
        return [moment(createdAt), name, database, schema, state.role, comment ?? '', allowed, 'ROLE', 'NONE', null];
      }),
    }),
  ],
];
