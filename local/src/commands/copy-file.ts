import type { LoadFault } from '../catalog/file-loads.js';
import type { Column, Relation } from '../catalog/model.js';
import { physicalIdentifier } from '../catalog/names.js';
import type { CastMode } from '../compile/cast-mode.js';
import { castTo } from '../compile/casts.js';
import type { ResultTable } from '../compile/compiler.js';
import { parseMoment } from '../compile/moments.js';
import { nullOf, type Typed } from '../compile/typed.js';
import { SnowflakeError } from '../errors.js';
import { quoteString } from '../lexer.js';
import type { FileFormat } from '../stages/file-format.js';
import { RowsPlaces } from '../stages/row-places.js';
import { storeStaged, type MetadataField, type SelectedFiles, type StagedSource } from '../stages/staged-table.js';
import { TEXT, VARIANT, typeName, type SqlType } from '../types/sql-type.js';
import { columnNamed } from './alter-columns.js';
import type { StatementContext } from './command.js';
import type { CopyOptions } from './copy-options.js';
import { loadError, misfits, valueFault } from './load-errors.js';
import { defaultOf } from './targets.js';

/** How the loading of one file went. */
export interface LoadedFile {
  readonly file: string;
  readonly parsed: number;
  readonly loaded: number;
  readonly errors: number;
  readonly limit: number;
  /** Given up for its faulty rows. */
  readonly skipped: boolean;
  readonly faults: readonly LoadFault[];
}

/** One column of the table, and where its value stands in a row of the file. */
interface Mapping {
  readonly column: Column;
  readonly source: Typed;
  /** Which field of a record it is. */
  readonly field: number;
}

/** A file as it would be loaded, and what is wrong with its rows. */
interface Inspected {
  readonly file: string;
  readonly mappings: readonly Mapping[];
  /** DuckDB's table of the file's rows, and the column that numbers them. */
  readonly staged: string;
  readonly rowNumber: string;
  readonly errors: readonly LoadFault[];
}

/** Finds the faulty rows of a file. */
export async function inspectFile(
  context: StatementContext,
  table: Relation,
  columns: readonly Column[],
  source: StagedSource,
  { format, label }: SelectedFiles,
  options: CopyOptions,
): Promise<Inspected> {
  const file = `${label}${source.file.name}`;
  const staged = await storeStaged(context.run, [source], { format }, columns.length);
  const rowNumber = metadataOf(staged, 'METADATA$FILE_ROW_NUMBER').sql;
  const mappings = withMetadata(table, mapColumns(columns, source, format, options), staged, options);
  const faults = mappings.map(({ column, source: value }) => faultSql(context, value, column, format, options));
  const strict = format.type === 'CSV' && format.strictColumns && options.match === 'NONE';
  const places = new RowsPlaces(source.content, format);
  const short = strict ? misfits(table, columns, source, places, format, file) : [];
  const found = await context.run(
    `SELECT ${rowNumber}, ${faults.join(', ')} FROM ${staged.table} WHERE ${faults.map((fault) => `${fault} IS NOT NULL`).join(' OR ')} ORDER BY ${rowNumber}`,
  );
  const unfit = new Set(short.map(({ row }) => row));
  const bad = (await found.getRows()).flatMap(([row, ...messages]) =>
    // What a row of another length holds is told no more.
    unfit.has(Number(row))
      ? []
      : mappings.flatMap(({ column, field }, at) =>
          messages[at] === null
            ? []
            : [
                valueFault(
                  String(messages[at]),
                  { table, column, index: at, field, row: Number(row) },
                  source,
                  places,
                  format,
                  file,
                ),
              ],
        ),
  );
  const errors = [...short, ...bad].sort((left, right) => left.row - right.row);
  return { file, mappings, staged: staged.table, rowNumber, errors };
}

/**
 * Loads one file: its faulty rows are found first, so that ON_ERROR can decide before any row is written.
 *
 * @throws SnowflakeError the first row's fault, when ON_ERROR is ABORT_STATEMENT
 */
