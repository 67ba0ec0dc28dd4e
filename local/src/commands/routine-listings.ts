import type { Parameter, Routine } from '../catalog/model.js';
import type { Cell } from '../statement.js';
import { TEXT, number, type SqlType } from '../types/sql-type.js';
import { MOMENT, moment, type Filter, type Lister, type Shape } from './listing.js';

const PROCEDURE_SHAPE: Shape = [
  ['created_on', MOMENT],
  ['name', TEXT],
  ['schema_name', TEXT],
  ['is_builtin', TEXT],
  ['is_aggregate', TEXT],
  ['is_ansi', TEXT],
  ['min_num_arguments', number(9)],
  ['max_num_arguments', number(9)],
  ['arguments', TEXT],
  ['description', TEXT],
  ['catalog_name', TEXT],
  ['is_table_function', TEXT],
  ['valid_for_clustering', TEXT],
  ['is_secure', TEXT],
  ['secrets', TEXT],
  ['external_access_integrations', TEXT],
];

const FUNCTION_SHAPE: Shape = [
  ...PROCEDURE_SHAPE,
  ['is_external_function', TEXT],
  ['language', TEXT],
  ['is_memoizable', TEXT],
  ['is_data_metric', TEXT],
];

/** A type without its size, as signatures have it. */
export function bareType(type: SqlType): string {
  if (type.kind === 'timestamp') {
    return `TIMESTAMP_${type.zone.toUpperCase()}`;
  }
  return type.kind === 'text' ? 'VARCHAR' : type.kind.toUpperCase();
}

/** `NAME(NUMBER, VARCHAR) RETURN FLOAT`; what may be left out stands in brackets. */
function signature({ name, parameters, returns, columns }: Routine): string {
  const written = parameters
    .map(({ type, defaultText }, at) => {
      const piece = `${at === 0 ? '' : ', '}${bareType(type)}`;
      return defaultText === undefined ? piece : `${at === 0 ? '' : ' '}[${piece}]`;
    })
    .join('');
  return `${name}(${written}) RETURN ${returns === undefined ? tableType(columns ?? []) : bareType(returns)}`;
}

/** `TABLE (ID NUMBER, NAME VARCHAR)`. */
export function tableType(columns: readonly Parameter[]): string {
  return `TABLE (${columns.map(({ name, type }) => `${name} ${bareType(type)}`).join(', ')})`;
}

function routineRow(routine: Routine, kind: string): readonly Cell[] {
  const { parameters, returns, comment } = routine;
  const least = parameters.filter(({ defaultText }) => defaultText === undefined).length;
  return [
    moment(routine.createdAt),
    routine.name,
    routine.schema,
    'N',
    'N',
    'N',
    String(least),
    String(parameters.length),
    signature(routine),
    comment ?? `user-defined ${kind}`,
    routine.database,
    returns === undefined ? 'Y' : 'N',
    'N',
    'N',
    null,
    null,
  ];
}

function within({ database, schema }: Filter): (routine: Routine) => boolean {
  return (routine) =>
    (database ?? routine.database) === routine.database && (schema ?? routine.schema) === routine.schema;
}

/** SHOW FUNCTIONS and SHOW PROCEDURES: those that users made. */
export const ROUTINE_LISTINGS: readonly (readonly [string, Lister])[] = [
  [
    'FUNCTIONS',
    ({ catalog }, filter) => ({
      shape: FUNCTION_SHAPE,
      terse: [],
      rows: catalog.functions
        .all()
        .filter(within(filter))
        .map((routine) => [...routineRow(routine, 'function'), 'N', routine.language ?? 'SQL', 'N', 'N']),
    }),
  ],
  [
    'PROCEDURES',
    ({ catalog }, filter) => ({
      shape: PROCEDURE_SHAPE,
      terse: [],
      rows: catalog.procedures
        .all()
        .filter(within(filter))
        .map((routine) => routineRow(routine, 'procedure')),
    }),
  ],
];
