import type { Column, ComputedColumn, Relation } from '../catalog/model.js';
import { compileComputed } from '../compile/table-columns.js';
import { unsupported } from '../compile/faults.js';
import { readTokens } from '../lexer.js';
import { TEXT } from '../types/sql-type.js';
import type { ColumnDefinition } from './column-definitions.js';
import type { StatementContext } from './command.js';

/**
 * The columns of a definition that are computed.
 *
 * @throws SnowflakeError 000904 when an expression names what is no stored column of the table
 */
export function computedColumns(
  { compiler }: StatementContext,
  relation: Relation,
  declared: readonly ColumnDefinition[],
  before = 0,
): readonly ComputedColumn[] {
  let place = before;
  const computed: ComputedColumn[] = [];
  for (const column of declared) {
    if (column.expression === undefined) {
      place += 1;
      continue;
    }
    const { expression } = column;
    const { type, aggregate } = compileComputed(compiler, relation, { expression }, 't');
    if (aggregate) {
      throw unsupported('aggregates in computed columns');
    }
    computed.push({ ...column, expression, place, type: column.type ?? (type.kind === 'null' ? TEXT : type) });
  }
  return computed;
}

/** @throws SnowflakeError 000002 when a computed column reads one of these, which are about to change or go */
export function refuseRead({ computed = [] }: Relation, names: readonly string[]): void {
  const reader = computed.find(({ expression }) =>
    readTokens(expression).some(({ kind, value }) => (kind === 'word' || kind === 'quoted') && names.includes(value)),
  );
  if (reader !== undefined) {
    throw unsupported(`changing a column that the computed column ${reader.name} reads`);
  }
}

/** What is left of the computed columns when stored ones go. */
export function withoutColumns(
  { columns, computed = [] }: Relation,
  gone: readonly string[],
): readonly ComputedColumn[] {
  const isGone = ({ name }: Column): boolean => gone.includes(name);
  return computed
    .filter((column) => !isGone(column))
    .map((column) => ({ ...column, place: column.place - columns.slice(0, column.place).filter(isGone).length }));
}
