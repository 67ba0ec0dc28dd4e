import { expressionOf, shownColumns } from '../catalog/shown-columns.js';
import { TEXT, number } from '../types/sql-type.js';
import { nextNumber } from './clone.js';
import { ACCOUNT_LISTINGS } from './account-listings.js';
import { CONTAINER_LISTINGS } from './container-listings.js';
import { EMPTY_LISTINGS } from './empty-listings.js';
import { GRANT_LISTINGS } from './grant-listings.js';
import { KEY_LISTINGS } from './key-listings.js';
import { MOMENT, moment, type Lister } from './listing.js';
import { OBJECT_LISTINGS } from './object-listings.js';
import { RELATION_LISTINGS, relationsIn } from './relation-listings.js';
import { ROUTINE_LISTINGS } from './routine-listings.js';
import { SESSION_LISTINGS } from './session-listings.js';
import { TASK_LISTINGS } from './task-listings.js';
import { typeJson } from './type-json.js';

/** What SHOW can list, by the word after it. */
export const LISTINGS: ReadonlyMap<string, Lister> = new Map<string, Lister>([
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
        ['schema_evolution_record', TEXT],
      ],
      terse: [],
      rows: (filter.table === undefined ? relationsIn(context, filter) : [filter.table]).flatMap((relation) =>
        shownColumns(relation).map((column) => [
          relation.name,
          relation.schema,
          column.name,
          typeJson(column.type, column.nullable),
          column.nullable ? 'true' : 'NOT_NULL',
          column.defaultText ?? '',
          expressionOf(column) === undefined ? 'COLUMN' : 'VIRTUAL_COLUMN',
          expressionOf(column) ?? '',
          column.comment ?? '',
          relation.database,
          column.increment === undefined
            ? ''
            : `IDENTITY START ${column.increment.start} INCREMENT ${column.increment.step} NOORDER`,
          null,
        ]),
      ),
    }),
  ],
  [
    'SEQUENCES',
    async (context, filter) => ({
      shape: [
        ['name', TEXT],
        ['database_name', TEXT],
        ['schema_name', TEXT],
        ['next_value', number()],
        ['interval', number()],
        ['created_on', MOMENT],
        ['owner', TEXT],
        ['comment', TEXT],
        ['owner_role_type', TEXT],
        ['ordered', TEXT],
      ],
      terse: [],
      rows: await Promise.all(
        context.catalog
          .sequences()
          .filter(
            ({ database, schema }) =>
              (filter.database ?? database) === database && (filter.schema ?? schema) === schema,
          )
          .map(async (sequence) => [
            sequence.name,
            sequence.database,
            sequence.schema,
            String(await nextNumber(context, sequence)),
            String(sequence.step),
            moment(sequence.createdAt),
            context.state.role,
            sequence.comment ?? '',
            'ROLE',
            sequence.ordered === true ? 'Y' : 'N',
          ]),
      ),
    }),
  ],
  ...CONTAINER_LISTINGS,
  ...RELATION_LISTINGS,
  ...KEY_LISTINGS,
  ...EMPTY_LISTINGS,
  ...SESSION_LISTINGS,
  ...ACCOUNT_LISTINGS,
  ...GRANT_LISTINGS,
  ...OBJECT_LISTINGS,
  ...TASK_LISTINGS,
  ...ROUTINE_LISTINGS,
]);
