import type { Constraint, Relation } from '../catalog/model.js';
import type { Cell } from '../statement.js';
import { TEXT, number } from '../types/sql-type.js';
import type { StatementContext } from './command.js';
import { MOMENT, moment, type Filter, type Lister, type Shape } from './listing.js';

const KEY_SHAPE: Shape = [
  ['created_on', MOMENT],
  ['database_name', TEXT],
  ['schema_name', TEXT],
  ['table_name', TEXT],
  ['column_name', TEXT],
  ['key_sequence', number(9)],
  ['constraint_name', TEXT],
  ['rely', TEXT],
  ['comment', TEXT],
];

const FOREIGN_SHAPE: Shape = [
  ['created_on', MOMENT],
  ['pk_database_name', TEXT],
  ['pk_schema_name', TEXT],
  ['pk_table_name', TEXT],
  ['pk_column_name', TEXT],
  ['fk_database_name', TEXT],
  ['fk_schema_name', TEXT],
  ['fk_table_name', TEXT],
  ['fk_column_name', TEXT],
  ['key_sequence', number(9)],
  ['update_rule', TEXT],
  ['delete_rule', TEXT],
  ['fk_name', TEXT],
  ['pk_name', TEXT],
  ['deferrability', TEXT],
  ['rely', TEXT],
  ['comment', TEXT],
];

function tablesOf({ catalog, state }: StatementContext): readonly Relation[] {
  return catalog.relations(state.options.sessionId).filter(({ kind }) => kind === 'table');
}

function isAsked({ table, database, schema }: Filter, place: Pick<Relation, 'database' | 'schema' | 'name'>): boolean {
  return table === undefined
    ? (database ?? place.database) === place.database && (schema ?? place.schema) === place.schema
    : table.database === place.database && table.schema === place.schema && table.name === place.name;
}

function keyLister(kind: Constraint['kind']): Lister {
  return (context, filter) => ({
    shape: KEY_SHAPE,
    terse: KEY_SHAPE.map(([name]) => name),
    rows: tablesOf(context)
      .filter((table) => isAsked(filter, table))
      .flatMap((table) =>
        (table.constraints ?? [])
          .filter((constraint) => constraint.kind === kind)
          .flatMap((constraint) => keyRows(table, constraint)),
      ),
  });
}

function keyRows(table: Relation, { columns, name, traits }: Constraint): readonly (readonly Cell[])[] {
  const { createdAt, database, schema } = table;
  return columns.map((column, at) => [
    moment(createdAt),
    database,
    schema,
    table.name,
    column,
    String(at + 1),
    name,
    String(traits?.includes('RELY') ?? false),
    null,
  ]);
}

function ruleOf(when: 'ON DELETE' | 'ON UPDATE', traits: readonly string[]): string {
  return traits.find((trait) => trait.startsWith(when))?.slice(when.length + 1) ?? 'NO ACTION';
}

/** A foreign key is imported by the table that has it, and exported by the one it names. */
function foreignLister(side: 'imported' | 'exported'): Lister {
  return (context, filter) => ({
    shape: FOREIGN_SHAPE,
    terse: FOREIGN_SHAPE.map(([name]) => name),
    rows: tablesOf(context).flatMap((table) =>
      (table.constraints ?? []).flatMap((constraint) => {
        const { references } = constraint;
        const place = references === undefined ? undefined : { ...references, name: references.table };
        const asked = place !== undefined && isAsked(filter, side === 'imported' ? table : place);
        return asked ? foreignRows(context, table, constraint) : [];
      }),
    ),
  });
}

function foreignRows(
  { catalog, state }: StatementContext,
  table: Relation,
  { name, columns, references, traits = [] }: Constraint,
): readonly (readonly Cell[])[] {
  if (references === undefined) {
    return [];
  }
  const { database, schema } = references;
  const parent = catalog.relation(database, schema, references.table, state.options.sessionId);
  const key = parent?.constraints?.find(({ kind }) => kind === 'PRIMARY KEY');
  const named = references.columns.length > 0 ? references.columns : (key?.columns ?? []);
  return columns.map((column, at) => [
    moment(table.createdAt),
    database,
    schema,
    references.table,
    named[at] ?? null,
    table.database,
    table.schema,
    table.name,
    column,
    String(at + 1),
    ruleOf('ON UPDATE', traits),
    ruleOf('ON DELETE', traits),
    name,
    key?.name ?? null,
    traits.find((trait) => /^INITIALLY|DEFERRABLE$/.test(trait)) ?? 'NOT DEFERRABLE',
    String(traits.includes('RELY')),
    null,
  ]);
}

/** Listings of keys, which a table only declares. */
export const KEY_LISTINGS: readonly (readonly [string, Lister])[] = [
  ['PRIMARY KEYS', keyLister('PRIMARY KEY')],
  ['UNIQUE KEYS', keyLister('UNIQUE')],
  ['IMPORTED KEYS', foreignLister('imported')],
  ['EXPORTED KEYS', foreignLister('exported')],
];