export async function loadFile(
  context: StatementContext,
  table: Relation,
  columns: readonly Column[],
  source: StagedSource,
  selected: SelectedFiles,
  options: CopyOptions,
): Promise<LoadedFile> {
  const { format } = selected;
  const { file, mappings, staged, rowNumber, errors } = await inspectFile(
    context,
    table,
    columns,
    source,
    selected,
    options,
  );
  const [first] = errors;
  const parsed = source.content.rows.length;
  if (first !== undefined && options.onError === 'ABORT_STATEMENT') {
    throw loadError(first);
  }
  const rows = new Set(errors.map(({ row }) => row));
  const limit = limitOf(options, parsed);
  const skipped = options.onError === 'SKIP_FILE' && rows.size >= limit;
  const where = rows.size === 0 ? '' : ` WHERE ${rowNumber} NOT IN (${numbersSql([...rows])})`;
  const loaded = skipped ? 0 : await insertRows(context, table, mappings, `${staged}${where}`, format, options);
  return { file, parsed, loaded, errors: rows.size, limit, skipped, faults: errors };
}

/** Numbers as rows: DuckDB compares each row with each item of a list that is written out. */
function numbersSql(numbers: readonly number[]): string {
  return `SELECT CAST(unnest(string_split('${numbers.join(',')}', ',')) AS DECIMAL(38,0))`;
}

/** How many faulty rows end the loading of a file. */
function limitOf({ onError, errorLimit, errorPercent }: CopyOptions, parsed: number): number {
  if (onError === 'SKIP_FILE') {
    // A percentage has to be exceeded, a number to be reached.
    return errorPercent ? Math.floor((parsed * errorLimit) / 100) + 1 : errorLimit;
  }
  return onError === 'CONTINUE' ? Math.max(parsed, 1) : 1;
}

function mapColumns(
  columns: readonly Column[],
  source: StagedSource,
  format: FileFormat,
  options: CopyOptions,
): readonly Mapping[] {
  const value = (sql: string, type: SqlType): Typed => ({ sql, type, nullable: true, aggregate: false });
  if (format.type === 'CSV') {
    const header = options.match === 'NONE' ? undefined : source.content.header;
    return columns.flatMap((column, at) => {
      const place = header === undefined ? at : header.findIndex((name) => sameName(name, column.name, options));
      return place < 0 ? [] : [{ column, source: value(`c${place + 1}`, TEXT), field: place }];
    });
  }
  if (options.match !== 'NONE') {
    return columns.map((column) => ({ column, source: value(memberSql(column.name, options), VARIANT), field: 0 }));
  }
  if (columns.length !== 1 && format.type === 'JSON') {
    throw new SnowflakeError(
      '002019',
      '0A000',
      'SQL compilation error:\nJSON file format can produce one and only one column of type variant, object, or array. Load data into separate columns using the MATCH_BY_COLUMN_NAME copy option or copy with transformation.',
    );
  }
  return columns.slice(0, 1).map((column) => ({ column, source: value('c1', VARIANT), field: 0 }));
}

/** Columns that INCLUDE_METADATA names are told of the file, whatever it holds. */
function withMetadata(
  table: Relation,
  mappings: readonly Mapping[],
  staged: ResultTable,
  { metadata }: CopyOptions,
): readonly Mapping[] {
  const told = metadata.map(([name, field]): Mapping => {
    return { column: columnNamed(table, name), source: metadataOf(staged, field), field: 0 };
  });
  const names = new Set(told.map(({ column }) => column.name));
  return [...mappings.filter(({ column }) => !names.has(column.name)), ...told];
}

function metadataOf({ columns }: ResultTable, field: MetadataField): Typed {
  const at = columns.findIndex(({ name }) => name === field);
  return { sql: `c${at + 1}`, type: columns[at]?.type ?? TEXT, nullable: false, aggregate: false };
}

function sameName(left: string, right: string, { match }: CopyOptions): boolean {
  return match === 'CASE_INSENSITIVE' ? left.toUpperCase() === right.toUpperCase() : left === right;
}

function memberSql(name: string, { match }: CopyOptions): string {
  const getter = match === 'CASE_SENSITIVE' ? 'sf_get_key' : 'sf_get_ignore_case';
  return `${getter}(c1, ${quoteString(name)})`;
}

