import type { Cte, Expression, Query, QueryBody } from '../syntax/ast.js';
import { NULL, TEXT, commonType, number, typeName, type SqlType } from '../types/sql-type.js';
import { castTo } from './casts.js';
import type { CompiledQuery, Compiler, KnownCte, OutputColumn } from './compiler.js';
import { SnowflakeError } from '../errors.js';
import { placeOf } from '../syntax/place.js';
import { nullOf } from './typed.js';
import { compileValues } from './values.js';
import { EMPTY_SCOPE, type Scope } from './scope.js';
import { compileSelect, orderOutputs } from './select.js';

/** Compiles a query with its WITH, ORDER BY and LIMIT. Its columns are named `c1`, `c2` … for DuckDB. */
export function compileQuery(compiler: Compiler, query: Query, scope: Scope): CompiledQuery {
  const { known, sql: withs } = compileCtes(compiler, query, scope);
  const inner = compiler.withCtes(known);
  const limit = limitSql(inner, query);
  const body =
    query.body.kind === 'select'
      ? compileSelect(inner, query.body, scope, query.order)
      : orderBody(inner, compileBody(inner, query.body, scope), query, scope);
  return { sql: `${withs}${body.sql}${limit}`, columns: body.columns };
}

function orderBody(compiler: Compiler, body: CompiledQuery, query: Query, scope: Scope): CompiledQuery {
  const order = orderOutputs(compiler, query.order, body, scope);
  if (order === '' && query.limit === undefined && query.offset === undefined) {
    return body;
  }
  const alias = compiler.nextAlias();
  return {
    ...body,
    sql: `SELECT * FROM (${body.sql}) AS ${alias}${orderOutputs(compiler, query.order, body, scope, alias)}`,
  };
}

function limitSql(compiler: Compiler, { limit, offset }: Query): string {
  const count = isUnset(limit) ? '' : ` LIMIT ${countSql(compiler, limit)}`;
  return `${count}${isUnset(offset) ? '' : ` OFFSET ${countSql(compiler, offset)}`}`;
}

/** NULL and an empty text stand for no bound at all. */
function isUnset(bound: Expression | undefined): bound is undefined {
  return bound === undefined || bound.kind === 'null' || (bound.kind === 'string' && bound.value === '');
}

function countSql(compiler: Compiler, expression: Expression): string {
  if (expression.kind === 'unary') {
    const { line, position } = placeOf(compiler.sql, expression.start);
    const text = `SQL compilation error:\nsyntax error line ${line} at position ${position} unexpected '${compiler.sql.charAt(expression.start)}'.`;
    throw new SnowflakeError('001003', '42000', text, { line, position });
  }
  return `CAST(${castTo(compiler, compiler.expression(expression, EMPTY_SCOPE), number()).sql} AS BIGINT)`;
}

function compileBody(compiler: Compiler, body: QueryBody, scope: Scope): CompiledQuery {
  switch (body.kind) {
    case 'select':
      return compileSelect(compiler, body, scope, []);
    case 'values':
      return compileValues(compiler, body.rows, scope);
    case 'nested':
      return compileQuery(compiler, body.query, scope);
    case 'set':
      return compileSet(compiler, body, scope);
    default:
      return body satisfies never;
  }
}

function compileSet(compiler: Compiler, body: Extract<QueryBody, { kind: 'set' }>, scope: Scope): CompiledQuery {
  const sides = [compileBody(compiler, body.left, scope), compileBody(compiler, body.right, scope)] as const;
  const [left, right] = body.byName ? alignByName(compiler, ...sides) : sides;
  if (left.columns.length !== right.columns.length) {
    const text = `invalid number of result columns for set operator input branches, expected ${left.columns.length}, got ${right.columns.length} in branch 2`;
    throw compiler.faults.statement('001789', '42601', text);
  }
  const columns = left.columns.map((column, at) => {
    const merged = mergeColumns(compiler, column, right.columns[at] ?? column);
    // What both sides have, or the left alone, is NULL no more often than on the left.
    return body.operator === 'UNION' ? merged : { ...merged, nullable: column.nullable };
  });
  const operator = `${body.operator}${body.all ? ' ALL' : ''}`;
  const sql = `(${coerce(compiler, left, columns)}) ${operator} (${coerce(compiler, right, columns)})`;
  return { sql, columns };
}

/** Gives both sides the same columns in the same order; what one of them lacks is NULL there. */
function alignByName(
  compiler: Compiler,
  left: CompiledQuery,
  right: CompiledQuery,
): readonly [CompiledQuery, CompiledQuery] {
  const names = [...new Set([...left.columns, ...right.columns].map(({ name }) => name))];
  const align = (query: CompiledQuery): CompiledQuery => {
    const alias = compiler.nextAlias();
    const columns = names.map((name): OutputColumn & { readonly sql: string } => {
      const at = query.columns.findIndex((column) => column.name === name);
      const found = query.columns[at];
      return found === undefined
        ? { name, type: NULL, nullable: true, sql: nullOf(NULL).sql }
        : { ...found, sql: `${alias}.c${at + 1}` };
    });
    const list = columns.map(({ sql }, at) => `${sql} AS c${at + 1}`).join(', ');
    return { sql: `SELECT ${list} FROM (${query.sql}) AS ${alias}`, columns };
  };
  return [align(left), align(right)];
}

