import type { Parameter, Routine } from '../catalog/model.js';
import { FUNCTIONS } from '../functions/registry.js';
import type { FunctionRule } from '../functions/rule.js';
import type { Cell } from '../statement.js';
import { TEXT, number, type SqlType } from '../types/sql-type.js';
import type { StatementContext } from './command.js';
import { MOMENT, moment, rowOf, type Filter, type Lister, type Shape } from './listing.js';

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

/** `NAME(NUMBER, DEFAULT VARCHAR) RETURN FLOAT`: DEFAULT marks what may be left out. */
function signature({ name, parameters, returns, columns }: Routine): string {
  const written = parameters
    .map(({ type, defaultText }) => `${defaultText === undefined ? '' : 'DEFAULT '}${bareType(type)}`)
    .join(', ');
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
    routine.secure === true ? 'Y' : 'N',
    null,
    null,
  ];
}

function within({ database, schema }: Filter): (routine: Routine) => boolean {
  return (routine) =>
    (database ?? routine.database) === routine.database && (schema ?? routine.schema) === routine.schema;
}

/** A function of Snowflake itself. Its types depend on its arguments. */
function builtinRow(name: string, { minimum, maximum, kind }: FunctionRule): readonly Cell[] {
  const most = Number.isFinite(maximum) ? maximum : minimum;
  return rowOf(FUNCTION_SHAPE, {
    created_on: moment(0),
    name,
    schema_name: '',
    is_builtin: 'Y',
    is_aggregate: kind === 'scalar' ? 'N' : 'Y',
    is_ansi: 'Y',
    min_num_arguments: String(minimum),
    max_num_arguments: String(most),
    arguments: `${name}(${Array.from({ length: most }, () => 'ANY').join(', ')}) RETURN ANY`,
    description: '',
    catalog_name: '',
    is_table_function: 'N',
    valid_for_clustering: 'N',
    is_secure: 'N',
    is_external_function: 'N',
    language: 'SQL',
    is_memoizable: 'N',
    is_data_metric: 'N',
  });
}

function builtins(): readonly (readonly Cell[])[] {
  return [...FUNCTIONS]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([name, rule]) => builtinRow(name, rule));
}

function userFunctions({ catalog }: StatementContext, filter: Filter): readonly (readonly Cell[])[] {
  return catalog.functions
    .all()
    .filter(within(filter))
    .map((routine) => [
      ...routineRow(routine, 'function'),
      'N',
      routine.language ?? 'SQL',
      routine.memoizable === true ? 'Y' : 'N',
      'N',
    ]);
}

function listProcedures({ catalog }: StatementContext, filter: Filter): ReturnType<Lister> {
  return {
    shape: PROCEDURE_SHAPE,
    terse: [],
    rows: catalog.procedures
      .all()
      .filter(within(filter))
      .map((routine) => routineRow(routine, 'procedure')),
  };
}

/** SHOW FUNCTIONS and SHOW PROCEDURES. Snowflake's own functions are listed where no place is named. */
export const ROUTINE_LISTINGS: readonly (readonly [string, Lister])[] = [
  [
    'FUNCTIONS',
    (context, filter) => ({
      shape: FUNCTION_SHAPE,
      terse: [],
      rows: [...(filter.placed ? [] : builtins()), ...userFunctions(context, filter)],
    }),
  ],
  ['USER FUNCTIONS', (context, filter) => ({ shape: FUNCTION_SHAPE, terse: [], rows: userFunctions(context, filter) })],
  ['BUILTIN FUNCTIONS', () => ({ shape: FUNCTION_SHAPE, terse: [], rows: builtins() })],
  ['PROCEDURES', listProcedures],
  ['USER PROCEDURES', listProcedures],
  ['BUILTIN PROCEDURES', () => ({ shape: PROCEDURE_SHAPE, terse: [], rows: [] })],
];
