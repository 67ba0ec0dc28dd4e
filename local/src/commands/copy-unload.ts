import { rename, stat, writeFile } from 'node:fs/promises';
import { castTo } from '../compile/casts.js';
import type { CompiledQuery } from '../compile/compiler.js';
import { EMPTY_SCOPE } from '../compile/scope.js';
import { SnowflakeError } from '../errors.js';
import { quoteName, quoteString } from '../lexer.js';
import { writeCsv } from '../stages/csv.js';
import { toFileFormat, type FileFormat } from '../stages/file-format.js';
import { completeFormat, readLocation } from '../stages/location.js';
import { compressStaged } from '../stages/stage-files.js';
import type { Expression } from '../syntax/ast.js';
import { openGrammar } from '../syntax/parser.js';
import { TEXT, isSemiStructured, number } from '../types/sql-type.js';
import { TYPE, type Outcome, type StatementContext } from './command.js';
import { readCopyOptions, type CopyOptions } from './copy-options.js';

/** COPY INTO a stage FROM a table or a query. */
export async function unload(context: StatementContext, target: string): Promise<Outcome> {
  const { stream } = context.grammar;
  const location = readLocation(target, context.sight);
  stream.expect('FROM');
  const query = readSource(context);
  const options = readCopyOptions(context);
  const format = toFileFormat({ ...completeFormat(location.format, context.sight), ...options.format });
  const shape = options.detailed ? DETAILS : TOTALS;
  const columns = shape.map(([column, type]) => ({ name: column, type, nullable: true }));
  if (context.request.describeOnly) {
    return { columns, typeId: TYPE.unload, rows: { cells: [] } };
  }
  const queryId = options.includeQueryId || options.partition !== undefined ? context.request.queryId : undefined;
  const pathOf = (path: string): string => fileName(path, format, options, queryId);
  const parts =
    options.partition === undefined
      ? [{ query, path: pathOf(location.path) }]
      : await partitions(context, query, options.partition, (folder) =>
          pathOf(`${location.path.replace(/([^/])$/, '$1/')}${folder}/`),
        );
  const files: (Written & { readonly name: string })[] = [];
  for (const part of parts) {
    const path = context.stages.locate(location.key, part.path);
    const known = await context.stages.list(location.key, part.path);
    if (known.length > 0 && !options.overwrite) {
      throw new SnowflakeError(
        '001030',
        '22000',
        `Files already existing at the unload destination: ${target}. Use overwrite option to force unloading.`,
      );
    }
    await context.stages.prepare(path);
    files.push({ name: part.path, ...(await write(context, part.query, path, format, options)) });
  }
  const total = (of: (file: Written) => number): number => files.reduce((sum, file) => sum + of(file), 0);
  const totals = [total(({ rows }) => rows), total(({ input }) => input), total(({ output }) => output)];
  const cells = options.detailed
    ? files.map(({ name, output, rows }) => [name, String(output), String(rows)])
    : [totals.map(String)];
  return { columns, typeId: TYPE.unload, rows: { cells } };
}

const TOTALS = ['rows_unloaded', 'input_bytes', 'output_bytes'].map((name) => [name, number()] as const);
const DETAILS = [
  ['FILE_NAME', TEXT],
  ['FILE_SIZE', number()],
  ['ROW_COUNT', number()],
] as const;

/** The rows of each value of PARTITION BY, and where they go. */
async function partitions(
  context: StatementContext,
  query: CompiledQuery,
  partition: Expression,
  pathOf: (folder: string) => string,
): Promise<readonly { readonly query: CompiledQuery; readonly path: string }[]> {
  const { compiler, run } = context;
  const columns = query.columns.map((column, at) => ({ ...column, sql: `u.c${at + 1}` }));
  const scope = { ...EMPTY_SCOPE, sources: [{ path: [], columns }] };
  const value = castTo(compiler, compiler.expression(partition, scope), TEXT).sql;
  const found = await run(`SELECT DISTINCT ${value} AS v FROM (${query.sql}) AS u ORDER BY v NULLS LAST`);
  const rows = columns.map((_, at) => `u.c${at + 1}`).join(', ');
  return (await found.getRows()).map(([cell]) => {
    const text = typeof cell === 'string' ? cell : undefined;
    const same = text === undefined ? 'IS NULL' : `= ${quoteString(text)}`;
    const sql = `SELECT ${rows} FROM (${query.sql}) AS u WHERE ${value} ${same}`;
    return { query: { ...query, sql }, path: pathOf(text ?? '__NULL__') };
  });
}

