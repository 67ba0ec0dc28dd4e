import { physicalType } from '../types/physical.js';
import { BOOLEAN, INTEGER, TEXT } from '../types/sql-type.js';
import type { CallNode, Expression, SelectBody, Span } from '../syntax/ast.js';
import { castTo } from './casts.js';
import type { Compiler } from './compiler.js';
import { unsupported } from './faults.js';
import type { CompiledFrom } from './from.js';
import { refersToLevel, splitWhere } from './connect-by-joins.js';
import { EMPTY_SCOPE, type Scope, type SourceColumn } from './scope.js';
import { constant, type Typed } from './typed.js';

const PATH = 'SYS_CONNECT_BY_PATH';

/** A FROM whose rows are walked from the roots down, and what its level means. */
interface WalkedFrom {
  readonly from: CompiledFrom;
  readonly level: Typed;
  readonly hierarchy: NonNullable<Scope['hierarchy']>;
  /** What is left of WHERE: the conditions on the rows of the hierarchy. */
  readonly where: Expression | undefined;
}

/**
 * Compiles CONNECT BY as a recursive query. Each row has its own columns (k), those of the row it was reached from (p)
 * and those of its root (r), so that PRIOR and CONNECT_BY_ROOT are columns like any other. What WHERE says of several
 * sources joins them, and holds before the walk; the rest chooses from the rows that were walked.
 */
export function walkHierarchy(
  compiler: Compiler,
  body: SelectBody & { readonly connect: NonNullable<SelectBody['connect']> },
  from: CompiledFrom,
  order: unknown,
  parent: Scope,
): WalkedFrom {
  const [flat, walk, own] = [compiler.nextAlias(), compiler.nextAlias(), compiler.nextAlias()];
  const columns = [...from.sources.flatMap((source) => source.columns), ...from.merged];
  const seen = (alias: string, letter: string): CompiledFrom => renumber(from, (at) => `${alias}.${letter}${at}`);
  const scopeOf = (alias: string, letter: string): Scope => {
    const { sources, merged } = seen(alias, letter);
    return { ...EMPTY_SCOPE, sources, merged, parent, locals: parent.locals };
  };
  const here = scopeOf(flat, 'k');
  const { start, by } = body.connect;
  const stepLevel = constant(`(${walk}.lvl + 1)`, INTEGER);
  const stepScope: Scope = {
    ...here,
    locals: new Map(here.locals).set('LEVEL', stepLevel),
    hierarchy: { prior: scopeOf(walk, 'k'), root: scopeOf(walk, 'r'), paths: new Map() },
  };
  const paths = findPaths([body.items, body.where, body.group, body.having, body.qualify, order]);
  const pieces = paths.map((call) => pathPiece(compiler, call, here));
  const list = (of: (column: SourceColumn, at: number) => string): string[] => columns.map(of);
  const guard = refersToLevel(by) ? undefined : cycleGuard(walk, flat);
  const anchor = [
    'CAST(1 AS DECIMAL(38,0)) AS lvl',
    ...(guard === undefined ? [] : [`${flat}.rn AS rn`, 'CAST(NULL AS BIGINT) AS mark']),
    ...list((_, at) => `${flat}.k${at}`),
    ...list(({ type }, at) => `CAST(NULL AS ${physicalType(type)}) AS p${at}`),
    ...list((_, at) => `${flat}.k${at} AS r${at}`),
    ...pieces.map((piece, at) => `${piece} AS s${at}`),
  ];
  const step = [
    `CAST(${stepLevel.sql} AS DECIMAL(38,0))`,
    ...(guard === undefined ? [] : [`${flat}.rn`, guard]),
    ...list((_, at) => `${flat}.k${at}`),
    ...list((_, at) => `${walk}.k${at}`),
    ...list((_, at) => `${walk}.r${at}`),
    ...pieces.map((piece, at) => `${walk}.s${at} || ${piece}`),
  ];
  const rows = ['row_number() OVER () AS rn', ...list(({ sql }, at) => `${sql} AS k${at}`)];
  const condition = (expression: Expression, scope: Scope): string =>
    castTo(compiler, compiler.expression(expression, scope), BOOLEAN).sql;
  const { joins, where } = splitWhere(body.where, from.sources);
  const joined: Scope = { ...EMPTY_SCOPE, sources: from.sources, merged: from.merged, parent, locals: parent.locals };
  const only = joins.length === 0 ? '' : ` WHERE ${joins.map((join) => condition(join, joined)).join(' AND ')}`;
  const roots = start === undefined ? 'TRUE' : condition(start, here);
  const sql = `(WITH RECURSIVE ${flat} AS MATERIALIZED (SELECT ${rows.join(', ')} FROM ${from.sql}${only}),
    ${walk} AS (SELECT ${anchor.join(', ')} FROM ${flat} WHERE ${roots}
      UNION ALL SELECT ${step.join(', ')} FROM ${walk}, ${flat} WHERE ${condition(by, stepScope)})
    SELECT * FROM ${walk}) AS ${own}`;
  return {
    from: { ...seen(own, 'k'), sql },
    level: constant(`${own}.lvl`, INTEGER),
    where,
    hierarchy: {
      prior: orNull(scopeOf(own, 'p')),
      root: scopeOf(own, 'r'),
      paths: new Map(paths.map(({ start: place }, at) => [place, constant(`${own}.s${at}`, TEXT)])),
    },
  };
}

