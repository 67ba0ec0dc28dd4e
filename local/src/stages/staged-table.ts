import { LIST, VARCHAR, listValue } from '@duckdb/node-api';
import type { FormatOptions } from '../catalog/model.js';
import type { ResultTable } from '../compile/compiler.js';
import type { RunDuckDb as Run } from '../commands/command.js';
import { SnowflakeError } from '../errors.js';
import { TEXT, VARIANT, number, timestamp } from '../types/sql-type.js';
import { physicalType } from '../types/physical.js';
import { toFileFormat, type FileFormat } from './file-format.js';
import { completeFormat, readLocation, type StageSight } from './location.js';
import { readStagedRows, type ReadParquet, type StagedRows } from './read-rows.js';
import { fingerprint, type StagedFile, type StageFiles } from './stage-files.js';
import { quoteName, quoteString } from '../lexer.js';

/** What of a stage is read. */
export interface StageSelection {
  readonly location: string;
  readonly format: FormatOptions;
  readonly pattern: string | undefined;
  /** Paths below the location; undefined for all. */
  readonly files?: readonly string[] | undefined;
}

/** The files a selection means, and how to read them. */
export interface SelectedFiles {
  readonly files: readonly StagedFile[];
  readonly format: FileFormat;
  readonly label: string;
  /** What the stage is called where its files are told of later. */
  readonly stage: string;
}

