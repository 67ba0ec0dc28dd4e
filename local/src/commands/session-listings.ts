import { printPath } from '../compile/faults.js';
import { wireType } from '../encode/columns.js';
import { TEXT, number } from '../types/sql-type.js';
import { parametersOf } from '../session/object-parameters.js';
import { moment, shapeOf, type Lister } from './listing.js';

/** Who is not ACCOUNTADMIN does not see the sessions. */
const LOCK_SHAPE = shapeOf('resource type transaction# transaction_started_on@ status acquired_on@ query_id');

/** Listings of the session and the account. */
export const SESSION_LISTINGS: readonly (readonly [string, Lister])[] = [
  [
    'PARAMETERS',
    ({ state }, { holder }) => ({
      shape: [
        ['key', TEXT],
        ['value', TEXT],
        ['default', TEXT],
        ['level', TEXT],
        ['description', TEXT],
        ['type', TEXT],
      ],
      terse: [],
      rows: (holder === undefined ? state.parameters.lines() : parametersOf(holder, state.parameters)).map(
        ({ key, value, fallback, level, description, type }) => [key, value, fallback, level, description, type],
      ),
    }),
  ],
  [
    'VARIABLES',
    ({ state }) => ({
      shape: shapeOf('session_id# created_on@ updated_on@ name value type comment'),
      terse: [],
      rows: [...state.variables]
        .sort(([left], [right]) => (left < right ? -1 : 1))
        .map(([name, { value, createdAt, updatedAt }]) => [
          state.options.sessionId,
          moment(createdAt),
          moment(updatedAt),
          name,
          value.literal ?? null,
          wireType(value.type),
          '',
        ]),
    }),
  ],
  [
    'TRANSACTIONS',
    ({ transaction, state }, { everywhere }) => ({
      shape: shapeOf('id# user session# name started_on@ state scope#'),
      terse: [],
      rows: transaction.all
        .filter(({ user }) => everywhere || user === state.options.user.toUpperCase())
        .map(({ id, user, session, name, startedAt }) => [id, user, session, name, moment(startedAt), 'running', '0']),
    }),
  ],
  [
    'LOCKS',
    ({ transaction, state }, { everywhere }) => ({
      shape: state.role === 'ACCOUNTADMIN' ? [...LOCK_SHAPE, ['session', number()]] : LOCK_SHAPE,
      terse: [],
      rows: transaction.allLocks
        .filter(({ transaction: holder }) => everywhere || holder?.user === state.options.user.toUpperCase())
        .map(({ table, transaction: holder, status, acquiredAt, queryId }) => {
          const started = holder === undefined ? null : moment(holder.startedAt);
          const acquired = acquiredAt === undefined ? null : moment(acquiredAt);
          const resource = printPath([table.database, table.schema, table.name]);
          return [
            resource,
            'PARTITIONS',
            holder?.id ?? null,
            started,
            status,
            acquired,
            queryId,
            holder?.session ?? null,
          ];
        }),
    }),
  ],
];
