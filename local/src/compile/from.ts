import { SnowflakeError } from '../errors.js';
import type { Expression } from '../syntax/ast.js';
import type { TableAlias, TableReference } from '../syntax/table-ast.js';
import { checkAsOf } from './as-of.js';
import { castTo } from './casts.js';
import { compare } from './comparison.js';
import type { CompiledQuery, Compiler, OutputColumn } from './compiler.js';
import { unsupported } from './faults.js';
import { besidePartitions } from './partitions.js';
import { withAliases } from './items.js';
import { compilePredicate } from './predicate.js';
import { compilePivot, compileUnpivot } from './pivot.js';
import { EMPTY_SCOPE, type Scope, type Source, type SourceColumn } from './scope.js';
import { compileNamedTable, compilePiped, compileStage, compileTable, sampleSql, type StoredSource } from './table.js';
import { compileTableFunction } from './table-function.js';
import { combine } from './typed.js';

/** A compiled FROM: its text and what can be named in it. */
export interface CompiledFrom {
  readonly sql: string;
  readonly unnested?: StoredSource['unnested'];
  readonly partitioned?: StoredSource['partitioned'];
  readonly sources: readonly Source[];
  readonly merged: readonly SourceColumn[];
}

/** Compiles what follows FROM. Sources to the right see those to their left, as LATERAL has it. */
export function compileFrom(compiler: Compiler, node: TableReference, scope: Scope): CompiledFrom {
  switch (node.kind) {
    case 'table':
      return single(compileTable(compiler, node));
    case 'named-table':
      return single(compileNamedTable(compiler, node));
    case 'derived': {
      const query = compiler.query(node.query, scope);
      const moniker = node.query.body.kind === 'values' ? 'VALUES' : 'values';
      return called(derived(compiler, query, node.alias, sampleSql(compiler, node.sample)), moniker);
    }
    case 'function':
      return called(single(compileTableFunction(compiler, node.call, node.alias, scope)), node.call.path.at(-1)?.text);
    case 'stage':
      return single(compileStage(compiler, node));
    case 'piped':
      return single(compilePiped(compiler, node));
    case 'pivot':
      return single(compilePivot(compiler, node, compileFrom(compiler, node.source, scope), scope));
    case 'unpivot':
      return single(compileUnpivot(compiler, node, compileFrom(compiler, node.source, scope), scope));
    case 'join':
      return compileJoin(compiler, node, scope);
    default:
      return node satisfies never;
  }
}

function single({ source, ...texts }: StoredSource): CompiledFrom {
  return { ...texts, sources: [source], merged: [] };
}

/** What has no name of its own still takes one from other sources. */
function called({ sources, ...from }: CompiledFrom, moniker = ''): CompiledFrom {
  return { ...from, sources: sources.map((source) => (source.path.length > 0 ? source : { ...source, moniker })) };
}

/**
 * Sources of one FROM have names of their own; tables of one name in two schemas are told apart by these.
 *
 * @throws SnowflakeError 002027 when two are called the same.
 */
export function refuseSameName(compiler: Compiler, left: readonly Source[], right: readonly Source[]): void {
  const twice = right.map(nameOf).find((name) => left.some((source) => isSameName(nameOf(source), name)));
  if (twice !== undefined) {
    throw compiler.faults.statement('002027', '42601', `duplicate alias '${twice.at(-1)}'`);
  }
}

function nameOf({ path, moniker }: Source): readonly string[] {
  return path.length > 0 ? path : moniker === undefined ? [] : [moniker];
}

/** An alias is the whole name, and stands in the way of a table's last one. */
function isSameName(one: readonly string[], other: readonly string[]): boolean {
  const length = Math.min(one.length, other.length);
  return length > 0 && one.slice(-length).join('\0') === other.slice(-length).join('\0');
}

/** A query as a source. */
function derived(compiler: Compiler, query: CompiledQuery, { name, columns }: TableAlias, suffix = ''): CompiledFrom {
  const alias = compiler.nextAlias();
  const source: Source = {
    path: name === undefined ? [] : [name.text],
    columns: query.columns.map((column, at) => sourceColumn(column, columns[at]?.text, `${alias}.c${at + 1}`)),
  };
  return { sql: `(${query.sql}) AS ${alias}${suffix}`, sources: [source], merged: [] };
}

