import { VARCHAR } from '@duckdb/node-api';
import type { Column, Relation } from '../catalog/model.js';
import { physicalIdentifier } from '../catalog/names.js';
import type { CompiledQuery } from '../compile/compiler.js';
import { unsupported } from '../compile/faults.js';
import { SnowflakeError } from '../errors.js';
import { castTo } from '../compile/casts.js';
import { EMPTY_SCOPE } from '../compile/scope.js';
import { readTokens } from '../lexer.js';
import type { Typed } from '../compile/typed.js';
import { BIND_TABLE, bindsAsJson, hasArrayBinds } from '../session/array-binds.js';
import { bindNotSet } from '../session/environment.js';
import type { Expression, NamePath } from '../syntax/ast.js';
import { readRows } from '../syntax/values.js';
import { number, type SqlType } from '../types/sql-type.js';
import { TYPE, counts, type Outcome, type StatementContext } from './command.js';
import { runMultiInsert } from './insert-all.js';
import { assignTo, columnAt, defaultOf, findTable, storeIn } from './targets.js';
import { refuseTwice } from './column-definitions.js';
import { namingColumns, valuesFrom, type WrittenValues } from './written-values.js';

/** INSERT, INSERT OVERWRITE and the multi-table forms. */
export async function runInsert(context: StatementContext): Promise<Outcome> {
  const { grammar } = context;
  const { stream } = grammar;
  stream.expect('INSERT');
  const overwrite = stream.accept('OVERWRITE');
  if (stream.seesAny('ALL', 'FIRST')) {
    refuseArrayBinds(context);
    return runMultiInsert(context, overwrite);
  }
  stream.expect('INTO');
  const path = grammar.objectName();
  const table = findTable(context, path, 'Table');
  const named = stream.sees('(') && !grammar.seesQuery(1) ? stream.list(() => readColumnName(stream)) : undefined;
  const columns = named?.map((name) => columnAt(context, table, name)) ?? table.columns;
  refuseTwice(columns.map(({ name }) => name));
  const insert = stream.sees('VALUES') ? insertRows(context, table, columns) : insertQuery(context, table, columns);
  const shape = [['number of rows inserted', 0]] as const;
  if (context.request.describeOnly) {
    return { ...counts(TYPE.insert, shape), rows: { cells: [] } };
  }
  const inserted = await namingColumns(context, path, [insert.written], () =>
    context.together(() =>
      overwrite
        ? overwriteRows(context, table, insert)
        : context.change(insert.sql, insert.written.values, insert.written.types),
    ),
  );
  return counts(TYPE.insert, [['number of rows inserted', inserted]]);
}

/** DuckDB's INSERT, its two halves, and what it puts in. */
interface Insert {
  readonly sql: string;
  readonly target: string;
  readonly rows: string;
  readonly written: WrittenValues;
}

function toInsert(target: string, rows: string, written: WrittenValues): Insert {
  return { sql: `${target} ${rows}`, target, rows, written };
}

/** Puts rows in the place of all that are there; a query that gives them still reads those. */
async function overwriteRows(
  context: StatementContext,
  { physical }: Relation,
  { target, rows, written }: Insert,
): Promise<number> {
  const fresh = 'temp.sf_overwriting';
  await context.run(`CREATE OR REPLACE TEMP TABLE ${fresh} AS ${rows}`, written.values, written.types);
  await context.change(`DELETE FROM ${physical}`);
  const inserted = await context.change(`${target} SELECT * FROM ${fresh}`);
  await context.run(`DROP TABLE ${fresh}`);
  return inserted;
}

/** Reads `a` or `t.a`. */
function readColumnName(stream: StatementContext['grammar']['stream']): NamePath {
  const name = stream.name();
  return stream.accept('.') ? [name, stream.name()] : [name];
}

/** Functions whose results VALUES does not take. */
const NO_VALUES: ReadonlySet<string> = new Set([
  'PARSE_JSON',
  'TRY_PARSE_JSON',
  'TO_VARIANT',
  'TO_OBJECT',
  'TO_ARRAY',
  'OBJECT_CONSTRUCT',
  'OBJECT_CONSTRUCT_KEEP_NULL',
  'ARRAY_CONSTRUCT',
]);

