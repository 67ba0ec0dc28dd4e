import type { FormatOptions } from '../catalog/model.js';
import { unsupported } from '../compile/faults.js';
import { SnowflakeError } from '../errors.js';
import { isOn, readOption } from '../stages/options.js';
import { isMetadata, type MetadataField } from '../stages/staged-table.js';
import type { Expression } from '../syntax/ast.js';
import type { StatementContext } from './command.js';
import { readFormat } from './create-stage.js';

/** What COPY INTO can be told, in both directions. */
export interface CopyOptions {
  readonly format: FormatOptions;
  readonly pattern: string | undefined;
  readonly files: readonly string[] | undefined;
  readonly onError: 'ABORT_STATEMENT' | 'CONTINUE' | 'SKIP_FILE';
  /** SKIP_FILE's limit: errors, or percent of a file's rows. */
  readonly errorLimit: number;
  readonly errorPercent: boolean;
  readonly purge: boolean;
  readonly force: boolean;
  /** Bytes after which no other file is begun. */
  readonly sizeLimit: number;
  /** Only files that failed are told of. */
  readonly failedOnly: boolean;
  readonly truncate: boolean;
  readonly match: 'NONE' | 'CASE_SENSITIVE' | 'CASE_INSENSITIVE';
  /** Columns of the table that are told of the file, and what they are told. */
  readonly metadata: readonly (readonly [column: string, field: MetadataField])[];
  readonly header: boolean;
  readonly overwrite: boolean;
  readonly single: boolean;
  /** VALIDATION_MODE: so many rows of a load, its errors, or all rows of an unload; undefined to do it. */
  readonly validation: number | 'errors' | 'rows' | undefined;
  /** PARTITION BY of an unload. */
  readonly partition: Expression | undefined;
  /** Tells of each file that an unload writes. */
  readonly detailed: boolean;
  /** Names unloaded files after the statement. */
  readonly includeQueryId: boolean;
  /** An option that only an unload takes, when one was written. */
  readonly unloading: string | undefined;
}

/** Options that say how work is cut up, or what is remembered of it: they change no row and no answer. */
const WITHOUT_EFFECT: ReadonlySet<string> = new Set([
  'MAX_FILE_SIZE',
  'LOAD_UNCERTAIN_FILES',
  'CLUSTER_AT_INGEST_TIME',
]);

const WITH_EFFECT: ReadonlySet<string> = new Set([
  'PATTERN',
  'FILES',
  'ON_ERROR',
  'PURGE',
  'FORCE',
  'SIZE_LIMIT',
  'RETURN_FAILED_ONLY',
  'TRUNCATECOLUMNS',
  'ENFORCE_LENGTH',
  'MATCH_BY_COLUMN_NAME',
  'HEADER',
  'OVERWRITE',
  'SINGLE',
  'VALIDATION_MODE',
  'DETAILED_OUTPUT',
  'INCLUDE_QUERY_ID',
]);

/** Reads the options to the statement's end. */
export function readCopyOptions(context: StatementContext): CopyOptions {
  const { stream } = context.grammar;
  let format: FormatOptions = {};
  let partition: Expression | undefined;
  let metadata: CopyOptions['metadata'] = [];
  const written: Record<string, string | readonly string[]> = {};
  while (stream.peek() !== undefined && !stream.sees(';')) {
    if (stream.accept('PARTITION', 'BY')) {
      partition = context.grammar.expression();
      continue;
    }
    if (stream.accept('FILE_FORMAT')) {
      stream.expect('=');
      format = readFormat(context);
      continue;
    }
    if (stream.accept('INCLUDE_METADATA', '=')) {
      metadata = stream.list(() => readMetadata(context));
      continue;
    }
    const [name, value] = readOption(stream);
    const whole = name === 'LOAD_MODE' && String(value).toUpperCase() === 'FULL_INGEST';
    if (!whole && !WITH_EFFECT.has(name) && !WITHOUT_EFFECT.has(name)) {
      throw unsupported(`COPY INTO … ${name}`);
    }
    written[name] = value === '?' ? bindOf(context, stream.nextBind()) : value;
    stream.accept(',');
  }
  stream.finish();
  const options = { ...toOptions(written), format, partition, metadata };
  if (options.match === 'NONE' && metadata.length > 0) {
    throw refused('INCLUDE_METADATA is only supported with match_by_column_name.');
  }
  if (options.match !== 'NONE' && options.validation !== undefined) {
    throw refused('match_by_column_name is not supported with validation_mode.');
  }
  return options;
}