/** Finds the files of a selection. @throws SnowflakeError 002003 when there is no such stage, format or named file */
export async function selectFiles(
  stages: StageFiles,
  { location, format, pattern, files: named }: StageSelection,
  sight: StageSight,
): Promise<SelectedFiles> {
  const { key, path, label, format: own } = readLocation(location, sight);
  const merged = { ...completeFormat(own, sight), ...completeFormat(format, sight) };
  const all = await stages.list(key, path);
  const folder = path === '' || path.endsWith('/') ? path : `${path}/`;
  const wanted = named?.map((name) => folder + name.replace(/^\//, ''));
  const missing = wanted?.find((name) => !all.some((file) => file.name === name));
  if (missing !== undefined) {
    throw new SnowflakeError('091016', '22000', `Remote file '${label}${missing}' was not found.`);
  }
  const expression = pattern === undefined ? undefined : toExpression(pattern);
  const files = all.filter(
    ({ name }) => (wanted?.includes(name) ?? true) && (expression?.test(`${label}${name}`) ?? true),
  );
  return { files, format: toFileFormat(merged), label, stage: location.split('/')[0] ?? location };
}

/** What Java takes letter by letter. JDBC sends the name of a file so. */
const QUOTED = /\\\\|\\Q(.*?)(?:\\E|$)/gs;

function quoteRegExp(whole: string, text?: string): string {
  return text === undefined
    ? whole
    : text.replace(/[\\^$.*+?()[\]{}|/-]/g, (letter) => `\\x${letter.charCodeAt(0).toString(16)}`);
}

/** PATTERN has to fit the whole path. @throws SnowflakeError 100048 for a text that is no regular expression */
export function toExpression(pattern: string): RegExp {
  try {
    return new RegExp(`^(?:${pattern.replace(QUOTED, quoteRegExp)})$`, 's');
  } catch {
    throw new SnowflakeError('100048', '2201B', `Invalid regular expression: '${pattern}'`);
  }
}

/** Reads Parquet through DuckDB, which is let into the stage directory alone. */
export function parquetReader(run: Run): ReadParquet {
  return async (path) => {
    const shape = await (await run(`DESCRIBE SELECT * FROM read_parquet(${quoteString(path)})`)).getRows();
    // Written piece by piece: DuckDB's own JSON keeps of a number no more digits than a double has. A field that is
    // NULL is none of the row's.
    const cells = shape.map(
      ([name, type]) => `${quoteString(`${JSON.stringify(name)}:`)} || ${cellSql(String(name), String(type))}`,
    );
    const result = await run(
      `SELECT '{' || concat_ws(',', ${cells.join(', ')}) || '}' FROM read_parquet(${quoteString(path)})`,
    );
    return (await result.getRows()).map(([document]) => String(document));
  };
}

function cellSql(name: string, type: string): string {
  const column = quoteName(name);
  if (/^(?:DECIMAL|U?HUGEINT|U?BIGINT|U?INTEGER|U?SMALLINT|U?TINYINT)/.test(type)) {
    return `CAST(${column} AS VARCHAR)`;
  }
  if (type === 'FLOAT' || type === 'DOUBLE') {
    const odd = `CASE WHEN isnan(${column}) THEN '"NaN"' WHEN ${column} > 0 THEN '"inf"' ELSE '"-inf"' END`;
    return `CASE WHEN isfinite(${column}) THEN CAST(to_json(${column}) AS VARCHAR) WHEN ${column} IS NOT NULL THEN ${odd} END`;
  }
  // A time of day of UTC is a time of day.
  if (type === 'TIME WITH TIME ZONE') {
    return `CAST(to_json(CAST(CAST(${column} AS TIME) AS VARCHAR)) AS VARCHAR)`;
  }
  const value = /^(?:DATE|TIME)/.test(type)
    ? `CAST(${column} AS VARCHAR)`
    : type === 'BLOB'
      ? `hex(${column})`
      : column;
  const json = `to_json(${value})`;
  return `CAST(${type.startsWith('STRUCT') ? `json_merge_patch('{}', ${json})` : json} AS VARCHAR)`;
}

/** Rows of staged files, each with the file and the number of its row. */
export interface StagedSource {
  readonly file: StagedFile;
  readonly content: StagedRows;
}

/** Reads every file of a selection. */
export async function readSelected(
  { files, format }: Pick<SelectedFiles, 'files' | 'format'>,
  readParquet: ReadParquet,
): Promise<readonly StagedSource[]> {
  const sources: StagedSource[] = [];
  for (const file of files) {
    sources.push({ file, content: await readStagedRows(file, format, readParquet) });
  }
  return sources;
}

let serial = 0;

/** What is told of the file and the place of a row. */
const METADATA = [
  { name: 'METADATA$FILENAME', type: TEXT, nullable: false },
  { name: 'METADATA$FILE_ROW_NUMBER', type: number(), nullable: false },
  { name: 'METADATA$FILE_CONTENT_KEY', type: TEXT, nullable: false },
  { name: 'METADATA$FILE_LAST_MODIFIED', type: timestamp('ntz'), nullable: false },
  { name: 'METADATA$START_SCAN_TIME', type: timestamp('ltz'), nullable: false },
] as const;

/** The name of something that is told of a row's file. */
export type MetadataField = (typeof METADATA)[number]['name'];

/** True for the name of something that is told of a row's file. */
export function isMetadata(name: string): name is MetadataField {
  return METADATA.some((column) => column.name === name);
}

/**
 * Puts staged rows into a temporary table: `$1` … as they stand in the files, then {@link METADATA}.
 *
 * @param width - columns at least; a shorter row has NULL in the rest
 */
export async function storeStaged(
  run: Run,
  sources: readonly StagedSource[],
  { format }: Pick<SelectedFiles, 'format'>,
  width: number,
): Promise<ResultTable> {
  const scanned = nanoseconds(Date.now());
  const keys = await Promise.all(sources.map(({ file }) => fingerprint(file)));
  const rows = sources.flatMap(({ file, content }, index) => {
    const [key, modified] = [keys[index] ?? '', nanoseconds(file.modifiedAt)];
    return content.rows.map(({ cells }, at) => ({ cells, tail: [file.name, String(at + 1), key, modified, scanned] }));
  });
  const columns = rows.reduce((most, { cells }) => Math.max(most, cells.length), Math.max(width, 1));
  serial += 1;
  const table = `temp.sf_staged_${serial}`;
  const lists = [
    ...Array.from({ length: columns }, (_, at) => listValue(rows.map(({ cells }) => cells[at] ?? null))),
    ...METADATA.map((_, at) => listValue(rows.map(({ tail }) => tail[at] ?? null))),
  ];
  const unnested = lists.map((_, at) => `unnest($${at + 1}) AS c${at + 1}`).join(', ');
  const metadata = METADATA.map(({ type }, at) => {
    const name = `c${columns + at + 1}`;
    return `CAST(${name} AS ${physicalType(type)}) AS ${name}`;
  });
  await run(
    `CREATE TEMP TABLE ${table} AS SELECT * REPLACE (${metadata.join(', ')}) FROM (SELECT ${unnested})`,
    lists,
    lists.map(() => LIST(VARCHAR)),
  );
  const type = format.type === 'CSV' ? TEXT : VARIANT;
  return {
    table,
    columns: [
      ...Array.from({ length: columns }, (_, at) => ({ name: `$${at + 1}`, type, nullable: true })),
      ...METADATA,
    ],
  };
}

/** Milliseconds since 1970 as a moment is stored. */
function nanoseconds(milliseconds: number): string {
  return `${Math.floor(milliseconds)}000000`;
}
