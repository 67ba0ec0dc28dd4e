import type { Expression, Query, SelectBody } from '../syntax/ast.js';
import { isSemiStructured } from '../types/sql-type.js';
import { orderItemSql } from './window.js';
import type { CompiledQuery, Compiler, OutputColumn } from './compiler.js';
import { walkHierarchy } from './connect-by.js';
import { computeNestedWindows, type OpenFrom } from './nested-windows.js';
import { compileFromAndWhere } from './outer-marks.js';
import { compilePredicate } from './predicate.js';
import { printExpression } from './printed.js';
import { groupSql } from './group.js';
import { expandItems, type OutputItem } from './items.js';
import { EMPTY_SCOPE, type Scope } from './scope.js';
import type { Typed } from './typed.js';

/** Compiles one SELECT, with the ORDER BY of the query around it: that may name columns the list leaves out. */
export function compileSelect(
  compiler: Compiler,
  body: SelectBody,
  parent: Scope,
  order: Query['order'],
): CompiledQuery {
  const open = openFrom(compiler, body, parent, order);
  const { from, where, base } = computeNestedWindows(compiler, body, order, open);
  const { items, scope } = expandItems(compiler, body.items, base);
  const [first] = body.items;
  if (items.length === 0 && first !== undefined) {
    throw compiler.faults.compilation('001003', '42000', 'SELECT with no columns', first.expression);
  }
  const sorted = orderSelect(compiler, order, items, scope, body.distinct);
  const clauses = [
    `SELECT ${body.distinct ? 'DISTINCT ' : ''}${items.map(({ value }, at) => `${value.sql} AS c${at + 1}`).join(', ')}`,
    from === undefined ? '' : `FROM ${from.sql}`,
    conditionSql(compiler, 'WHERE', where, scope),
    groupSql(compiler, body.group, items, scope),
    conditionSql(compiler, 'HAVING', body.having, scope),
    conditionSql(compiler, 'QUALIFY', body.qualify, scope),
    isOneRow(body, items) ? '' : sorted,
    body.top === undefined ? '' : `LIMIT ${compiler.expression(body.top, EMPTY_SCOPE).sql}`,
  ];
  return { sql: clauses.filter((clause) => clause !== '').join(' '), columns: items.map(toOutput) };
}

/** An aggregate of all rows answers with one: whatever it is sorted by changes nothing. */
function isOneRow({ group }: SelectBody, items: readonly OutputItem[]): boolean {
  return group === undefined && items.some(({ value }) => value.aggregate);
}

/** The FROM, walked when there is a CONNECT BY, and what its columns are called. */
function openFrom(compiler: Compiler, body: SelectBody, parent: Scope, order: Query['order']): OpenFrom {
  const { from, where } = compileFromAndWhere(compiler, body, { ...parent, list: body.items });
  const outside: Scope = { ...EMPTY_SCOPE, parent, locals: parent.locals };
  if (from === undefined || body.connect === undefined) {
    return { from, where, base: { ...outside, sources: from?.sources ?? [], merged: from?.merged ?? [] } };
  }
  const walked = walkHierarchy(compiler, { ...body, where, connect: body.connect }, from, order, parent);
  const locals = new Map(parent.locals).set('LEVEL', walked.level);
  const { sources, merged } = walked.from;
  const base = { ...outside, sources, merged, locals, hierarchy: walked.hierarchy };
  return { from: walked.from, base, where: walked.where };
}

function toOutput({ name, value }: OutputItem): OutputColumn {
  const { type, origin } = value;
  // Snowflake says of no truth it computes that it cannot be NULL, not even of TRUE.
  const nullable = value.nullable || (type.kind === 'boolean' && origin === undefined);
  return { name, type, nullable, ...(origin === undefined ? {} : { origin }) };
}

function conditionSql(compiler: Compiler, word: string, condition: Expression | undefined, scope: Scope): string {
  return condition === undefined ? '' : `${word} ${compilePredicate(compiler, condition, scope)}`;
}

function orderSelect(
  compiler: Compiler,
  order: Query['order'],
  items: readonly OutputItem[],
  scope: Scope,
  distinct = false,
): string {
  if ('kind' in order) {
    return `ORDER BY ${items.map(({ value }, at) => orderItemSql(compiler, atPlace(value, at), order)).join(', ')}`;
  }
  if (order.length === 0) {
    return '';
  }
  const entries = order.map((item) => {
    const value = orderValue(compiler, item.expression, items, scope);
    // Of rows made one, no column but those of the list has a single value.
    if (distinct && isUnselected(item.expression, value) && !items.some((one, at) => isSame(one.value, value, at))) {
      const text = printExpression(compiler, item.expression, scope);
      throw compiler.faults.statement('000973', '42601', `[${text}] is not a valid order by expression`);
    }
    return orderItemSql(compiler, value, item);
  });
  return `ORDER BY ${entries.join(', ')}`;
}

/** A number means the item at that place; a name means the item called so before it means a column. */
function orderValue(compiler: Compiler, expression: Expression, items: readonly OutputItem[], scope: Scope): Typed {
  const named = expression.kind === 'name' && expression.path.length === 1 ? expression.path[0]?.text : undefined;
  const index =
    expression.kind === 'number' ? Number(expression.text) - 1 : items.findIndex(({ name }) => name === named);
  const item = items[index];
  if (item !== undefined && item.name === named && items.filter(({ name }) => name === named).length > 1) {
    throw compiler.faults.ambiguous(named, expression);
  }
  if (item === undefined && expression.kind === 'number') {
    throw compiler.faults.statement('000973', '42601', `[${expression.text}] is not a valid order by expression`);
  }
  if (item === undefined) {
    return compiler.expression(expression, scope);
  }
  // By its place, not its name: a source may have a column of that name too. A VARIANT is sorted by a key made of it.
  return atPlace(item.value, index);
}

/** What reads columns by itself, or rows that are no more. */
function isUnselected({ kind }: Expression, { aggregate }: Typed): boolean {
  return kind === 'name' || (kind === 'call' && aggregate);
}

function isSame(item: Typed, value: Typed, at: number): boolean {
  return item.sql === value.sql || value.sql === String(at + 1);
}

function atPlace(value: Typed, index: number): Typed {
  return isSemiStructured(value.type) ? value : { ...value, sql: String(index + 1) };
}

/** ORDER BY after a set operation: it sees the output's columns alone. */
export function orderOutputs(
  compiler: Compiler,
  order: Query['order'],
  body: CompiledQuery,
  scope: Scope,
  alias = compiler.nextAlias(),
): string {
  const columns = body.columns.map((column, at) => ({ ...column, sql: `${alias}.c${at + 1}` }));
  const inner: Scope = { ...EMPTY_SCOPE, sources: [{ path: [alias], columns }], parent: scope };
  const items = columns.map((column) => ({ name: column.name, value: { ...column, aggregate: false } }));
  const sql = orderSelect(compiler, order, items, inner);
  return sql === '' ? '' : ` ${sql}`;
}