/** What two options refuse of each other. */
export function refused(message: string): SnowflakeError {
  return new SnowflakeError('000002', '0A000', `SQL compilation error:\n${message}`);
}

/** A value that an option does not take. */
export function invalidValue(name: string, value: string): SnowflakeError {
  return new SnowflakeError(
    '001008',
    '22023',
    `SQL compilation error:\ninvalid value [${value}] for parameter '${name}'`,
  );
}

function readMetadata({ grammar: { stream } }: StatementContext): CopyOptions['metadata'][number] {
  const column = stream.name().text;
  stream.expect('=');
  const field = stream.name().text.toUpperCase();
  if (!isMetadata(field)) {
    throw unsupported(field);
  }
  return [column, field];
}

function bindOf({ request }: StatementContext, index: number): string {
  return String(request.binds[String(index)]?.value ?? '');
}

function toOptions(
  written: Readonly<Record<string, string | readonly string[]>>,
): Omit<CopyOptions, 'format' | 'partition' | 'metadata'> {
  const files = written['FILES'];
  const [, onError = '', limit, percent] =
    /^(ABORT_STATEMENT|CONTINUE|SKIP_FILE)(?:_(\d+)(%)?)?$/.exec(
      String(written['ON_ERROR'] ?? 'ABORT_STATEMENT').toUpperCase(),
    ) ?? [];
  const match = String(written['MATCH_BY_COLUMN_NAME'] ?? 'NONE').toUpperCase();
  if (!isHandling(onError) || !isMatch(match)) {
    const [name, value] = isHandling(onError) ? ['MATCH_BY_COLUMN_NAME', match] : ['ON_ERROR', written['ON_ERROR']];
    throw invalidValue(name, String(value));
  }
  return {
    pattern: written['PATTERN'] === undefined ? undefined : String(written['PATTERN']),
    files: files === undefined ? undefined : [files].flat(),
    onError,
    errorLimit: limit === undefined ? 1 : Number(limit),
    errorPercent: percent !== undefined,
    purge: isOn(written['PURGE']),
    force: isOn(written['FORCE']),
    sizeLimit: written['SIZE_LIMIT'] === undefined ? Infinity : Number(written['SIZE_LIMIT']),
    failedOnly: isOn(written['RETURN_FAILED_ONLY']),
    truncate: isOn(written['TRUNCATECOLUMNS']) || String(written['ENFORCE_LENGTH']).toUpperCase() === 'FALSE',
    match,
    header: isOn(written['HEADER']),
    overwrite: isOn(written['OVERWRITE']),
    single: isOn(written['SINGLE']),
    validation: readValidation(written['VALIDATION_MODE']),
    detailed: isOn(written['DETAILED_OUTPUT']),
    includeQueryId: isOn(written['INCLUDE_QUERY_ID']),
    unloading: ['DETAILED_OUTPUT', 'INCLUDE_QUERY_ID'].find((name) => written[name] !== undefined),
  };
}

function readValidation(value: string | readonly string[] | undefined): CopyOptions['validation'] {
  if (value === undefined) {
    return undefined;
  }
  const mode = String(value).toUpperCase();
  if (mode === 'RETURN_ROWS') {
    return 'rows';
  }
  const rows = /^RETURN_(\d+)_ROWS$/.exec(mode)?.[1];
  if (rows === undefined && mode !== 'RETURN_ERRORS' && mode !== 'RETURN_ALL_ERRORS') {
    throw invalidValue('VALIDATION_MODE', String(value));
  }
  return rows === undefined ? 'errors' : Number(rows);
}

function isHandling(value: string): value is CopyOptions['onError'] {
  return value === 'ABORT_STATEMENT' || value === 'CONTINUE' || value === 'SKIP_FILE';
}

function isMatch(value: string): value is CopyOptions['match'] {
  return value === 'NONE' || value === 'CASE_SENSITIVE' || value === 'CASE_INSENSITIVE';
}
