import type { DuckDBValue } from '@duckdb/node-api';
import type { Relation } from '../catalog/model.js';
import { physicalIdentifier } from '../catalog/names.js';
import { castTo } from '../compile/casts.js';
import { unsupported } from '../compile/faults.js';
import { compileFrom, refuseSameName } from '../compile/from.js';
import { EMPTY_SCOPE, type Scope } from '../compile/scope.js';
import { SnowflakeError } from '../errors.js';
import { readTableAlias } from '../syntax/alias.js';
import type { Expression } from '../syntax/ast.js';
import { readFrom } from '../syntax/from.js';
import { BOOLEAN } from '../types/sql-type.js';
import { refuseTwice } from './column-definitions.js';
import { TYPE, counts, type Outcome, type StatementContext } from './command.js';
import { refuseCount } from './insert.js';
import { assignTo, columnAt, findTable, targetSource } from './targets.js';
import { assign, assignAll, assignedValues, duplicateRow, readAssignments, setSql, type Assigned } from './update.js';
import { namingColumns, type WrittenValues } from './written-values.js';

type Action = 'INSERT' | 'UPDATE' | 'DELETE';

const LABELS: readonly (readonly [Action, string])[] = [
  ['INSERT', 'number of rows inserted'],
  ['UPDATE', 'number of rows updated'],
  ['DELETE', 'number of rows deleted'],
];

/** MERGE: DuckDB has it too, and tells for each row what was done with it. */
export async function runMerge(context: StatementContext): Promise<Outcome> {
  const { grammar, compiler, request } = context;
  const { stream } = grammar;
  stream.expect('MERGE', 'INTO');
  const path = grammar.objectName();
  const table = findTable(context, path);
  const alias = compiler.nextAlias();
  const name = readTableAlias(grammar).name?.text;
  const target = targetSource(context.compiler, table, alias, name);
  stream.expect('USING');
  const source = compileFrom(compiler, readFrom(grammar), EMPTY_SCOPE);
  refuseSameName(compiler, [target], source.sources);
  const scope: Scope = { ...EMPTY_SCOPE, sources: [target, ...source.sources] };
  const sourceScope: Scope = { ...EMPTY_SCOPE, sources: source.sources };
  stream.expect('ON');
  const on = castTo(compiler, compiler.expression(grammar.expression(), scope), BOOLEAN).sql;
  const clauses: Clause[] = [];
  /** Whether rows that match, or do not, are all dealt with. */
  const final = new Set<boolean>();
  do {
    stream.expect('WHEN');
    const matched = !stream.accept('NOT');
    stream.expect('MATCHED');
    const clause = readClause(context, { table, name }, matched ? scope : sourceScope, matched, sourceScope);
    if (final.has(matched)) {
      const text = `Unreachable clause: WHEN ${matched ? '' : 'NOT '}MATCHED without AND has to be the last of its kind`;
      throw new SnowflakeError('001003', '42000', `SQL compilation error:\n${text}`);
    }
    if (clause.condition === undefined) {
      final.add(matched);
    }
    clauses.push(clause);
  } while (stream.sees('WHEN'));
  stream.finish();
  const actions = new Set(clauses.map(({ action }) => action));
  const whens = clauses.map(({ sql }) => sql).join(' ');
  const sql = `MERGE INTO ${table.physical} AS ${alias} USING ${source.sql} ON ${on} ${whens} RETURNING merge_action`;
  const labels = LABELS.filter(([action]) => actions.has(action));
  if (request.describeOnly) {
    return {
      ...counts(
        TYPE.merge,
        labels.map(([, label]) => [label, 0] as const),
      ),
      rows: { cells: [] },
    };
  }
  const join = `${table.physical} AS ${alias} INNER JOIN ${source.sql} ON ${on}`;
  const matches = clauses
    .filter(({ matched }) => matched)
    .map(({ condition, action }) => `WHEN ${condition ?? 'TRUE'} THEN '${action}'`);
  const made = `CASE ${matches.join(' ')} END`;
  const hits = `SELECT ${alias}.rowid AS r, ${made} AS made FROM ${join}`;
  const missed = `${source.sql} ANTI JOIN ${table.physical} AS ${alias} ON ${on}`;
  const change = async (): Promise<readonly [readonly DuckDBValue[][], number]> => {
    // DuckDB counts a row for each source row that reaches it.
    const rows = actions.has('UPDATE') ? await updatedRows(context, hits) : 0;
    return [await (await context.changed(sql)).getRows(), rows];
  };
  const written = clauses.flatMap((clause, at) => {
    const before = clauses.slice(0, at).filter(({ matched }) => matched === clause.matched);
    const own = [
      ...before.map(({ condition }) => `NOT coalesce(${condition ?? 'TRUE'}, FALSE)`),
      clause.condition ?? 'TRUE',
    ];
    return clause.writes?.(`FROM ${clause.matched ? join : missed} WHERE ${own.join(' AND ')}`) ?? [];
  });
  const [done, updated] = await namingColumns(context, path, written, () => context.together(change, table));
  const count = (action: Action): number =>
    action === 'UPDATE' ? updated : done.filter(([cell]) => cell === action).length;
  return counts(
    TYPE.merge,
    labels.map(([action, label]) => [label, count(action)] as const),
  );
}

