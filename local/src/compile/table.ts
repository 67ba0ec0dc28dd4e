import type { Catalog } from '../catalog/catalog.js';
import { informationSchema } from '../catalog/information-schema.js';
import type { Relation } from '../catalog/model.js';
import type { Expression } from '../syntax/ast.js';
import type { Sample, TableAlias, TableReference } from '../syntax/table-ast.js';
import { openGrammar, parseNamePath } from '../syntax/parser.js';
import type { CompiledQuery, Compiler } from './compiler.js';
import { doesNotExist, textsOf, unsupported } from './faults.js';
import { SnowflakeError } from '../errors.js';
import { EMPTY_SCOPE, type Source } from './scope.js';
import { tableColumns } from './table-columns.js';

/** A source whose text still lacks its alias's place in a FROM. */
export interface StoredSource {
  readonly sql: string;
  /** Set when the source is a list of each row to its left: the list, and the alias under which its items are `e`. */
  readonly unnested?: {
    readonly list: string;
    /** A value of the list as such, `w` beside each item. */
    readonly whole?: string;
    readonly alias: string;
    /** True when it is made anew for each row it is joined to, on whichever side it stands. */
    readonly perRow?: boolean;
  };
  /** Set when the source is made of partitions of the rows to its left. */
  readonly partitioned?: {
    /** The function, as its native one reads it. */
    readonly signature: string;
    /** The arguments of one row, as a list of texts. */
    readonly args: string;
    readonly partition: readonly string[];
    /** Each value the rows are sorted by, and the entry of an ORDER BY where it is called `o1`, `o2` …. */
    readonly order: readonly { readonly sql: string; readonly entry: string }[];
    readonly alias: string;
    /** How many columns the function declares. */
    readonly width: number;
    /** True when the partitions are asked for with OVER. */
    readonly explicit: boolean;
  };
  readonly source: Source;
}

type Table = Extract<TableReference, { readonly kind: 'table' }>;

/** Compiles a table, view or CTE in FROM. */
export function compileTable(compiler: Compiler, node: Table): StoredSource {
  const suffix = sampleSql(compiler, node.sample);
  const [first] = node.path;
  const cte = node.path.length === 1 && first !== undefined ? compiler.ctes.get(first.text) : undefined;
  if (cte === undefined || first === undefined) {
    return compileStored(compiler, textsOf(node.path), node.alias, suffix);
  }
  const alias = compiler.nextAlias();
  const columns = cte.columns.map((column, at) => ({
    ...column,
    name: node.alias.columns[at]?.text ?? column.name,
    sql: `${alias}.c${at + 1}`,
  }));
  return { sql: `${cte.table} AS ${alias}${suffix}`, source: { path: [node.alias.name?.text ?? first.text], columns } };
}

/** Compiles a table whose name is a value: TABLE('name'), IDENTIFIER($name). */
export function compileNamedTable(
  compiler: Compiler,
  node: Extract<TableReference, { readonly kind: 'named-table' }>,
): StoredSource {
  const { name } = node;
  const value = name.kind === 'name' ? undefined : compiler.expression(name, EMPTY_SCOPE);
  if (name.kind === 'name') {
    return compileStored(compiler, textsOf(name.path), node.alias, '');
  }
  if (value?.literal === undefined) {
    throw compiler.faults.compilation('002211', '42601', 'Unsupported table name: a constant is expected', node);
  }
  return compileStored(compiler, textsOf(parseNamePath(value.literal)), node.alias, '');
}

/** Compiles the rows of a stage, read before. @throws SnowflakeError 000002 where none could be read before */
export function compileStage(
  compiler: Compiler,
  node: Extract<TableReference, { readonly kind: 'stage' }>,
): StoredSource {
  const staged = compiler.environment.staged.get(node.start);
  if (staged === undefined) {
    throw unsupported('a stage in this place');
  }
  const own = compiler.nextAlias();
  const columns = staged.columns.map((column, at) => ({
    ...column,
    sql: `${own}.c${at + 1}`,
    hidden: column.name.startsWith('METADATA$'),
  }));
  return {
    sql: `${staged.table} AS ${own}`,
    source: { path: node.alias.name === undefined ? [] : [node.alias.name.text], columns },
  };
}

/** Compiles the rows of a statement that stands before `->>`. */
export function compilePiped(
  compiler: Compiler,
  node: Extract<TableReference, { readonly kind: 'piped' }>,
): StoredSource {
  const piped = compiler.environment.piped[node.index - 1];
  if (piped === undefined) {
    throw compiler.faults.compilation('002211', '42601', `There is no statement for $${node.index}`, node);
  }
  const own = compiler.nextAlias();
  const columns = piped.columns.map((column, at) => ({
    ...column,
    name: node.alias.columns[at]?.text ?? column.name,
    sql: `${own}.c${at + 1}`,
  }));
  return {
    sql: `${piped.table} AS ${own}`,
    source: { path: node.alias.name === undefined ? [] : [node.alias.name.text], columns },
  };
}

/** Views of INFORMATION_SCHEMA that Snowflake has and this engine does not. */
const ABSENT_VIEWS: ReadonlySet<string> = new Set([
  'ELEMENT_TYPES',
  'FIELDS',
  'HYBRID_TABLES',
  'INDEXES',
  'INDEX_COLUMNS',
  'REPLICATION_GROUPS',
  'SERVICES',
  'TABLE_STORAGE_METRICS',
]);