function sourceColumn(column: OutputColumn, name: string | undefined, sql: string): SourceColumn {
  return { ...column, name: name ?? column.name, sql };
}

type Join = Extract<TableReference, { readonly kind: 'join' }>;

function compileJoin(compiler: Compiler, node: Join, scope: Scope): CompiledFrom {
  const left = compileFrom(compiler, node.left, scope);
  const inner: Scope = {
    ...EMPTY_SCOPE,
    sources: left.sources,
    merged: left.merged,
    parent: scope,
    locals: scope.locals,
    ...(scope.list === undefined ? {} : { list: scope.list }),
  };
  refuseLateralCondition(compiler, node, scope);
  const right = compileFrom(compiler, node.right, inner);
  refuseSameName(compiler, left.sources, right.sources);
  if (node.type === 'ASOF') {
    checkAsOf(compiler, node, left.sources, right.sources);
  }
  const beside = takesEveryPair(node);
  if (right.partitioned !== undefined && beside) {
    return besidePartitions(left, right, right.partitioned);
  }
  if (right.partitioned?.explicit === true) {
    throw unsupported('OVER of a table function in a join with conditions');
  }
  if (right.unnested !== undefined && (beside || keepsLeft(node))) {
    return besideItems(left, right, right.unnested, keepsLeft(node));
  }
  if (left.unnested?.perRow === true && beside && !reads(right.sql, left.unnested.alias)) {
    const { sources, ...whole } = besideItems(right, left, left.unnested);
    return { ...whole, sources: [...sources.slice(-1), ...sources.slice(0, -1)] };
  }
  const sources = [...left.sources, ...yielding(node, left.sources, right.sources)];
  const shared = sharedNames(node, left, right);
  const pairs = shared.map((name) => mergeColumn(compiler, node, name, left, right));
  const merged = [
    ...left.merged.filter(({ name }) => !shared.includes(name)),
    ...pairs.map(({ column }) => column),
    ...right.merged,
  ];
  const all: Scope = { ...inner, sources, merged, ...(node.marked === true ? { marked: true } : {}) };
  const on = scope.list === undefined ? all : withAliases(compiler, scope.list, all).scope;
  const conditions = [
    ...pairs.map((pair) => pair.on),
    ...[node.match, node.on].flatMap((condition) => joinCondition(compiler, condition, on)),
  ];
  return { sql: joinSql(node, left.sql, right.sql, conditions), sources, merged };
}

/** A table function that reads the rows to its left is joined to each of them: it takes no condition. */
function refuseLateralCondition(compiler: Compiler, { right, on, using, natural }: Join, scope: Scope): void {
  const name = right.kind === 'function' && right.call.path.length === 1 ? right.call.path[0]?.text : undefined;
  const conditional = on !== undefined || using.length > 0 || natural;
  if (conditional && name !== undefined && LATERAL.has(name) && !standsAlone(compiler, right, scope)) {
    const what = 'lateral table function called with OUTER JOIN syntax or a join predicate (ON clause)';
    throw new SnowflakeError('000002', '0A000', `Unsupported feature '${what}'.`);
  }
}

const LATERAL: ReadonlySet<string> = new Set(['FLATTEN', 'SPLIT_TO_TABLE', 'STRTOK_SPLIT_TO_TABLE']);

function standsAlone(compiler: Compiler, source: TableReference, scope: Scope): boolean {
  try {
    compileFrom(compiler, source, scope);
    return true;
  } catch (error) {
    if (error instanceof SnowflakeError) {
      return false;
    }
    throw error;
  }
}

/** A join without a condition, however it is written. */
function takesEveryPair({ type, on, using, natural }: Join): boolean {
  return type === 'CROSS' || (type === 'INNER' && on === undefined && using.length === 0 && !natural);
}

/** The right side of a join: with USING or NATURAL a name that both sides have means the left one's column. */
function yielding({ natural, using }: Join, left: readonly Source[], right: readonly Source[]): readonly Source[] {
  if (!natural && using.length === 0) {
    return right;
  }
  const names = new Set(left.flatMap(({ columns }) => columns.map(({ name }) => name)));
  return right.map((source) => ({ ...source, yields: new Set([...names, ...(source.yields ?? [])]) }));
}

