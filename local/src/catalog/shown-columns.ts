import type { Column, ComputedColumn, Relation } from './model.js';

/** All columns of a table or view in their order, those that are computed among them. */
export function shownColumns({ columns, computed = [] }: Relation): readonly (Column | ComputedColumn)[] {
  const at = (place: number): readonly ComputedColumn[] => computed.filter((column) => column.place === place);
  return [...columns.flatMap((column, place) => [...at(place), column]), ...at(columns.length)];
}

/** The expression of a column that is computed. */
export function expressionOf(column: Column | ComputedColumn): string | undefined {
  return 'expression' in column ? column.expression : undefined;
}
