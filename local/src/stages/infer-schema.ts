import { LIST, VARCHAR, listValue } from '@duckdb/node-api';
import type { ResultTable } from '../compile/compiler.js';
import type { RunDuckDb } from '../commands/command.js';
import { SnowflakeError } from '../errors.js';
import { quoteString } from '../lexer.js';
import { BOOLEAN, TEXT, number } from '../types/sql-type.js';
import { inferCsv, inferJson, type InferredColumn } from './infer-types.js';
import type { StageSight } from './location.js';
import type { FileFormat } from './file-format.js';
import type { StageFiles, StagedFile } from './stage-files.js';
import { parquetReader, readSelected, selectFiles, type StageSelection } from './staged-table.js';

/** What INFER_SCHEMA is asked. */
export interface SchemaQuestion extends StageSelection {
  /** Column names in capitals, to be found in any case. */
  readonly ignoreCase: boolean;
  /** How many files are read, and how many rows of each. */
  readonly maxFiles: number;
  readonly maxRows: number;
}

/** A column of some files. */
interface FoundColumn extends InferredColumn {
  readonly files: readonly string[];
}

let serial = 0;

/** Answers INFER_SCHEMA: the columns of staged files, in a temporary table. */
export async function inferSchema(
  stages: StageFiles,
  question: SchemaQuestion,
  sight: StageSight,
  run: RunDuckDb,
): Promise<ResultTable> {
  const selected = await selectFiles(stages, question, sight);
  const { files, format, label } = selected;
  const found = new Map<string, FoundColumn>();
  for (const file of files.slice(0, question.maxFiles)) {
    for (const column of await columnsOf(file, format, question.maxRows, run)) {
      const known = found.get(column.name);
      found.set(column.name, {
        ...(known === undefined ? column : merge(known, column)),
        files: [...(known?.files ?? []), `${label}${file.name}`],
      });
    }
  }
  const rows = [...found.values()].map(({ name, type, nullable, files: of }, at) => [
    question.ignoreCase ? name.toUpperCase() : name,
    type,
    String(nullable),
    `${readOf(name, at, format, question)}::${type}`,
    of.join(', '),
    String(at),
  ]);
  return store(run, rows);
}

async function columnsOf(
  file: StagedFile,
  format: FileFormat,
  maxRows: number,
  run: RunDuckDb,
): Promise<readonly InferredColumn[]> {
  if (format.type === 'PARQUET') {
    return inferParquet(file, format, run);
  }
  const [source] = await readSelected({ files: [file], format }, parquetReader(run));
  const { header, rows } = source?.content ?? { header: undefined, rows: [] };
  const cells = rows.slice(0, maxRows).map((row) => row.cells);
  return format.type === 'JSON' ? inferJson(cells.map(([text]) => text ?? null)) : inferCsv(header, cells);
}

/** Parquet names its types itself. */
async function inferParquet(
  { path }: StagedFile,
  { logicalTypes }: FileFormat,
  run: RunDuckDb,
): Promise<readonly InferredColumn[]> {
  const shape = await (await run(`DESCRIBE SELECT * FROM read_parquet(${quoteString(path)})`)).getRows();
  const parts = await (await run(`SELECT name, repetition_type FROM parquet_schema(${quoteString(path)})`)).getRows();
  const required = new Set(parts.filter(([, repetition]) => repetition === 'REQUIRED').map(([name]) => String(name)));
  return shape.map(([name, type]) => ({
    name: String(name),
    type: logicalTypes && type === 'TIMESTAMP WITH TIME ZONE' ? 'TIMESTAMP_LTZ' : parquetType(String(type)),
    nullable: !required.has(String(name)),
  }));
}

function parquetType(type: string): string {
  const [, digits, scale] = /^DECIMAL\((\d+),(\d+)\)$/.exec(type) ?? [];
  if (digits !== undefined) {
    return `NUMBER(${digits}, ${scale})`;
  }
  if (/\[|^(?:STRUCT|MAP|UNION)/.test(type)) {
    return 'VARIANT';
  }
  if (/^U?(?:TINY|SMALL|BIG|HUGE)?INT(?:EGER)?$/.test(type)) {
    return 'NUMBER(38, 0)';
  }
  return SIMPLE_TYPES[type] ?? (type.startsWith('TIMESTAMP') ? 'TIMESTAMP_NTZ' : 'TEXT');
}

const SIMPLE_TYPES: Readonly<Record<string, string>> = {
  BOOLEAN: 'BOOLEAN',
  FLOAT: 'REAL',
  DOUBLE: 'REAL',
  DATE: 'DATE',
  TIME: 'TIME',
  'TIME WITH TIME ZONE': 'TIME',
  BLOB: 'BINARY',
};

function merge(known: FoundColumn, { name, type, nullable }: InferredColumn): InferredColumn {
  return { name, type: known.type === type ? type : 'TEXT', nullable: known.nullable || nullable };
}

function readOf(name: string, at: number, format: FileFormat, { ignoreCase }: SchemaQuestion): string {
  if (format.type === 'CSV') {
    return `$${at + 1}`;
  }
  return ignoreCase
    ? `GET_IGNORE_CASE ($1, ${quoteString(name.toUpperCase())})`
    : `$1:${/^[A-Za-z_]\w*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`}`;
}

async function store(run: RunDuckDb, rows: readonly (readonly string[])[]): Promise<ResultTable> {
  serial += 1;
  const table = `temp.sf_schema_${serial}`;
  const lists = [0, 1, 2, 3, 4, 5].map((at) => listValue(rows.map((row) => row[at] ?? null)));
  const source = lists.map((_, at) => `unnest($${at + 1}) AS c${at + 1}`).join(', ');
  await run(
    `CREATE TEMP TABLE ${table} AS SELECT * REPLACE (CAST(c3 AS BOOLEAN) AS c3, CAST(c6 AS DECIMAL(38,0)) AS c6) FROM (SELECT ${source})`,
    lists,
    lists.map(() => LIST(VARCHAR)),
  );
  const columns = [
    { name: 'COLUMN_NAME', type: TEXT },
    { name: 'TYPE', type: TEXT },
    { name: 'NULLABLE', type: BOOLEAN },
    { name: 'EXPRESSION', type: TEXT },
    { name: 'FILENAMES', type: TEXT },
    { name: 'ORDER_ID', type: number() },
  ];
  return { table, columns: columns.map((column) => ({ ...column, nullable: true })) };
}

/** INFER_SCHEMA without one of the arguments it needs. */
export function missingArgument(name: string): SnowflakeError {
  return new SnowflakeError(
    '001038',
    '22023',
    `SQL compilation error:\nmissing required argument ${name} of INFER_SCHEMA`,
  );
}
