import type { Relation } from '../catalog/model.js';
import { physicalIdentifier } from '../catalog/names.js';
import { castTo } from '../compile/casts.js';
import { compileFrom } from '../compile/from.js';
import { unsupported } from '../compile/faults.js';
import { EMPTY_SCOPE, type Scope } from '../compile/scope.js';
import { SnowflakeError } from '../errors.js';
import { readTableAlias } from '../syntax/alias.js';
import { readFrom } from '../syntax/from.js';
import { BOOLEAN } from '../types/sql-type.js';
import { TYPE, counts, type Outcome, type StatementContext } from './command.js';
import { refuseCount } from './insert.js';
import { defaultOf, findTable, assignTo, targetSource } from './targets.js';
import { assignmentSql, duplicateRow, readAssignments } from './update.js';

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
  const table = findTable(context, grammar.objectName());
  const alias = compiler.nextAlias();
  const target = targetSource(context.compiler, table, alias, readTableAlias(grammar).name?.text);
  stream.expect('USING');
  const source = compileFrom(compiler, readFrom(grammar), EMPTY_SCOPE);
  const scope: Scope = { ...EMPTY_SCOPE, sources: [target, ...source.sources] };
  const sourceScope: Scope = { ...EMPTY_SCOPE, sources: source.sources };
  stream.expect('ON');
  const on = castTo(compiler, compiler.expression(grammar.expression(), scope), BOOLEAN).sql;
  const clauses: string[] = [];
  const matches: string[] = [];
  /** Whether rows that match, or do not, are all dealt with. */
  const final = new Set<boolean>();
  const actions = new Set<Action>();
  do {
    stream.expect('WHEN');
    const matched = !stream.accept('NOT');
    stream.expect('MATCHED');
    const [action, sql, condition] = readClause(context, table, matched ? scope : sourceScope, matched, sourceScope);
    if (final.has(matched)) {
      const text = `Unreachable clause: WHEN ${matched ? '' : 'NOT '}MATCHED without AND has to be the last of its kind`;
      throw new SnowflakeError('001003', '42000', `SQL compilation error:\n${text}`);
    }
    if (condition === undefined) {
      final.add(matched);
    }
    actions.add(action);
    if (matched) {
      matches.push(`WHEN ${condition ?? 'TRUE'} THEN '${action}'`);
    }
    clauses.push(sql);
  } while (stream.sees('WHEN'));
  stream.finish();
  const sql = `MERGE INTO ${table.physical} AS ${alias} USING ${source.sql} ON ${on} ${clauses.join(' ')} RETURNING merge_action`;
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
  const made = `CASE ${matches.join(' ')} END`;
  const hits = `SELECT ${alias}.rowid AS r, ${made} AS made FROM ${table.physical} AS ${alias} INNER JOIN ${source.sql} ON ${on}`;
  const [done, updated] = await context.together(async () => {
    // DuckDB counts a row for each source row that reaches it.
    const rows = actions.has('UPDATE') ? await updatedRows(context, hits) : 0;
    return [await (await context.changed(sql)).getRows(), rows] as const;
  }, table);
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

function readClause(
  context: StatementContext,
  table: Relation,
  scope: Scope,
  matched: boolean,
  sourceScope: Scope,
): readonly [Action, string, string | undefined] {
  const { grammar, compiler } = context;
  const { stream } = grammar;
  const condition = stream.accept('AND')
    ? castTo(compiler, compiler.expression(grammar.expression(), scope), BOOLEAN).sql
    : undefined;
  const and = condition === undefined ? '' : ` AND ${condition}`;
  stream.expect('THEN');
  const head = `WHEN ${matched ? '' : 'NOT '}MATCHED${and} THEN`;
  if (stream.accept('DELETE')) {
    return ['DELETE', `${head} DELETE`, condition];
  }
  if (stream.accept('UPDATE', 'ALL', 'BY', 'NAME')) {
    const sets = byName(context, table, sourceScope).map(([name, sql]) => `${name} = ${sql}`);
    return ['UPDATE', `${head} UPDATE SET ${sets.join(', ')}`, condition];
  }
  if (stream.accept('INSERT', 'ALL', 'BY', 'NAME')) {
    const cells = byName(context, table, sourceScope);
    const names = cells.map(([name]) => name).join(', ');
    return ['INSERT', `${head} INSERT (${names}) VALUES (${cells.map(([, sql]) => sql).join(', ')})`, condition];
  }
  if (stream.accept('UPDATE')) {
    stream.expect('SET');
    const sets = readAssignments(context).map(([name, value]) => assignmentSql(context, table, name, value, scope));
    return ['UPDATE', `${head} UPDATE SET ${sets.join(', ')}`, condition];
  }
  stream.expect('INSERT');
  return ['INSERT', `${head} ${insertSql(context, table, scope)}`, condition];
}

/** Every column of the table with the source's of the same name. */
function byName(
  context: StatementContext,
  table: Relation,
  { sources }: Scope,
): readonly (readonly [string, string])[] {
  const columns = sources.flatMap((source) => source.columns);
  const unmatched =
    columns.find(({ name }) => !table.columns.some((column) => column.name === name)) ??
    table.columns.find(({ name }) => !columns.some((column) => column.name === name));
  if (unmatched !== undefined) {
    throw context.compiler.faults.invalidIdentifier([unmatched.name], { start: 0, end: 0 });
  }
  return table.columns.flatMap((column): readonly (readonly [string, string])[] => {
    const found = columns.find(({ name }) => name === column.name);
    return found === undefined
      ? []
      : [[physicalIdentifier(column.name), assignTo(context, { ...found, aggregate: false }, column)]];
  });
}

function insertSql(context: StatementContext, table: Relation, scope: Scope): string {
  const { grammar, compiler } = context;
  const { stream } = grammar;
  const names = stream.sees('(')
    ? stream.list(() => stream.path().at(-1)?.text ?? '')
    : table.columns.map(({ name }) => name);
  stream.expect('VALUES');
  const values = stream.list(() => grammar.expression());
  refuseCount(values.length, names.length);
  const unknown = names.find((name) => !table.columns.some((column) => column.name === name));
  if (unknown !== undefined) {
    throw compiler.faults.invalidIdentifier([unknown], { start: 0, end: 0 });
  }
  const cells = table.columns.map((column) => {
    const node = values[names.indexOf(column.name)];
    return node === undefined || node.kind === 'default'
      ? defaultOf(context, table, column)
      : assignTo(context, compiler.expression(node, scope), column);
  });
  return `INSERT (${table.columns.map(({ name }) => physicalIdentifier(name)).join(', ')}) VALUES (${cells.join(', ')})`;
}
