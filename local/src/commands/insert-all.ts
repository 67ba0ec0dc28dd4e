import type { Relation } from '../catalog/model.js';
import { castTo } from '../compile/casts.js';
import { EMPTY_SCOPE, type Scope } from '../compile/scope.js';
import type { Expression, Name } from '../syntax/ast.js';
import { BOOLEAN } from '../types/sql-type.js';
import { TYPE, counts, type Outcome, type StatementContext } from './command.js';
import { defaultOf, findTable, assignTo } from './targets.js';
import { physicalIdentifier } from '../catalog/names.js';

interface Into {
  readonly table: Relation;
  readonly columns: readonly Name[] | undefined;
  readonly values: readonly Expression[] | undefined;
  readonly when: Expression | 'else' | undefined;
}

/** INSERT ALL and INSERT FIRST: one query, several tables, with or without conditions. */
export async function runMultiInsert(context: StatementContext, overwrite: boolean): Promise<Outcome> {
  const { grammar, compiler } = context;
  const first = grammar.stream.next().value === 'FIRST';
  const targets = readTargets(context, first);
  const query = compiler.query(grammar.query(), EMPTY_SCOPE);
  grammar.stream.finish();
  const labels = targets.map(({ table }) => `number of rows inserted into ${table.name}`);
  const alias = compiler.nextAlias();
  const scope: Scope = {
    ...EMPTY_SCOPE,
    sources: [{ path: [], columns: query.columns.map((column, at) => ({ ...column, sql: `${alias}.c${at + 1}` })) }],
  };
  const source = `temp.sf_multi_insert`;
  const inserted = await context.together(async () => {
    await context.run(`CREATE OR REPLACE TEMP TABLE ${source} AS ${query.sql}`);
    const done: number[] = [];
    for (const table of new Set(overwrite ? targets.map(({ table: { physical } }) => physical) : [])) {
      await context.change(`DELETE FROM ${table}`);
    }
    for (const [at, target] of targets.entries()) {
      const where = conditionOf(context, targets, at, first, scope);
      done.push(
        await context.change(
          `${insertSql(
            context,
            target,
            query.columns.map(({ name }) => name),
            scope,
          )} FROM ${source} AS ${alias}${where}`,
        ),
      );
    }
    await context.run(`DROP TABLE ${source}`);
    return done;
  });
  return counts(
    TYPE.multiInsert,
    labels.map((label, at) => [label, inserted[at] ?? 0] as const),
  );
}

function readTargets(context: StatementContext, conditional: boolean): readonly Into[] {
  const { stream } = context.grammar;
  const targets: Into[] = [];
  let when: Into['when'];
  while (!context.grammar.seesQuery()) {
    if (stream.accept('WHEN')) {
      when = context.grammar.expression();
      stream.expect('THEN');
    } else if (stream.accept('ELSE')) {
      when = 'else';
    }
    if (conditional && when === undefined) {
      throw stream.unexpected();
    }
    stream.expect('INTO');
    const table = findTable(context, context.grammar.objectName(), 'Table');
    const columns = stream.sees('(') && !context.grammar.seesQuery() ? stream.list(() => stream.name()) : undefined;
    const values = stream.accept('VALUES') ? stream.list(() => context.grammar.expression()) : undefined;
    targets.push({ table, columns, values, when });
  }
  return targets;
}

function conditionOf(
  context: StatementContext,
  targets: readonly Into[],
  at: number,
  first: boolean,
  scope: Scope,
): string {
  const own = targets[at]?.when;
  if (own === undefined) {
    return '';
  }
  const sql = (when: Expression): string =>
    `coalesce(${castTo(context.compiler, context.compiler.expression(when, scope), BOOLEAN).sql}, FALSE)`;
  const before = targets
    .slice(0, at)
    .flatMap(({ when }) => (when === undefined || when === 'else' || when === own ? [] : [`NOT ${sql(when)}`]));
  const pieces = own === 'else' ? before : [...(first ? before : []), sql(own)];
  return pieces.length === 0 ? '' : ` WHERE ${pieces.join(' AND ')}`;
}

function insertSql(
  context: StatementContext,
  { table, columns, values }: Into,
  names: readonly string[],
  scope: Scope,
): string {
  const { compiler } = context;
  const targets = columns?.map(({ text }) => text) ?? table.columns.map(({ name }) => name);
  const cells = table.columns.map((column) => {
    const at = targets.indexOf(column.name);
    const node = values?.[at];
    const source = scope.sources[0]?.columns[at];
    if (node !== undefined && node.kind !== 'default') {
      return assignTo(context, compiler.expression(node, scope), column);
    }
    return at < 0 || values !== undefined || source === undefined || names[at] === undefined
      ? defaultOf(context, table, column)
      : assignTo(context, { ...source, aggregate: false }, column);
  });
  return `INSERT INTO ${table.physical} (${table.columns.map(({ name }) => physicalIdentifier(name)).join(', ')}) SELECT ${cells.join(', ')}`;
}
