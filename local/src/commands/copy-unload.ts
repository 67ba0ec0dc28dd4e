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
  const columns = ['rows_unloaded', 'input_bytes', 'output_bytes'].map((name) => ({
    name,
    type: number(),
    nullable: true,
  }));
  if (context.request.describeOnly) {
    return { columns, typeId: TYPE.unload, rows: { cells: [] } };
  }
  const name = fileName(location.path, format, options);
  const path = context.stages.locate(location.key, name);
  const known = await context.stages.list(location.key, name);
  if (known.length > 0 && !options.overwrite) {
    throw new SnowflakeError(
      '001030',
      '22000',
      `Files already existing at the unload destination: ${target}. Use overwrite option to force unloading.`,
    );
  }
  await context.stages.prepare(path);
  const { rows, input, output } = await write(context, query, path, format, options);
  return { columns, typeId: TYPE.unload, rows: { cells: [[rows, input, output].map(String)] } };
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

function fileName(path: string, format: FileFormat, { single }: CopyOptions): string {
  if (single && path !== '' && !path.endsWith('/')) {
    return path;
  }
  const base = single ? 'data' : 'data_0_0_0';
  const prefix = path === '' || path.endsWith('/') ? `${path}${base}` : `${path}_0_0_0`;
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
