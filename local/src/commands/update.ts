import type { Column, Relation } from '../catalog/model.js';
import { physicalIdentifier } from '../catalog/names.js';
import { castTo } from '../compile/casts.js';
import { compileFrom, refuseSameName } from '../compile/from.js';
import { EMPTY_SCOPE, type Scope } from '../compile/scope.js';
import { readTableAlias } from '../syntax/alias.js';
import { SnowflakeError } from '../errors.js';
import type { Expression, NamePath } from '../syntax/ast.js';
import { readFrom } from '../syntax/from.js';
import { BOOLEAN } from '../types/sql-type.js';
import { refuseTwice } from './column-definitions.js';
import { TYPE, counts, succeeded, type Outcome, type StatementContext } from './command.js';
import { assignTo, columnAt, defaultOf, findTable, targetSource } from './targets.js';
import { namingColumns, valuesFrom, type WrittenValues } from './written-values.js';

interface Target {
  readonly table: Relation;
  readonly alias: string;
  readonly scope: Scope;
  readonly from: string | undefined;
}

/** UPDATE, with or without FROM. */
export async function runUpdate(context: StatementContext): Promise<Outcome> {
  const { grammar } = context;
  const { stream } = grammar;
  stream.expect('UPDATE');
  const path = grammar.objectName();
  const table = findTable(context, path);
  const name = readTableAlias(grammar).name?.text;
  stream.expect('SET');
  const assignments = readAssignments(context);
  const target = openTarget(context, table, name, stream.accept('FROM'));
  const where = readWhere(context, target.scope);
  stream.finish();
  const assigned = assignAll(context, table, name, assignments, target.scope);
  const from = target.from === undefined ? '' : ` FROM ${target.from}`;
  const sql = `UPDATE ${table.physical} AS ${target.alias} SET ${setSql(assigned)}${from}${where}`;
  if (context.request.describeOnly) {
    await context.check(sql);
  }
  const strict = context.compiler.environment.parameter('ERROR_ON_NONDETERMINISTIC_UPDATE') === 'true';
  const written = assignedValues(assigned, `FROM ${reachedBy(target)}${where}`, target.from !== undefined);
  const change = async (): Promise<readonly [number, number]> => {
    const joined = target.from === undefined ? undefined : await countJoined(context, target, where);
    if (strict && joined !== undefined && joined[1] > 0) {
      throw duplicateRow();
    }
    const changed = await context.change(sql);
    return joined ?? [changed, 0];
  };
  const [updated, several] = context.request.describeOnly
    ? [0, 0]
    : await namingColumns(context, path, [written], () => context.together(change, table));
  const outcome = counts(TYPE.update, [
    ['number of rows updated', updated],
    // Refused, they are not told of.
    ...(strict ? [] : [['number of multi-joined rows updated', several] as const]),
  ]);
  return context.request.describeOnly ? { ...outcome, rows: { cells: [] } } : outcome;
}

/** The table with what it is joined to. */
function reachedBy({ table, alias, from }: Target): string {
  return `${table.physical} AS ${alias}${from === undefined ? '' : `, ${from}`}`;
}

/** 100090: several rows of a source would change one row of the table. */
export function duplicateRow(): SnowflakeError {
  return new SnowflakeError('100090', '42P18', 'Duplicate row detected during DML action');
}

/** DELETE, with or without USING. */
export async function runDelete(context: StatementContext): Promise<Outcome> {
  const { grammar } = context;
  const { stream } = grammar;
  stream.expect('DELETE', 'FROM');
  const table = findTable(context, grammar.objectName());
  const name = readTableAlias(grammar).name?.text;
  const target = openTarget(context, table, name, stream.accept('USING'));
  const where = readWhere(context, target.scope);
  stream.finish();
  const using = target.from === undefined ? '' : ` USING ${target.from}`;
  const sql = `DELETE FROM ${table.physical} AS ${target.alias}${using}${where}`;
  if (context.request.describeOnly) {
    await context.check(sql);
    return { ...counts(TYPE.delete, [['number of rows deleted', 0]]), rows: { cells: [] } };
  }
  const deleted = await context.together(async () => {
    const joined = target.from === undefined ? undefined : await countJoined(context, target, where);
    const changed = await context.change(sql);
    return joined?.[0] ?? changed;
  }, table);
  return counts(TYPE.delete, [['number of rows deleted', deleted]]);
}