/** 002003: the first part of a relation's name that names nothing. A name of one part is told as it is written. */
export function noRelation(
  kind: string,
  catalog: Catalog,
  written: readonly string[],
  [database, schema, name]: readonly [string, string, string],
): SnowflakeError {
  if (catalog.database(database) === undefined) {
    return doesNotExist('Database', [database]);
  }
  return catalog.schema(database, schema) === undefined
    ? doesNotExist('Schema', [database, schema])
    : doesNotExist(kind, written.length === 1 ? written : [database, schema, name]);
}

function compileStored(compiler: Compiler, path: readonly string[], alias: TableAlias, suffix: string): StoredSource {
  const [database, schema, name] = compiler.qualify(path);
  const { catalog, sessionId } = compiler.environment;
  if (schema === 'INFORMATION_SCHEMA') {
    if (catalog.database(database) === undefined) {
      throw doesNotExist('Database', [database]);
    }
    const role = compiler.environment.contextValue('CURRENT_ROLE') ?? '';
    const view = informationSchema(catalog, database, name, sessionId, role);
    if (view === undefined) {
      throw ABSENT_VIEWS.has(name) ? unsupported(`INFORMATION_SCHEMA.${name}`) : doesNotExist('Object', path);
    }
    return queried(compiler, view, alias, [database, schema, name], suffix);
  }
  const relation = catalog.relation(database, schema, name, sessionId);
  if (relation === undefined && database === 'SNOWFLAKE') {
    throw unsupported(`SNOWFLAKE.${schema}`);
  }
  if (relation === undefined && path.length === 1 && name === 'DUAL') {
    const own = compiler.nextAlias();
    return { sql: `(SELECT NULL AS c1) AS ${own}`, source: { path: [alias.name?.text ?? 'DUAL'], columns: [] } };
  }
  if (relation === undefined) {
    throw noRelation('Object', catalog, path, [database, schema, name]);
  }
  return relation.kind === 'view'
    ? queried(compiler, compileView(compiler, relation), alias, [database, schema, name], suffix)
    : stored(compiler, relation, alias, suffix);
}

function stored(compiler: Compiler, relation: Relation, alias: TableAlias, suffix: string): StoredSource {
  const own = compiler.nextAlias();
  const { database, schema, name } = relation;
  const columns = tableColumns(compiler, relation, own).map((column, at) => ({
    ...column,
    name: alias.columns[at]?.text ?? column.name,
    origin: { database, schema, table: name },
  }));
  const path = alias.name === undefined ? [database, schema, name] : [alias.name.text];
  return { sql: `${relation.physical} AS ${own}${suffix}`, source: { path, columns } };
}

function queried(
  compiler: Compiler,
  query: CompiledQuery,
  alias: TableAlias,
  path: readonly string[],
  suffix: string,
): StoredSource {
  const own = compiler.nextAlias();
  const columns = query.columns.map((column, at) => ({
    ...column,
    name: alias.columns[at]?.text ?? column.name,
    sql: `${own}.c${at + 1}`,
  }));
  return {
    sql: `(${query.sql}) AS ${own}${suffix}`,
    source: { path: alias.name === undefined ? path : [alias.name.text], columns },
  };
}

/**
 * A view is its query, put in its place and read where the view was made.
 *
 * @throws SnowflakeError 002037 when its query can be compiled no longer
 */
function compileView(compiler: Compiler, view: Relation): CompiledQuery {
  const text = view.text ?? '';
  const grammar = openGrammar(text, compiler.environment);
  const query = grammar.query();
  const compiled = expand(view, () => compiler.withText(text, view.database, view.schema).query(query, EMPTY_SCOPE));
  const origin = { database: view.database, schema: view.schema, table: view.name };
  return {
    sql: compiled.sql,
    columns: compiled.columns.map((column, at) => ({ ...column, name: view.columns[at]?.name ?? column.name, origin })),
  };
}

function expand<T>({ name }: Relation, compile: () => T): T {
  try {
    return compile();
  } catch (error) {
    // What is not built keeps its own name.
    if (!(error instanceof SnowflakeError) || error.code === '000002') {
      throw error;
    }
    const message = `SQL compilation error:\nFailure during expansion of view '${name}': ${error.message}`;
    throw new SnowflakeError('002037', '42601', message);
  }
}

/** SAMPLE, in DuckDB's words. */
export function sampleSql({ environment, faults }: Compiler, sample: Sample | undefined): string {
  if (sample === undefined) {
    return '';
  }
  const write = (constant: Expression): string => {
    const text =
      constant.kind === 'variable'
        ? environment.variable(constant.name)
        : constant.kind === 'bind'
          ? environment.bind(constant.index)
          : constant.kind === 'number'
            ? constant.text
            : '';
    if (!/^[\d.]+$/.test(text)) {
      throw faults.compilation('001003', '42000', `invalid sample size or seed '${text}'`, constant);
    }
    return text;
  };
  const { amount, rows, method, seed } = sample;
  const size = rows ? `reservoir(${write(amount)} ROWS)` : `${method.toLowerCase()}(${write(amount)} PERCENT)`;
  return ` TABLESAMPLE ${size}${seed === undefined ? '' : ` REPEATABLE (${write(seed)})`}`;
}