/**
 * How many rows are updated. Several source rows that update one leave it to chance which of them counts.
 *
 * @throws SnowflakeError 100090 unless ERROR_ON_NONDETERMINISTIC_MERGE is off; what both updates and deletes a row is refused then
 */
async function updatedRows({ run, compiler }: StatementContext, hits: string): Promise<number> {
  const [updates, deletes] = ['UPDATE', 'DELETE'].map((action) => `count(*) FILTER (made = '${action}')`);
  const perRow = `SELECT ${updates} AS u, ${deletes} AS d FROM (${hits}) GROUP BY r`;
  const result = await run(
    `SELECT count_if(u > 0), coalesce(bool_or(u > 1), false), coalesce(bool_or(u > 0 AND d > 0), false) FROM (${perRow})`,
  );
  const [[updated, many, both] = []] = await result.getRows();
  if (
    (many === true || both === true) &&
    compiler.environment.parameter('ERROR_ON_NONDETERMINISTIC_MERGE') === 'true'
  ) {
    throw duplicateRow();
  }
  if (both === true) {
    throw unsupported('MERGE that both updates and deletes a row');
  }
  return Number(updated);
}

/** The table to change, and what the statement calls it. */
interface MergeTarget {
  readonly table: Relation;
  readonly name: string | undefined;
}

/** One WHEN. */
interface Clause {
  readonly action: Action;
  readonly matched: boolean;
  readonly condition: string | undefined;
  readonly sql: string;
  /** What it writes, of the rows it is for. */
  readonly writes?: (from: string) => WrittenValues;
}

function readClause(
  context: StatementContext,
  target: MergeTarget,
  scope: Scope,
  matched: boolean,
  sourceScope: Scope,
): Clause {
  const { grammar, compiler } = context;
  const { stream } = grammar;
  const condition = stream.accept('AND')
    ? castTo(compiler, compiler.expression(grammar.expression(), scope), BOOLEAN).sql
    : undefined;
  const and = condition === undefined ? '' : ` AND ${condition}`;
  stream.expect('THEN');
  const head = `WHEN ${matched ? '' : 'NOT '}MATCHED${and} THEN`;
  if (stream.accept('DELETE')) {
    return { action: 'DELETE', matched, condition, sql: `${head} DELETE` };
  }
  const updating = stream.accept('UPDATE');
  if (!updating) {
    stream.expect('INSERT');
  }
  const assigned = stream.accept('ALL', 'BY', 'NAME')
    ? byName(context, target.table, sourceScope)
    : updating
      ? readSet(context, target, scope)
      : readInsert(context, target, scope);
  return updating
    ? {
        action: 'UPDATE',
        matched,
        condition,
        sql: `${head} UPDATE SET ${setSql(assigned)}`,
        writes: (from) => assignedValues(assigned, from, true),
      }
    : {
        action: 'INSERT',
        matched,
        condition,
        sql: `${head} ${insertSql(assigned)}`,
        writes: (from) => assignedValues(assigned, from, false),
      };
}

function readSet(context: StatementContext, { table, name }: MergeTarget, scope: Scope): readonly Assigned[] {
  context.grammar.stream.expect('SET');
  return assignAll(context, table, name, readAssignments(context), scope);
}

function insertSql(assigned: readonly Assigned[]): string {
  const names = assigned.map(({ column }) => physicalIdentifier(column.name)).join(', ');
  return `INSERT (${names}) VALUES (${assigned.map(({ stored }) => stored).join(', ')})`;
}

/** Every column of the table with the source's of the same name. */
function byName(context: StatementContext, table: Relation, { sources }: Scope): readonly Assigned[] {
  const columns = sources.flatMap((source) => source.columns);
  const unmatched =
    columns.find(({ name }) => !table.columns.some((column) => column.name === name)) ??
    table.columns.find(({ name }) => !columns.some((column) => column.name === name));
  if (unmatched !== undefined) {
    throw context.compiler.faults.invalidIdentifier([unmatched.name], { start: 0, end: 0 });
  }
  return table.columns.flatMap((column): readonly Assigned[] => {
    const found = columns.find(({ name }) => name === column.name);
    return found === undefined
      ? []
      : [{ column, stored: assignTo(context, { ...found, aggregate: false }, column), computed: found.sql }];
  });
}

/** Reads `(a, b) VALUES (…)`; the columns it does not name get their defaults. */
function readInsert(context: StatementContext, { table, name }: MergeTarget, scope: Scope): readonly Assigned[] {
  const { grammar } = context;
  const { stream } = grammar;
  const paths = stream.sees('(') ? stream.list(() => stream.path()) : undefined;
  stream.expect('VALUES');
  const values = stream.list(() => grammar.expression());
  refuseTwice(paths?.map((path) => path.at(-1)?.text ?? '') ?? []);
  refuseCount(values.length, (paths ?? table.columns).length);
  const named = paths?.map((path) => columnAt(context, table, path, name)) ?? table.columns;
  return table.columns.map((column): Assigned => {
    const node = values[named.indexOf(column)] ?? DEFAULT;
    return assign(context, table, column, node, scope);
  });
}

const DEFAULT: Expression = { kind: 'default', start: 0, end: 0 };
