import type { CallNode, Expression, Span } from '../syntax/ast.js';
import type { TableAlias } from '../syntax/table-ast.js';
import {
  BOOLEAN,
  INTEGER,
  TEXT,
  VARIANT,
  isSemiStructured,
  number,
  typeName,
  type SqlType,
} from '../types/sql-type.js';
import { castTo } from './casts.js';
import type { Compiler } from './compiler.js';
import { doesNotExist, unsupported } from './faults.js';
import { EMPTY_SCOPE, type Scope } from './scope.js';
import { nextSql } from './sequences.js';
import type { StoredSource } from './table.js';
import { constant, nullOf, type Typed } from './typed.js';
import { compileUserTable } from './user-tables.js';

/** Compiles a table function in FROM. */
export function compileTableFunction(
  compiler: Compiler,
  call: CallNode & Span,
  alias: TableAlias,
  scope: Scope,
): StoredSource {
  const name = call.path.length === 1 ? (call.path[0]?.text ?? '') : '';
  switch (name) {
    case 'FLATTEN':
      return compileFlatten(compiler, call, alias, scope);
    case 'GENERATOR':
      return compileGenerator(compiler, call, alias);
    case 'SPLIT_TO_TABLE':
    case 'STRTOK_SPLIT_TO_TABLE':
      return compileSplit(compiler, call, alias, scope);
    case 'RESULT_SCAN':
      return compileResultScan(compiler, call, alias);
    case 'INFER_SCHEMA':
      return compileInferSchema(compiler, call, alias);
    case 'GETNEXTVAL':
      return compileNextValue(compiler, call, alias);
    default:
      return compileUserTable(compiler, call, alias, scope);
  }
}

interface FixedColumn {
  readonly name: string;
  readonly type: SqlType;
}

function fixedSource(
  compiler: Compiler,
  query: string,
  columns: readonly FixedColumn[],
  alias: TableAlias,
): StoredSource {
  const own = compiler.nextAlias();
  return {
    sql: `(${query}) AS ${own}`,
    source: {
      path: alias.name === undefined ? [] : [alias.name.text],
      columns: columns.map(({ name, type }, at) => ({
        name: alias.columns[at]?.text ?? name,
        sql: `${own}.c${at + 1}`,
        type,
        nullable: true,
      })),
    },
  };
}

/** A column of a list's items, and its field in them. */
interface ListColumn extends FixedColumn {
  readonly field: string;
  /** True when a value that is not there is that of the whole list. */
  readonly isOfWhole?: boolean;
  /** What a VARIANT is known to hold. */
  readonly held?: SqlType | undefined;
}

/** FLATTEN's columns, and where each stands in a row of the native function. */
const FLATTEN_COLUMNS: readonly ListColumn[] = [
  { name: 'SEQ', type: number(), field: 'seq' },
  { name: 'KEY', type: TEXT, field: '"key"' },
  { name: 'PATH', type: TEXT, field: 'path' },
  { name: 'INDEX', type: number(), field: 'index' },
  { name: 'VALUE', type: VARIANT, field: 'value' },
  { name: 'THIS', type: VARIANT, field: 'this', isOfWhole: true },
];

function compileFlatten(compiler: Compiler, call: CallNode & Span, alias: TableAlias, scope: Scope): StoredSource {
  const input = argument(compiler, call, 'INPUT', 0, scope) ?? nullOf(VARIANT);
  if (!isSemiStructured(input.type) && input.type.kind !== 'null') {
    throw compiler.faults.invalidTypes('FLATTEN', [typeName(input.type)], call);
  }
  const path = argument(compiler, call, 'PATH', 1, scope);
  const mode = argument(compiler, call, 'MODE', 4, scope);
  const start = [
    `coalesce(${castTo(compiler, input, VARIANT).sql}, '')`,
    path === undefined ? `''` : castTo(compiler, path, TEXT).sql,
  ].join(', ');
  const args = [
    start,
    flag(compiler, call, 'OUTER', 2, scope),
    flag(compiler, call, 'RECURSIVE', 3, scope),
    mode === undefined ? `'BOTH'` : castTo(compiler, mode, TEXT).sql,
  ];
  const rows = `sf_flatten(${args.join(', ')}, ${nextToken()})`;
  const held = path === undefined && args[2] === 'FALSE' ? heldType(input.type) : undefined;
  const columns = FLATTEN_COLUMNS.map((column) => (column.name === 'VALUE' ? { ...column, held } : column));
  return listSource(compiler, { rows, whole: `sf_flattened(${start})` }, columns, alias);
}

/** What a structured ARRAY or a MAP says its values are. */
function heldType(type: SqlType): SqlType | undefined {
  if (type.kind === 'array') {
    return type.dimension === undefined ? type.item : undefined;
  }
  return type.kind === 'object' && type.shape !== undefined && 'value' in type.shape ? type.shape.value : undefined;
}

let tokens = 0;

/** Tells one use of a table function from all others, so that each counts its SEQ from 1. */
function nextToken(): number {
  tokens += 1;
  return tokens;
}