function readSource(context: StatementContext): CompiledQuery {
  const { grammar, compiler } = context;
  const { stream } = grammar;
  if (stream.accept('(')) {
    const query = grammar.query();
    stream.expect(')');
    return compiler.query(query, EMPTY_SCOPE);
  }
  const path = grammar.objectName().map(({ text }) => quoteName(text));
  const text = `SELECT * FROM ${path.join('.')}`;
  const { database, schema } = compiler.environment;
  return compiler
    .withText(text, database ?? '', schema ?? '')
    .query(openGrammar(text, compiler.environment).query(), EMPTY_SCOPE);
}

function fileName(path: string, format: FileFormat, { single }: CopyOptions, queryId: string | undefined): string {
  if (single && path !== '' && !path.endsWith('/')) {
    return path;
  }
  const own = queryId === undefined ? '' : `_${queryId}`;
  const base = single ? 'data' : `data${own}_0_0_0`;
  const prefix = path === '' || path.endsWith('/') ? `${path}${base}` : `${path}${own}_0_0_0`;
  const extension = format.extension ?? `.${format.type.toLowerCase()}${isCompressed(format) ? '.gz' : ''}`;
  return `${prefix}${format.type === 'PARQUET' ? '.snappy' : ''}${extension.startsWith('.') ? '' : '.'}${extension}`;
}

function isCompressed({ type, compression }: FileFormat): boolean {
  return type !== 'PARQUET' && compression !== 'NONE';
}

interface Written {
  readonly rows: number;
  readonly input: number;
  readonly output: number;
}

async function write(
  context: StatementContext,
  query: CompiledQuery,
  path: string,
  format: FileFormat,
  options: CopyOptions,
): Promise<Written> {
  if (format.type === 'PARQUET') {
    return writeParquet(context, query, path);
  }
  const cells = await readTexts(context, query, format);
  const names = query.columns.map(({ name }) => name);
  const text =
    format.type === 'JSON'
      ? cells.map(([document]) => `${document ?? 'null'}\n`).join('')
      : writeCsv(options.header ? [names, ...cells] : cells, format);
  const bytes = Buffer.from(text);
  const packed = isCompressed(format) ? await compressStaged(bytes) : bytes;
  // Whoever lists the stage meanwhile must not find half a file.
  await writeFile(`${path}.part`, packed);
  await rename(`${path}.part`, path);
  return { rows: cells.length, input: bytes.length, output: packed.length };
}

async function readTexts(
  { compiler, run }: StatementContext,
  { sql, columns }: CompiledQuery,
  format: FileFormat,
): Promise<readonly (readonly (string | null)[])[]> {
  const [only] = columns;
  if (format.type === 'JSON' && (columns.length !== 1 || only === undefined || !isSemiStructured(only.type))) {
    throw new SnowflakeError(
      '002019',
      '0A000',
      'SQL compilation error:\nJSON file format needs one column of type VARIANT, OBJECT or ARRAY: use OBJECT_CONSTRUCT.',
    );
  }
  const cells = columns.map(({ type, nullable }, at) => {
    const value = { sql: `u.c${at + 1}`, type, nullable, aggregate: false };
    return format.type === 'JSON' ? value.sql : castTo(compiler, value, TEXT).sql;
  });
  const result = await run(`SELECT ${cells.join(', ')} FROM (${sql}) AS u`);
  return (await result.getRows()).map((row) => row.map((cell) => (cell === null ? null : String(cell))));
}

async function writeParquet(
  { run }: StatementContext,
  { sql, columns }: CompiledQuery,
  path: string,
): Promise<Written> {
  const cells = columns.map(({ name, type }, at) => {
    const cell = `u.c${at + 1}`;
    const moment = type.kind === 'timestamp' && type.zone === 'tz' ? `sf_tz_instant(${cell})` : cell;
    const value =
      type.kind === 'timestamp'
        ? `make_timestamp_ns(CAST(${moment} AS BIGINT))`
        : type.kind === 'time'
          ? `CAST(make_timestamp(${cell} // 1000) AS TIME)`
          : cell;
    return `${value} AS ${quoteName(name)}`;
  });
  const count = await run(`SELECT count(*) FROM (${sql})`);
  const [[rows] = []] = await count.getRows();
  await run(`COPY (SELECT ${cells.join(', ')} FROM (${sql}) AS u) TO ${quoteString(path)} (FORMAT parquet)`);
  const { size } = await stat(path);
  return { rows: Number(rows), input: size, output: size };
}