/** A value as its column stores it; texts follow the format's own formats of dates and times. */
function storedSql(
  context: StatementContext,
  value: Typed,
  column: Column,
  format: FileFormat,
  options: CopyOptions,
  mode: CastMode,
): string {
  const { compiler } = context;
  const { type } = column;
  const own = { date: format.dateFormat, time: format.timeFormat, timestamp: format.timestampFormat };
  if (
    value.type.kind === 'text' &&
    (type.kind === 'date' || type.kind === 'time' || type.kind === 'timestamp') &&
    own[type.kind] !== 'AUTO'
  ) {
    return parseMoment(compiler, value, type, mode === 'try', quoteString(own[type.kind]));
  }
  if (mode === 'try' && value.type.kind === 'variant') {
    return castTo(compiler, { ...value, sql: `sf_json_text(${value.sql})`, type: TEXT }, type, 'try').sql;
  }
  return castTo(compiler, value, type, mode === 'store' && options.truncate ? 'cut' : mode).sql;
}

/** What is wrong with a value, as text; NULL when nothing is. */
function faultSql(
  context: StatementContext,
  value: Typed,
  column: Column,
  format: FileFormat,
  options: CopyOptions,
): string {
  const { type, nullable } = column;
  const text = value.type.kind === 'variant' ? `sf_json_text(${value.sql})` : value.sql;
  const absent = nullable ? '' : `WHEN ${text} IS NULL THEN 'NULL result in a non-nullable column' `;
  const kind = type.kind;
  if (kind === 'text' || kind === 'null') {
    const long = kind === 'text' && !options.truncate && type.length < 16_777_216;
    return `CASE ${absent}${long ? `WHEN length(${text}) > ${type.length} THEN 'User character length limit (${type.length}) exceeded by string ''' || ${text} || '''' ` : ''}WHEN FALSE THEN '' END`;
  }
  if (kind === 'variant' || kind === 'object' || kind === 'array') {
    const bad =
      value.type.kind === 'text'
        ? `WHEN ${text} IS NOT NULL AND NOT json_valid(${text}) THEN 'Error parsing JSON: ' || ${text} `
        : '';
    return `CASE ${absent}${bad}WHEN FALSE THEN '' END`;
  }
  const words: Readonly<Record<string, string>> = {
    number: 'Numeric value',
    float: 'Numeric value',
    date: 'Date',
    time: 'Time',
    timestamp: 'Timestamp',
    boolean: 'Boolean value',
  };
  const name = words[kind] ?? typeName(type);
  const attempt = storedSql(context, value, column, format, options, 'try');
  const wide =
    kind === 'number'
      ? `CASE WHEN TRY_CAST(${text} AS DOUBLE) IS NULL THEN 'not recognized' ELSE 'out of range' END`
      : `'not recognized'`;
  return `CASE ${absent}WHEN ${text} IS NOT NULL AND ${attempt} IS NULL THEN '${name} ''' || ${text} || ''' is ' || ${wide} END`;
}

/** What a row of the file gives a column. */
export function loadedSql(
  context: StatementContext,
  { column, source }: Mapping,
  format: FileFormat,
  options: CopyOptions,
): string {
  if (source.type.kind === 'text' && ['variant', 'object', 'array'].includes(column.type.kind)) {
    return `sf_parse_json(${source.sql}, 's')`;
  }
  return source.sql === '' ? nullOf(column.type).sql : storedSql(context, source, column, format, options, 'store');
}

async function insertRows(
  context: StatementContext,
  table: Relation,
  mappings: readonly Mapping[],
  from: string,
  format: FileFormat,
  options: CopyOptions,
): Promise<number> {
  const cells = table.columns.map((column) => {
    const mapping = mappings.find((one) => one.column.name === column.name);
    return mapping === undefined ? defaultOf(context, table, column) : loadedSql(context, mapping, format, options);
  });
  const names = table.columns.map(({ name }) => physicalIdentifier(name)).join(', ');
  return context.change(`INSERT INTO ${table.physical} (${names}) SELECT ${cells.join(', ')} FROM ${from}`);
}
