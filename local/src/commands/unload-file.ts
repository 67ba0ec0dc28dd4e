import { stat, writeFile } from 'node:fs/promises';
import { castTo } from '../compile/casts.js';
import type { CompiledQuery } from '../compile/compiler.js';
import { SnowflakeError } from '../errors.js';
import { quoteName, quoteString } from '../lexer.js';
import { writeCsv } from '../stages/csv.js';
import type { FileFormat } from '../stages/file-format.js';
import { compressStaged } from '../stages/stage-files.js';
import { TEXT, isSemiStructured } from '../types/sql-type.js';
import type { StatementContext } from './command.js';
import type { CopyOptions } from './copy-options.js';

/** What a file of an unload holds: rows, and bytes before and after they were packed. */
export interface Unloaded {
  readonly rows: number;
  readonly input: number;
  readonly output: number;
}

/** True for a file that is packed, or a Parquet file that packs itself. */
export function isCompressed({ compression }: FileFormat): boolean {
  return compression !== 'NONE';
}

/**
 * Writes the rows of a query into a file; no rows write none.
 *
 * @throws SnowflakeError 002019 for what JSON cannot hold, 000002 for moments that Parquet cannot
 */
export async function writeUnloaded(
  context: StatementContext,
  query: CompiledQuery,
  path: string,
  format: FileFormat,
  options: CopyOptions,
): Promise<Unloaded | undefined> {
  return format.type === 'PARQUET'
    ? writeParquet(context, query, path, format, options)
    : writeText(context, query, path, format, options);
}

async function writeText(
  context: StatementContext,
  query: CompiledQuery,
  path: string,
  format: FileFormat,
  options: CopyOptions,
): Promise<Unloaded | undefined> {
  const cells = await readTexts(context, query, format);
  if (cells.length === 0) {
    return undefined;
  }
  const names = query.columns.map(({ name }) => name);
  const text =
    format.type === 'JSON'
      ? cells.map(([document]) => `${document ?? 'null'}\n`).join('')
      : writeCsv(options.header ? [names, ...cells] : cells, format);
  const bytes = Buffer.from(text);
  const packed = isCompressed(format) ? await compressStaged(bytes) : bytes;
  return context.stages.place(path, async (aside) => {
    await writeFile(aside, packed);
    return { rows: cells.length, input: bytes.length, output: packed.length };
  });
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
  { run, stages }: StatementContext,
  { sql, columns }: CompiledQuery,
  path: string,
  format: FileFormat,
  { header }: CopyOptions,
): Promise<Unloaded | undefined> {
  const cells = columns.map(({ name, type }, at) => {
    const cell = `u.c${at + 1}`;
    if (type.kind === 'timestamp' && type.zone !== 'ntz') {
      const zones = 'TIMESTAMP_TZ and LTZ types are not supported for unloading to Parquet';
      const text = `Error encountered when unloading to PARQUET: ${zones}. value get: TIMESTAMP_${type.zone.toUpperCase()}`;
      throw new SnowflakeError('000002', '0A000', text);
    }
    const value =
      type.kind === 'timestamp'
        ? `make_timestamp_ns(CAST(${cell} AS BIGINT))`
        : type.kind === 'time'
          ? `CAST(make_timestamp(${cell} // 1000) AS TIME)`
          : cell;
    return `${value} AS ${quoteName(header ? name : `_COL_${at}`)}`;
  });
  const codec = isCompressed(format) ? 'snappy' : 'uncompressed';
  const options = `FORMAT parquet, COMPRESSION ${codec}`;
  return stages.place(path, async (aside) => {
    const copied = await run(
      `COPY (SELECT ${cells.join(', ')} FROM (${sql}) AS u) TO ${quoteString(aside)} (${options})`,
    );
    // Counted by another query, rows of chance would be others.
    const [[count] = []] = await copied.getRows();
    const rows = Number(count);
    const { size } = await stat(aside);
    return rows === 0 ? undefined : { rows, input: size, output: size };
  });
}
