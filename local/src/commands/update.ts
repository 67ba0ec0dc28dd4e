import type { Relation } from '../catalog/model.js';
import { physicalIdentifier } from '../catalog/names.js';
import { castTo } from '../compile/casts.js';
import { compileFrom } from '../compile/from.js';
import { EMPTY_SCOPE, type Scope } from '../compile/scope.js';
import { readTableAlias } from '../syntax/alias.js';
import { SnowflakeError } from '../errors.js';
import type { Expression, Name } from '../syntax/ast.js';
import { readFrom } from '../syntax/from.js';
import { BOOLEAN } from '../types/sql-type.js';
import { TYPE, counts, succeeded, type Outcome, type StatementContext } from './command.js';
import { defaultOf, findTable, assignTo, targetSource } from './targets.js';

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
  const table = findTable(context, grammar.objectName());
  const name = readTableAlias(grammar).name?.text;
  stream.expect('SET');
  const assignments = readAssignments(context);
  const target = openTarget(context, table, name, stream.accept('FROM'));
  const where = readWhere(context, target.scope);
  stream.finish();
  const sets = assignments.map(([column, value]) => assignmentSql(context, table, column, value, target.scope));
  const from = target.from === undefined ? '' : ` FROM ${target.from}`;
  const sql = `UPDATE ${table.physical} AS ${target.alias} SET ${sets.join(', ')}${from}${where}`;
  if (context.request.describeOnly) {
    await context.check(sql);
  }
  const [updated, several] = context.request.describeOnly
    ? [0, 0]
    : await context.together(async () => {
        const joined = target.from === undefined ? undefined : await countJoined(context, target, where);
        const strict = context.compiler.environment.parameter('ERROR_ON_NONDETERMINISTIC_UPDATE') === 'true';
        if (strict && joined !== undefined && joined[1] > 0) {
          throw duplicateRow();
        }
        const changed = await context.change(sql);
        return joined ?? [changed, 0];
      }, table);
  const outcome = counts(TYPE.update, [
    ['number of rows updated', updated],
    ['number of multi-joined rows updated', several],
  ]);
  return context.request.describeOnly ? { ...outcome, rows: { cells: [] } } : outcome;
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
  return { table, alias, scope: { ...base, sources: [source, ...from.sources], merged: from.merged }, from: from.sql };
}

/** How many rows of the table a join reaches, and how many of them more than once: DuckDB counts such rows again. */
async function countJoined(
  context: StatementContext,
  { table, alias, from }: Target,
  where: string,
): Promise<readonly [number, number]> {
  const reached = `SELECT count(*) AS n FROM ${table.physical} AS ${alias}, ${from ?? ''}${where} GROUP BY ${alias}.rowid`;
  const result = await context.run(`SELECT count(*), count(*) FILTER (WHERE n > 1) FROM (${reached})`);
  const [row] = await result.getRows();
  return [Number(row?.[0] ?? 0), Number(row?.[1] ?? 0)];
}

function readWhere({ grammar, compiler }: StatementContext, scope: Scope): string {
  return grammar.stream.accept('WHERE')
    ? ` WHERE ${castTo(compiler, compiler.expression(grammar.expression(), scope), BOOLEAN).sql}`
    : '';
}

function readAssignment({ grammar }: StatementContext): readonly [Name, Expression] {
  const path = grammar.stream.path();
  grammar.stream.expect('=');
  const [name] = path.slice(-1);
  if (name === undefined) {
    throw grammar.stream.unexpected();
  }
  return [name, grammar.expression()];
}

/** `column = value`, cast to what the column stores. */
export function assignmentSql(
  context: StatementContext,
  table: Relation,
  name: Name,
  value: Expression,
  scope: Scope,
): string {
  const column = table.columns.find((candidate) => candidate.name === name.text);
  if (column === undefined) {
    throw context.compiler.faults.invalidIdentifier([name.text], name);
  }
  const sql =
    value.kind === 'default'
      ? defaultOf(context, table, column)
      : assignTo(context, context.compiler.expression(value, scope), column);
  return `${physicalIdentifier(column.name)} = ${sql}`;
}

/** The assignments of a SET, in their order. */
export type Assignments = readonly (readonly [Name, Expression])[];

/** Reads `SET a = 1, b = 2`. */
export function readAssignments(context: StatementContext): Assignments {
  return context.grammar.stream.series(() => readAssignment(context));
}