function insertRows(context: StatementContext, table: Relation, columns: readonly Column[]): Insert {
  const { grammar, request } = context;
  grammar.stream.expect('VALUES');
  const rows = readRows(grammar);
  grammar.stream.finish();
  const arrays = hasArrayBinds(request.binds);
  if (arrays && rows.length > 1) {
    throw unsupported('array binds with several rows of VALUES');
  }
  const guides = rows.length > 1 ? columns.map((column, at) => guideOf(context, column, rows[0]?.[at])) : [];
  const lines = rows.map((row) => {
    refuseCount(row.length, columns.length);
    const values = new Map(
      columns.map((column, at) => [column.name, cellSql(context, table, column, row[at], guides[at])]),
    );
    return table.columns.map((column) => values.get(column.name) ?? defaultOf(context, table, column));
  });
  const target = `INSERT INTO ${table.physical} (${table.columns.map(({ name }) => physicalIdentifier(name)).join(', ')})`;
  if (!arrays) {
    const values = `VALUES ${lines.map((line) => `(${line.join(', ')})`).join(', ')}`;
    return toInsert(target, values, valuesOfRows(table.columns, lines));
  }
  const sources = Object.keys(request.binds)
    .map((key, at) => `unnest(j[${at + 1}]) AS b${key}`)
    .join(', ');
  const json = `SELECT from_json($1, '[["VARCHAR"]]') AS j`;
  const from = `FROM (SELECT ${sources} FROM (${json})) AS ${BIND_TABLE}`;
  const [line = []] = lines;
  // The values of array binds travel as one JSON text.
  const travelling = { values: [bindsAsJson(request.binds)], types: [VARCHAR] };
  const written = { ...valuesFrom(table.columns, line, from), ...travelling };
  return toInsert(target, `SELECT ${line.join(', ')} ${from}`, written);
}

function valuesOfRows(columns: readonly Column[], lines: readonly (readonly string[])[]): WrittenValues {
  return {
    columns,
    rows: (places) => {
      const names = ['v0', ...places.map((_, at) => `v${at + 1}`)];
      const rows = lines.map((line) => `(${['1', ...places.map((place) => line[place] ?? 'NULL')].join(', ')})`);
      return `SELECT * FROM (VALUES ${rows.join(', ')}) AS r(${names.join(', ')})`;
    },
  };
}

/** In several rows the value of the first says of what kind the others are, also where the column is a text. */
function guideOf(context: StatementContext, column: Column, node: Expression | undefined): SqlType | undefined {
  const constant = node?.kind === 'number' || node?.kind === 'boolean';
  return column.type.kind === 'text' && constant ? context.compiler.expression(node, EMPTY_SCOPE).type : undefined;
}

function cellSql(
  context: StatementContext,
  table: Relation,
  column: Column,
  node: Expression | undefined,
  guide: SqlType | undefined,
): string {
  const { compiler } = context;
  if (node === undefined || node.kind === 'default') {
    return defaultOf(context, table, column);
  }
  if (
    node.kind === 'array' ||
    node.kind === 'object' ||
    node.kind === 'subquery' ||
    (node.kind === 'call' && (node.over !== undefined || NO_VALUES.has(node.path[0]?.text ?? '')))
  ) {
    const text = compiler.sql.slice(node.start, node.end);
    throw compiler.faults.compilation('002014', '22000', `Invalid expression [${text}] in VALUES clause`, node);
  }
  const value = compiler.expression(node, EMPTY_SCOPE);
  if (guide === undefined || value.type.kind !== 'text' || value.literal === undefined) {
    return assignTo(context, value, column);
  }
  const digits = /\.(\d+)$/.exec(value.literal)?.[1]?.length ?? 0;
  return assignTo(context, castTo(compiler, value, guide.kind === 'number' ? number(38, digits) : guide), column);
}

/** @throws SnowflakeError 002020 for another number of values than columns */
export function refuseCount(got: number, expected: number): void {
  if (got !== expected) {
    const message = `Insert value list does not match column list expecting ${expected} but got ${got}`;
    throw new SnowflakeError('002020', '21S01', `SQL compilation error:\n${message}`);
  }
}

/** Only VALUES runs once for each element of array binds; a query has no value for them. */
function refuseArrayBinds({ compiler, request }: StatementContext): void {
  const bind = hasArrayBinds(request.binds) ? readTokens(request.sql).find(({ kind }) => kind === 'bind') : undefined;
  if (bind !== undefined) {
    throw bindNotSet(request.sql, bind, compiler.faults);
  }
}

function insertQuery(context: StatementContext, table: Relation, columns: readonly Column[]): Insert {
  refuseArrayBinds(context);
  const { grammar, compiler } = context;
  const query = grammar.query();
  grammar.stream.finish();
  return insertCompiled(context, table, columns, compiler.query(query, EMPTY_SCOPE), assignTo);
}

/** The INSERT of a compiled query's rows into some of a table's columns; the others get their defaults. */
export function insertCompiled(
  context: StatementContext,
  table: Relation,
  columns: readonly Column[],
  query: CompiledQuery,
  store = storeIn,
): Insert {
  refuseCount(query.columns.length, columns.length);
  const alias = context.compiler.nextAlias();
  const cells = table.columns.map((column) => {
    const at = columns.findIndex(({ name }) => name === column.name);
    const source = query.columns[at];
    if (source === undefined) {
      return defaultOf(context, table, column);
    }
    const value: Typed = { sql: `${alias}.c${at + 1}`, type: source.type, nullable: source.nullable, aggregate: false };
    return store(context, value, column);
  });
  const names = table.columns.map(({ name }) => physicalIdentifier(name)).join(', ');
  const from = `FROM (${query.sql}) AS ${alias}`;
  const target = `INSERT INTO ${table.physical} (${names})`;
  return toInsert(target, `SELECT ${cells.join(', ')} ${from}`, valuesFrom(table.columns, cells, from));
}