/** TRUNCATE [TABLE] [IF EXISTS]: a change of data, which a transaction can undo. */
export async function runTruncate(context: StatementContext): Promise<Outcome> {
  const { grammar, catalog, compiler, state } = context;
  const { stream } = grammar;
  stream.expect('TRUNCATE');
  stream.accept('TABLE');
  const optional = stream.accept('IF', 'EXISTS');
  const path = grammar.objectName();
  stream.finish();
  const [database, schema, name] = compiler.qualify(path);
  if (optional && catalog.relation(database, schema, name, state.options.sessionId) === undefined) {
    return succeeded(TYPE.drop);
  }
  const table = findTable(context, path, 'Table');
  await context.together(() => context.change(`DELETE FROM ${table.physical}`), table);
  context.transaction.whenUndone(catalog.fileLoads.forget(table.physical));
  return succeeded(TYPE.drop);
}

function openTarget(context: StatementContext, table: Relation, name: string | undefined, joined: boolean): Target {
  const alias = context.compiler.nextAlias();
  const source = targetSource(context.compiler, table, alias, name);
  const base: Scope = { ...EMPTY_SCOPE, sources: [source] };
  if (!joined) {
    return { table, alias, scope: base, from: undefined };
  }
  const from = compileFrom(context.compiler, readFrom(context.grammar), EMPTY_SCOPE);
  refuseSameName(context.compiler, [source], from.sources);
  return { table, alias, scope: { ...base, sources: [source, ...from.sources], merged: from.merged }, from: from.sql };
}

/** How many rows of the table a join reaches, and how many of them more than once: DuckDB counts such rows again. */
async function countJoined(
  context: StatementContext,
  target: Target,
  where: string,
): Promise<readonly [number, number]> {
  const reached = `SELECT count(*) AS n FROM ${reachedBy(target)}${where} GROUP BY ${target.alias}.rowid`;
  const result = await context.run(`SELECT count(*), count(*) FILTER (WHERE n > 1) FROM (${reached})`);
  const [row] = await result.getRows();
  return [Number(row?.[0] ?? 0), Number(row?.[1] ?? 0)];
}

function readWhere({ grammar, compiler }: StatementContext, scope: Scope): string {
  return grammar.stream.accept('WHERE')
    ? ` WHERE ${castTo(compiler, compiler.expression(grammar.expression(), scope), BOOLEAN).sql}`
    : '';
}

/** What a SET puts into a column. */
export interface Assigned {
  readonly column: Column;
  /** The value as the column stores it. */
  readonly stored: string;
  /** The value before that. */
  readonly computed: string;
}

/** Compiles `column = value`. */
export function assign(
  context: StatementContext,
  table: Relation,
  column: Column,
  node: Expression,
  scope: Scope,
): Assigned {
  if (node.kind === 'default') {
    const stored = defaultOf(context, table, column);
    return { column, stored, computed: stored };
  }
  const value = context.compiler.expression(node, scope);
  return { column, stored: assignTo(context, value, column), computed: value.sql };
}

/** What stands after SET. */
export function setSql(assigned: readonly Assigned[]): string {
  return assigned.map(({ column, stored }) => `${physicalIdentifier(column.name)} = ${stored}`).join(', ');
}

/** The values a SET writes; where a join gives them, one that cannot be computed is told without its column. */
export function assignedValues(assigned: readonly Assigned[], from: string, joined: boolean): WrittenValues {
  return valuesFrom(
    assigned.map(({ column }) => column),
    assigned.map(({ stored }) => stored),
    from,
    joined ? assigned.map(({ computed }) => computed) : undefined,
  );
}

/** The assignments of a SET, in their order. */
export type Assignments = readonly (readonly [NamePath, Expression])[];

/** Reads `SET a = 1, b = 2`. */
export function readAssignments({ grammar }: StatementContext): Assignments {
  return grammar.stream.series(() => {
    const path = grammar.stream.path();
    grammar.stream.expect('=');
    return [path, grammar.expression()] as const;
  });
}

/** Compiles them: the columns first, then their values. */
export function assignAll(
  context: StatementContext,
  table: Relation,
  alias: string | undefined,
  assignments: Assignments,
  scope: Scope,
): readonly Assigned[] {
  const columns = assignments.map(([path]) => columnAt(context, table, path, alias));
  refuseTwice(columns.map(({ name }) => name));
  return assignments.flatMap(([, node], at) => {
    const column = columns[at];
    return column === undefined ? [] : [assign(context, table, column, node, scope)];
  });
}
