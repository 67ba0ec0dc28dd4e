import { castTo } from '../compile/casts.js';
import type { CompiledQuery } from '../compile/compiler.js';
import { EMPTY_SCOPE } from '../compile/scope.js';
import { SnowflakeError } from '../errors.js';
import { quoteName, quoteString } from '../lexer.js';
import { toFileFormat, type FileFormat } from '../stages/file-format.js';
import { completeFormat, readLocation } from '../stages/location.js';
import type { Expression } from '../syntax/ast.js';
import { openGrammar } from '../syntax/parser.js';
import { TEXT, number } from '../types/sql-type.js';
import { TYPE, type Outcome, type StatementContext } from './command.js';
import { invalidValue, readCopyOptions, refused, type CopyOptions } from './copy-options.js';
import { isCompressed, writeUnloaded, type Unloaded } from './unload-file.js';

/** COPY INTO a stage FROM a table or a query. */
export async function unload(context: StatementContext, target: string): Promise<Outcome> {
  const { stream } = context.grammar;
  const location = readLocation(target, context.sight);
  stream.expect('FROM');
  const query = readSource(context);
  const options = readCopyOptions(context);
  const format = toFileFormat({ ...completeFormat(location.format, context.sight), ...options.format });
  refuseTogether(options);
  if (options.validation === 'rows') {
    const rows = context.request.describeOnly ? { cells: [] } : await context.select(query.sql);
    return { columns: query.columns, typeId: TYPE.unload, rows };
  }
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
  const files: (Unloaded & { readonly name: string })[] = [];
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
    const written = await writeUnloaded(context, part.query, path, format, options);
    if (written !== undefined) {
      files.push({ name: part.path, ...written });
    }
  }
  const total = (of: (file: Unloaded) => number): number => files.reduce((sum, file) => sum + of(file), 0);
  const totals = [total(({ rows }) => rows), total(({ input }) => input), total(({ output }) => output)];
  const cells = options.detailed
    ? files.map(({ name, output, rows }) => [name, String(output), String(rows)])
    : [totals.map(String)];
  return { columns, typeId: TYPE.unload, rows: { cells } };
}

/** @throws SnowflakeError 000002 for options that exclude each other, 001008 for a VALIDATION_MODE that only a load has */
function refuseTogether({ partition, single, overwrite, includeQueryId, validation }: CopyOptions): void {
  if (validation !== undefined && validation !== 'rows') {
    throw invalidValue('VALIDATION_MODE', validation === 'errors' ? 'RETURN_ERRORS' : `RETURN_${validation}_ROWS`);
  }
  const taken = [single ? 'SINGLE' : undefined, overwrite ? 'OVERWRITE' : undefined].find((name) => name !== undefined);
  if (taken !== undefined && (partition !== undefined || includeQueryId)) {
    throw refused(`${taken} is not supported with ${partition === undefined ? 'INCLUDE_QUERY_ID' : 'PARTITION BY'}.`);
  }
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

/** A single file has the name it is given, or `data`. */
function fileName(path: string, format: FileFormat, { single }: CopyOptions, queryId: string | undefined): string {
  const folder = path === '' || path.endsWith('/');
  const base = folder ? `${path}data` : path;
  if (single) {
    return base;
  }
  const prefix = `${base}${queryId === undefined ? '' : `_${queryId}`}_0_0_0`;
  const packed = isCompressed(format);
  const ending =
    format.type === 'PARQUET'
      ? `${packed ? '.snappy' : ''}.parquet`
      : `.${format.type.toLowerCase()}${packed ? '.gz' : ''}`;
  return format.extension === undefined ? `${prefix}${ending}` : `${prefix}.${format.extension.replace(/^\./, '')}`;
}
