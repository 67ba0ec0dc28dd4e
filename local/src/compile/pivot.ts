import { quoteString } from '../lexer.js';
import type { CallNode, Expression, Name, Span } from '../syntax/ast.js';
import type { TableReference } from '../syntax/table-ast.js';
import { TEXT, isNumeric, type SqlType } from '../types/sql-type.js';
import { orderSql } from './window.js';
import { sharedType } from './case.js';
import { castTo } from './casts.js';
import type { Compiler } from './compiler.js';
import { labelOf } from './items.js';
import { EMPTY_SCOPE, toTyped, type Scope, type Source } from './scope.js';
import type { StoredSource } from './table.js';
import { combine, type Typed } from './typed.js';

type Pivot = Extract<TableReference, { readonly kind: 'pivot' }>;
type Unpivot = Extract<TableReference, { readonly kind: 'unpivot' }>;

/** What is turned: a FROM and the columns it shows. */
export interface Turned {
  readonly sql: string;
  readonly sources: readonly Source[];
}

/** Compiles PIVOT: one filtered aggregate for each value, grouped by the columns that take no part. */
export function compilePivot(compiler: Compiler, node: Pivot, source: Turned, scope: Scope): StoredSource {
  const inner: Scope = { ...EMPTY_SCOPE, sources: source.sources, parent: scope };
  const [argument] = node.aggregate.args;
  const used = new Set([node.column.text, argument?.kind === 'name' ? argument.path.at(-1)?.text : undefined]);
  const kept = source.sources.flatMap(({ columns }) => columns).filter(({ name }) => !used.has(name));
  const values = pivotItems(compiler, node, source, scope).map(({ name, expression }) => ({
    name: withSuffix(name, node.suffix?.text),
    value: cellValue(compiler, node, expression, inner),
  }));
  const outputs = [...kept.map((column) => ({ name: column.name, value: toTyped(column) })), ...values];
  const list = outputs.map(({ value }, at) => `${value.sql} AS c${at + 1}`).join(', ');
  const group = kept.length === 0 ? '' : ` GROUP BY ${kept.map(({ sql }) => sql).join(', ')}`;
  const own = compiler.nextAlias();
  const columns = outputs.map(({ name, value }, at) => ({
    name: node.alias.columns[at]?.text ?? name,
    sql: `${own}.c${at + 1}`,
    type: value.type,
    nullable: true,
  }));
  return {
    sql: `(SELECT ${list} FROM ${source.sql}${group}) AS ${own}`,
    source: { path: node.alias.name === undefined ? [] : [node.alias.name.text], columns },
  };
}

/** Behind a quoted text the alias goes inside of the quotes. */
function withSuffix(name: string, suffix: string | undefined): string {
  if (suffix === undefined) {
    return name;
  }
  return /^'.*'$/s.test(name) ? `${name.slice(0, -1)}_${suffix}'` : `${name}_${suffix}`;
}

interface PivotItem {
  readonly name: string;
  readonly expression: Expression;
}

/** The values that become columns. What stands in the data has to be asked for before the query can be written. */
function pivotItems(compiler: Compiler, node: Pivot, source: Turned, scope: Scope): readonly PivotItem[] {
  const { values } = node;
  switch (values.kind) {
    case 'list':
      return values.items.map(({ expression, alias }) => ({
        name: alias?.text ?? labelOf(compiler, expression),
        expression,
      }));
    case 'query': {
      const query = compiler.query(values.query, scope);
      const [column] = query.columns;
      const cells = castTo(compiler, { sql: 'c1', type: column?.type ?? TEXT, nullable: true, aggregate: false }, TEXT);
      return foundItems(compiler, node, column?.type ?? TEXT, `SELECT ${cells.sql} FROM (${query.sql})`);
    }
    case 'any': {
      const inner: Scope = { ...EMPTY_SCOPE, sources: source.sources, parent: scope };
      const column = compiler.expression({ kind: 'name', path: [node.column], ...node.column }, inner);
      const order = values.order.length === 0 ? '1' : orderSql(compiler, values.order, inner);
      const text = castTo(compiler, column, TEXT).sql;
      const sql = `SELECT ${text} FROM ${source.sql} GROUP BY ${column.sql} ORDER BY ${order}`;
      return foundItems(compiler, node, column.type, sql);
    }
    default:
      return values satisfies never;
  }
}