function mergeColumns(compiler: Compiler, left: OutputColumn, right: OutputColumn): OutputColumn {
  const type = commonType(left.type, right.type);
  if (type === undefined) {
    const text = `inconsistent data type for result columns for set operator input branches, expected ${typeName(left.type)}, got ${typeName(right.type)} for expression [${left.name}] branch {2}`;
    throw compiler.faults.statement('001790', '42601', text);
  }
  return { name: left.name, type, nullable: left.nullable || right.nullable };
}

/** Casts a query's columns where their types differ from those wanted. */
export function coerce(
  compiler: Compiler,
  query: CompiledQuery,
  wanted: readonly { readonly type: SqlType }[],
): string {
  const same = query.columns.every((column, at) => typeName(column.type) === typeName(wanted[at]?.type ?? column.type));
  if (same) {
    return query.sql;
  }
  const alias = compiler.nextAlias();
  const columns = query.columns.map((column, at) => {
    const value = { sql: `${alias}.c${at + 1}`, type: column.type, nullable: column.nullable, aggregate: false };
    return `${castTo(compiler, value, wanted[at]?.type ?? column.type).sql} AS c${at + 1}`;
  });
  return `SELECT ${columns.join(', ')} FROM (${query.sql}) AS ${alias}`;
}

function compileCtes(
  compiler: Compiler,
  query: Query,
  scope: Scope,
): { known: ReadonlyMap<string, KnownCte>; sql: string } {
  let known = compiler.ctes;
  const pieces: string[] = [];
  let recursive = false;
  for (const cte of query.ctes) {
    const table = compiler.nextAlias();
    const inner = compiler.withCtes(known);
    const compiled = isRecursive(cte)
      ? compileRecursive(inner, cte, table, scope)
      : compileQuery(inner, cte.query, scope);
    recursive ||= isRecursive(cte);
    const definition = `${table} AS (${compiled.sql})`;
    known = new Map(known).set(cte.name.text, { table, definition, columns: renamed(compiled.columns, cte) });
    pieces.push(definition);
  }
  return { known, sql: pieces.length === 0 ? '' : `WITH ${recursive ? 'RECURSIVE ' : ''}${pieces.join(', ')} ` };
}

function renamed(columns: readonly OutputColumn[], cte: Cte): readonly OutputColumn[] {
  return columns.map((column, at) => ({ ...column, name: cte.columns[at]?.text ?? column.name }));
}

/** A CTE is recursive when the right side of its UNION ALL reads it, with or without the word RECURSIVE. */
function isRecursive({ name, query }: Cte): boolean {
  return query.body.kind === 'set' && query.body.operator === 'UNION' && readsTable(query.body.right, name.text);
}

function readsTable(node: unknown, name: string): boolean {
  if (typeof node !== 'object' || node === null) {
    return false;
  }
  if ('kind' in node && node.kind === 'table' && 'path' in node && Array.isArray(node.path)) {
    const [only]: unknown[] = node.path;
    if (node.path.length === 1 && typeof only === 'object' && only !== null && 'text' in only && only.text === name) {
      return true;
    }
  }
  return Object.values(node).some((child) => readsTable(child, name));
}

function compileRecursive(compiler: Compiler, cte: Cte, table: string, scope: Scope): CompiledQuery {
  const { body } = cte.query;
  if (body.kind !== 'set') {
    return compileQuery(compiler, cte.query, scope);
  }
  if (!body.all) {
    const place = placeOf(compiler.sql, cte.name.start);
    const text = 'SQL compilation error:\nUNION not yet supported within a Recursive CTE';
    throw new SnowflakeError('001102', '42601', text, place);
  }
  if (foldsRows(compiler, body.right)) {
    const what = 'aggregates, window functions, GROUP BY, DISTINCT and LIMIT in a recursive clause';
    throw new SnowflakeError('000002', '0A000', `Unsupported feature '${what}'.`);
  }
  const anchor = compileBody(compiler, body.left, scope);
  // The recursive part may need more digits or letters than the first rows; DuckDB takes its types from those.
  const columns = anchor.columns.map((column) => ({ ...column, type: widest(column.type), nullable: true }));
  const known = new Map(compiler.ctes).set(cte.name.text, { table, columns: renamed(columns, cte) });
  const step = compileBody(compiler.withCtes(known), body.right, scope);
  const sql = `(${coerce(compiler, anchor, columns)}) UNION ALL (${coerce(compiler, step, columns)})`;
  return { sql, columns };
}

/** True when a query makes other rows of several: what has no place in a step, which sees but the rows of the last one. */
function foldsRows(compiler: Compiler, node: unknown): boolean {
  if (typeof node !== 'object' || node === null || node instanceof Map) {
    return false;
  }
  if ('kind' in node && node.kind === 'call' && 'path' in node && Array.isArray(node.path)) {
    const [only]: unknown[] = node.path;
    const name = typeof only === 'object' && only !== null && 'text' in only ? String(only.text) : '';
    if (('over' in node && node.over !== undefined) || isFolding(compiler, name)) {
      return true;
    }
  }
  if ('kind' in node && node.kind === 'select' && 'distinct' in node && 'group' in node && 'top' in node) {
    if (node.distinct === true || node.group !== undefined || node.top !== undefined) {
      return true;
    }
  }
  // Queries in FROM and in expressions are on their own.
  return !('ctes' in node) && Object.values(node).some((child) => foldsRows(compiler, child));
}

function isFolding(compiler: Compiler, name: string): boolean {
  const kind = compiler.environment.functions.get(name)?.kind;
  return kind === 'aggregate' || kind === 'window';
}

function widest(type: SqlType): SqlType {
  if (type.kind === 'number') {
    return number(38, type.scale);
  }
  return type.kind === 'text' ? TEXT : type;
}