/** True for a LEFT JOIN without a condition. */
function keepsLeft({ type, on, using, natural }: Join): boolean {
  return type === 'LEFT' && on === undefined && using.length === 0 && !natural;
}

/** Whether a text has a column of this alias; the names of tables hold any letters. */
function reads(sql: string, alias: string): boolean {
  return new RegExp(String.raw`\b${alias}\.`).test(sql);
}

function joinCondition(compiler: Compiler, condition: Expression | undefined, scope: Scope): readonly string[] {
  return condition === undefined ? [] : [compilePredicate(compiler, condition, scope)];
}

/**
 * Rows beside the items of a list of theirs. DuckDB joins a lateral list by a hash, in any order; a list that is taken
 * apart in the row's own SELECT keeps the order of rows and items. An outer join gives a row without items one of NULLs.
 */
function besideItems(
  left: CompiledFrom,
  right: CompiledFrom,
  { list, whole = 'NULL', alias }: NonNullable<CompiledFrom['unnested']>,
  outer = false,
): CompiledFrom {
  const kept: string[] = [];
  const keep = (sql: string): string => `${alias}.k${kept.push(sql)}`;
  const rename = (column: SourceColumn): SourceColumn => ({ ...column, sql: keep(column.sql) });
  const sources = left.sources.map((source) => ({
    ...source,
    columns: source.columns.map(rename),
    ...(source.sequence === undefined ? {} : { sequence: keep(source.sequence) }),
  }));
  const merged = left.merged.map(rename);
  const columns = kept.map((sql, at) => `${sql} AS k${at + 1}, `).join('');
  const rows = outer
    ? `SELECT * EXCLUDE (l) REPLACE (CASE WHEN len(l) > 0 THEN w END AS w), unnest(CASE WHEN len(l) > 0 THEN l ELSE [NULL] END) AS e
       FROM (SELECT ${columns}${whole} AS w, ${list} AS l FROM ${left.sql})`
    : `SELECT ${columns}${whole} AS w, unnest(${list}) AS e FROM ${left.sql}`;
  return {
    sql: `(${rows}) AS ${alias}`,
    sources: [...sources, ...right.sources],
    merged,
  };
}

function joinSql(node: Join, left: string, right: string, conditions: readonly string[]): string {
  const on = conditions.length === 0 ? 'TRUE' : conditions.join(' AND ');
  switch (node.type) {
    case 'CROSS':
      return `${left} CROSS JOIN ${right}`;
    case 'ASOF':
      return `${left} ASOF LEFT JOIN ${right} ON ${on}`;
    case 'INNER':
      return `${left} INNER JOIN ${right} ON ${on}`;
    case 'LEFT':
    case 'RIGHT':
    case 'FULL':
      return `${left} ${node.type} JOIN ${right} ON ${on}`;
    default:
      return node.type satisfies never;
  }
}

function sharedNames(node: Join, left: CompiledFrom, right: CompiledFrom): readonly string[] {
  if (!node.natural) {
    return node.using.map((name) => name.text);
  }
  const known = new Set(visible(right).map((column) => column.name));
  return visible(left)
    .map((column) => column.name)
    .filter((name) => known.has(name));
}

function visible({ sources, merged }: CompiledFrom): readonly SourceColumn[] {
  return [...merged, ...sources.flatMap((source) => source.columns)];
}

function mergeColumn(
  compiler: Compiler,
  node: Join,
  name: string,
  left: CompiledFrom,
  right: CompiledFrom,
): { on: string; column: SourceColumn } {
  const [a, b] = [left, right].map((side) => visible(side).find((column) => column.name === name));
  if (a === undefined || b === undefined) {
    throw compiler.faults.invalidIdentifier([name], node);
  }
  const [x, y] = [
    { ...a, aggregate: false },
    { ...b, aggregate: false },
  ];
  const on = compare(compiler, '=', x, y).sql;
  const both = combine(`coalesce(${a.sql}, ${castTo(compiler, y, a.type).sql})`, a.type, [x, y]);
  const kept = node.type === 'RIGHT' ? b : node.type === 'FULL' ? { ...a, ...both } : a;
  return { on, column: { name, sql: kept.sql, type: kept.type, nullable: kept.nullable } };
}
