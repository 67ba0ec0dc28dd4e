import type { Expression, GroupBy, GroupingSets } from '../syntax/ast.js';
import type { Compiler } from './compiler.js';
import type { OutputItem } from './items.js';
import type { Scope } from './scope.js';

/** Compiles GROUP BY: numbers mean select items, names mean columns before aliases, ALL means what does not aggregate. */
export function groupSql(
  compiler: Compiler,
  group: GroupBy | undefined,
  items: readonly OutputItem[],
  scope: Scope,
): string {
  if (group === undefined) {
    return '';
  }
  switch (group.kind) {
    case 'all': {
      const keys = items.filter(({ value }) => !value.aggregate).map(({ value }) => value.sql);
      return keys.length === 0 ? '' : `GROUP BY ${keys.map(groupKey).join(', ')}`;
    }
    case 'list':
      return `GROUP BY ${group.items.map((item) => groupEntry(compiler, item, items, scope)).join(', ')}`;
    default:
      return group satisfies never;
  }
}

function groupEntry(
  compiler: Compiler,
  entry: Expression | GroupingSets,
  items: readonly OutputItem[],
  scope: Scope,
): string {
  if (entry.kind === 'tuple' && entry.items.length === 0) {
    return 'GROUPING SETS (())';
  }
  if (entry.kind !== 'sets') {
    return groupItem(compiler, entry, items, scope);
  }
  const sets = entry.sets.map((set) => `(${set.map((item) => groupItem(compiler, item, items, scope)).join(', ')})`);
  return `${entry.form} (${sets.join(', ')})`;
}

function groupItem(compiler: Compiler, item: Expression, items: readonly OutputItem[], scope: Scope): string {
  if (item.kind !== 'number') {
    return groupKey(compiler.expression(item, scope).sql);
  }
  const target = items[Number(item.text) - 1];
  if (target === undefined) {
    throw compiler.faults.statement('000979', '42601', `[${item.text}] is not a valid group by expression`);
  }
  return groupKey(target.value.sql);
}

/** In parentheses, so that a constant is not taken for a position. */
function groupKey(sql: string): string {
  return `(${sql})`;
}