/** A number is called by its digits, anything else by its text in quotes. */
function foundItems(compiler: Compiler, { column }: Pivot, type: SqlType, sql: string): readonly PivotItem[] {
  const span = { start: column.start, end: column.end };
  const definitions = [...compiler.ctes.values()].flatMap(({ definition }) => definition ?? []);
  const withs = definitions.length === 0 ? '' : `WITH RECURSIVE ${definitions.join(', ')} `;
  return [...new Set(compiler.environment.lookUp(`${withs}${sql}`))].map((value) => {
    if (value === null) {
      return { name: 'NULL', expression: { kind: 'null', ...span } };
    }
    const operand: Expression = { kind: 'string', value, ...span };
    return {
      name: isNumeric(type) ? value : quoteString(value),
      expression: { kind: 'cast', operand, type, try: false, ...span },
    };
  });
}

function cellValue(compiler: Compiler, node: Pivot, value: Expression, scope: Scope): Typed {
  const cell = compiler.expression(filtered(node.aggregate, node.column, value), scope);
  if (node.otherwise === undefined) {
    return cell;
  }
  const otherwise = compiler.expression(node.otherwise, EMPTY_SCOPE);
  const type = sharedType(compiler, [cell, otherwise]);
  const [kept, instead] = [castTo(compiler, cell, type).sql, castTo(compiler, otherwise, type).sql];
  return combine(`coalesce(${kept}, ${instead})`, type, [otherwise]);
}

function filtered(aggregate: CallNode & Span, column: Name, value: Expression): Expression {
  const left: Expression = { kind: 'name', path: [column], start: column.start, end: column.end };
  const { start, end } = value;
  const filter: Expression = { kind: 'binary', operator: 'IS NOT DISTINCT', left, right: value, start, end };
  return { ...aggregate, filter };
}

/** Compiles UNPIVOT: one row for each of the columns, without its NULLs unless they are asked for. */
export function compileUnpivot(compiler: Compiler, node: Unpivot, source: Turned, scope: Scope): StoredSource {
  const inner: Scope = { ...EMPTY_SCOPE, sources: source.sources, parent: scope };
  const turned = node.columns.map(({ expression, alias }) => ({
    label: alias?.text ?? labelOf(compiler, expression),
    name: labelOf(compiler, expression),
    value: compiler.expression(expression, inner),
  }));
  const used = new Set(turned.map(({ name }) => name));
  const kept = source.sources.flatMap(({ columns }) => columns).filter(({ name }) => !used.has(name));
  const type = sharedType(
    compiler,
    turned.map(({ value }) => value),
  );
  const items = turned.map(
    ({ label, value }) => `{'n': ${quoteString(label)}, 'v': ${castTo(compiler, value, type).sql}}`,
  );
  const [own, row] = [compiler.nextAlias(), compiler.nextAlias()];
  // A list taken apart in the row's own SELECT keeps the order of the rows and of the columns.
  const taken = [...kept.map(({ sql }, at) => `${sql} AS c${at + 1}`), `unnest([${items.join(', ')}]) AS e`];
  const list = [...kept.map((_, at) => `c${at + 1}`), `e.n AS c${kept.length + 1}`, `e.v AS c${kept.length + 2}`];
  const filter = node.includeNulls ? '' : ` WHERE e.v IS NOT NULL`;
  const outputs = [
    ...kept,
    { name: node.name.text, type: TEXT, nullable: false },
    { name: node.value.text, type, nullable: true },
  ];
  const columns = outputs.map(({ name, type: columnType, nullable }, at) => ({
    name: node.alias.columns[at]?.text ?? name,
    sql: `${own}.c${at + 1}`,
    type: columnType,
    nullable,
  }));
  return {
    sql: `(SELECT ${list.join(', ')} FROM (SELECT ${taken.join(', ')} FROM ${source.sql}) AS ${row}${filter}) AS ${own}`,
    source: { path: node.alias.name === undefined ? [] : [node.alias.name.text], columns },
  };
}