/** A source whose rows are the items of a list that a native function makes; `whole` is a value of the list as such. */
function listSource(
  compiler: Compiler,
  { rows, whole = 'NULL' }: { readonly rows: string; readonly whole?: string },
  columns: readonly ListColumn[],
  alias: TableAlias,
): StoredSource {
  const own = compiler.nextAlias();
  return {
    sql: `(SELECT ${whole} AS w, unnest(${rows}) AS e) AS ${own}`,
    unnested: { list: rows, whole, alias: own },
    source: {
      path: alias.name === undefined ? [] : [alias.name.text],
      columns: columns.map(({ name, type, field, isOfWhole, held = type }, at) => {
        const item: Typed = { sql: itemSql(own, type, field, isOfWhole), type, nullable: true, aggregate: false };
        return {
          name: alias.columns[at]?.text ?? name,
          sql: held === type ? item.sql : castTo(compiler, item, held).sql,
          type: held,
          nullable: true,
        };
      }),
    },
  };
}

function itemSql(alias: string, type: SqlType, field: string, isOfWhole = false): string {
  const sql = `${alias}.e.${field}`;
  if (isOfWhole) {
    return `coalesce(${sql}, ${alias}.w)`;
  }
  return type.kind === 'number' ? `CAST(${sql} AS DECIMAL(38,0))` : sql;
}

function argument(compiler: Compiler, call: CallNode, name: string, place: number, scope: Scope): Typed | undefined {
  const node: Expression | undefined = call.named.get(name) ?? call.args[place];
  return node === undefined ? undefined : compiler.expression(node, scope);
}

function flag(compiler: Compiler, call: CallNode, name: string, place: number, scope: Scope): string {
  const value = argument(compiler, call, name, place, scope);
  return value === undefined ? 'FALSE' : castTo(compiler, value, BOOLEAN).sql;
}

function compileGenerator(compiler: Compiler, call: CallNode & Span, alias: TableAlias): StoredSource {
  const made = compiler.environment.effects.get(call.start);
  const rows = made === undefined ? argument(compiler, call, 'ROWCOUNT', 0, EMPTY_SCOPE) : constant(made, INTEGER);
  if (rows === undefined && call.named.has('TIMELIMIT')) {
    throw unsupported('GENERATOR with a TIMELIMIT that is no plain number');
  }
  const own = compiler.nextAlias();
  const count = `CAST(${castTo(compiler, rows ?? nullOf(), INTEGER).sql} AS BIGINT)`;
  return {
    sql: `(SELECT range AS n FROM range(${count})) AS ${own}`,
    source: { path: alias.name === undefined ? [] : [alias.name.text], columns: [], sequence: `${own}.n` },
  };
}

const SPLIT_COLUMNS: readonly ListColumn[] = [
  { name: 'SEQ', type: number(), field: 'seq' },
  { name: 'INDEX', type: number(), field: 'index' },
  { name: 'VALUE', type: TEXT, field: 'value' },
];

/** SPLIT_TO_TABLE parts at a separator, STRTOK_SPLIT_TO_TABLE at any of several characters. */
function compileSplit(compiler: Compiler, call: CallNode & Span, alias: TableAlias, scope: Scope): StoredSource {
  const tokens_ = call.path[0]?.text === 'STRTOK_SPLIT_TO_TABLE';
  const [text = "''", separator = tokens_ ? "' '" : "''"] = call.args.map(
    (arg) => castTo(compiler, compiler.expression(arg, scope), TEXT).sql,
  );
  const rows = `sf_split_rows(${text}, ${separator}, ${tokens_}, ${nextToken()})`;
  return listSource(compiler, { rows }, SPLIT_COLUMNS, alias);
}

function compileResultScan(compiler: Compiler, call: CallNode & Span, alias: TableAlias): StoredSource {
  const [arg] = call.args;
  const place = arg === undefined ? '-1' : compiler.sql.slice(arg.start, arg.end).replaceAll(/\s/g, '');
  const id =
    arg === undefined || /^-?\d+$/.test(place)
      ? compiler.environment.lastQueryId(Number(place))
      : compiler.expression(arg, EMPTY_SCOPE).literal;
  if (id === undefined) {
    throw compiler.faults.compilation('000709', '02000', 'Statement ? not found', call);
  }
  const result = compiler.environment.earlierResult(id);
  return fixedSource(compiler, `SELECT * FROM ${result.table}`, result.columns, alias);
}

/** The columns of staged files, found before. */
function compileInferSchema(compiler: Compiler, call: CallNode & Span, alias: TableAlias): StoredSource {
  const schema = compiler.environment.staged.get(call.start);
  if (schema === undefined) {
    throw unsupported('INFER_SCHEMA in this place');
  }
  return fixedSource(compiler, `SELECT * FROM ${schema.table}`, schema.columns, alias);
}

/** One number of a sequence for each row it is joined to. */
function compileNextValue(compiler: Compiler, call: CallNode & Span, alias: TableAlias): StoredSource {
  const [name] = call.args;
  const path = name?.kind === 'name' ? name.path.map(({ text }) => text) : [];
  const sequence = compiler.environment.catalog.sequence(...compiler.qualify(path));
  if (sequence === undefined) {
    throw doesNotExist('Sequence', path);
  }
  const own = compiler.nextAlias();
  const list = `[${nextSql(sequence.physical)}]`;
  return {
    sql: `(SELECT unnest(${list}) AS e) AS ${own}`,
    unnested: { list, alias: own, perRow: true },
    source: {
      path: alias.name === undefined ? [] : [alias.name.text],
      columns: [{ name: alias.columns[0]?.text ?? 'NEXTVAL', sql: `${own}.e`, type: number(), nullable: false }],
    },
  };
}