/**
 * Fails where a row is its own ancestor: the walk would go on for ever. As in Brent's way of finding cycles, each path
 * remembers one of its rows, a later one at every power of two of its length.
 */
function cycleGuard(walk: string, flat: string): string {
  const mark = `CASE WHEN CAST(log2(${walk}.lvl) AS BIGINT) = log2(${walk}.lvl) THEN ${walk}.rn ELSE ${walk}.mark END`;
  const text =
    'Statement was canceled before its timeout: the rows of CONNECT BY form a cycle, and it would never end.';
  return `CASE WHEN ${flat}.rn = ${mark} THEN CAST(error('SF:000630:57014:${text}') AS BIGINT) ELSE ${mark} END`;
}

/** The same FROM with other names for its columns, by their places. */
export function renumber(from: CompiledFrom, name: (at: number) => string): CompiledFrom {
  let at = -1;
  const rename = (column: SourceColumn): SourceColumn => {
    at += 1;
    return { ...column, sql: name(at) };
  };
  const sources = from.sources.map((source) => ({ path: source.path, columns: source.columns.map(rename) }));
  return { sql: from.sql, sources, merged: from.merged.map(rename) };
}

/** A root has no row before it. */
function orNull(scope: Scope): Scope {
  const nullable = (column: SourceColumn): SourceColumn => ({ ...column, nullable: true });
  return {
    ...scope,
    sources: scope.sources.map((source) => ({ ...source, columns: source.columns.map(nullable) })),
    merged: scope.merged.map(nullable),
  };
}

function pathPiece(compiler: Compiler, { args }: CallNode, scope: Scope): string {
  const [value, separator] = args.map((arg) => castTo(compiler, compiler.expression(arg, scope), TEXT).sql);
  return `(${separator ?? "''"} || coalesce(${value ?? "''"}, ''))`;
}

function findPaths(node: unknown): readonly (CallNode & Span)[] {
  if (typeof node !== 'object' || node === null) {
    return [];
  }
  return isPathCall(node) ? [node] : Object.values(node).flatMap(findPaths);
}

function isPathCall(node: object): node is CallNode & Span {
  return 'kind' in node && node.kind === 'call' && 'path' in node && Array.isArray(node.path) && named(node.path);
}

function named([first, ...more]: readonly unknown[]): boolean {
  return more.length === 0 && typeof first === 'object' && first !== null && 'text' in first && first.text === PATH;
}

/** The walk an expression stands in. @throws SnowflakeError 000002 outside of CONNECT BY */
function hierarchyOf(scope: Scope | undefined, what: string): NonNullable<Scope['hierarchy']> {
  if (scope === undefined) {
    throw unsupported(`${what} without CONNECT BY`);
  }
  return scope.hierarchy ?? hierarchyOf(scope.parent, what);
}

/** PRIOR and CONNECT_BY_ROOT: the same expression, of the row above or of the first. */
export function compileAncestor(
  compiler: Compiler,
  operator: 'PRIOR' | 'CONNECT_BY_ROOT',
  operand: Expression,
  scope: Scope,
): Typed {
  const hierarchy = hierarchyOf(scope, operator);
  return compiler.expression(operand, operator === 'PRIOR' ? hierarchy.prior : hierarchy.root);
}

/** SYS_CONNECT_BY_PATH; undefined when the call is of another function. */
export function pathValue(node: CallNode & Span, scope: Scope): Typed | undefined {
  return isPathCall(node) ? hierarchyOf(scope, PATH).paths.get(node.start) : undefined;
}
