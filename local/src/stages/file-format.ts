import type { FormatOptions } from '../catalog/model.js';
import { unsupported } from '../compile/faults.js';
import { SnowflakeError } from '../errors.js';
import { isOn } from './options.js';

/** How files are read and written: FILE_FORMAT with its defaults. */
export interface FileFormat {
  readonly type: 'CSV' | 'JSON' | 'PARQUET';
  readonly compression: 'GZIP' | 'NONE' | 'AUTO';
  /** Undefined: no delimiter, a record is one field. */
  readonly fieldDelimiter: string | undefined;
  readonly recordDelimiter: string;
  readonly skipHeader: number;
  readonly parseHeader: boolean;
  readonly enclosedBy: string | undefined;
  readonly escape: string | undefined;
  readonly escapeUnenclosed: string | undefined;
  readonly nullIf: readonly string[];
  readonly emptyFieldAsNull: boolean;
  readonly trimSpace: boolean;
  readonly strictColumns: boolean;
  readonly skipBlankLines: boolean;
  readonly replaceInvalid: boolean;
  readonly dateFormat: string;
  readonly timeFormat: string;
  readonly timestampFormat: string;
  readonly stripOuterArray: boolean;
  readonly stripNulls: boolean;
  readonly logicalTypes: boolean;
  readonly extension: string | undefined;
}

/** Options that are read; what changes nothing here is among them. */
const KNOWN: ReadonlySet<string> = new Set([
  'TYPE',
  'FORMAT_NAME',
  'COMPRESSION',
  'FIELD_DELIMITER',
  'RECORD_DELIMITER',
  'SKIP_HEADER',
  'PARSE_HEADER',
  'FIELD_OPTIONALLY_ENCLOSED_BY',
  'ESCAPE',
  'ESCAPE_UNENCLOSED_FIELD',
  'NULL_IF',
  'EMPTY_FIELD_AS_NULL',
  'TRIM_SPACE',
  'ERROR_ON_COLUMN_COUNT_MISMATCH',
  'SKIP_BLANK_LINES',
  'REPLACE_INVALID_CHARACTERS',
  'SKIP_BYTE_ORDER_MARK',
  'ENCODING',
  'BINARY_FORMAT',
  'DATE_FORMAT',
  'TIME_FORMAT',
  'TIMESTAMP_FORMAT',
  'STRIP_OUTER_ARRAY',
  'STRIP_NULL_VALUES',
  'ALLOW_DUPLICATE',
  'ENABLE_OCTAL',
  'IGNORE_UTF8_ERRORS',
  'FILE_EXTENSION',
  'SNAPPY_COMPRESSION',
  'BINARY_AS_TEXT',
  'USE_LOGICAL_TYPE',
  'USE_VECTORIZED_SCANNER',
  'MULTI_LINE',
]);

/** Completes the options of a file format. @throws SnowflakeError 001006 for an option Snowflake does not know */
export function toFileFormat(options: FormatOptions): FileFormat {
  const strange = Object.keys(options).find((name) => !KNOWN.has(name));
  if (strange !== undefined) {
    throw new SnowflakeError(
      '001006',
      '22023',
      `SQL compilation error:\ninvalid property '${strange}' for 'FILE_FORMAT'`,
    );
  }
  const text = (name: string, fallback: string): string => String(options[name] ?? fallback);
  const optional = (name: string, fallback?: string): string | undefined =>
    noneAsUndefined(text(name, fallback ?? 'NONE'));
  refuseOther('ENCODING', text('ENCODING', 'UTF8'), ['UTF8', 'UTF-8']);
  refuseOther('BINARY_FORMAT', text('BINARY_FORMAT', 'HEX'), ['HEX']);
  return {
    type: readType(text('TYPE', 'CSV')),
    compression: readCompression(text('COMPRESSION', 'AUTO')),
    fieldDelimiter: optional('FIELD_DELIMITER', ','),
    recordDelimiter: text('RECORD_DELIMITER', '\n'),
    skipHeader: Number(text('SKIP_HEADER', '0')),
    parseHeader: isOn(options['PARSE_HEADER']),
    enclosedBy: optional('FIELD_OPTIONALLY_ENCLOSED_BY'),
    escape: optional('ESCAPE'),
    escapeUnenclosed: optional('ESCAPE_UNENCLOSED_FIELD', '\\'),
    nullIf: [options['NULL_IF'] ?? '\\N'].flat().filter((entry) => entry !== 'NONE'),
    emptyFieldAsNull: isOn(options['EMPTY_FIELD_AS_NULL'] ?? 'TRUE'),
    trimSpace: isOn(options['TRIM_SPACE']),
    strictColumns: isOn(options['ERROR_ON_COLUMN_COUNT_MISMATCH'] ?? 'TRUE'),
    skipBlankLines: isOn(options['SKIP_BLANK_LINES']),
    replaceInvalid: isOn(options['REPLACE_INVALID_CHARACTERS']),
    dateFormat: text('DATE_FORMAT', 'AUTO'),
    timeFormat: text('TIME_FORMAT', 'AUTO'),
    timestampFormat: text('TIMESTAMP_FORMAT', 'AUTO'),
    stripOuterArray: isOn(options['STRIP_OUTER_ARRAY']),
    stripNulls: isOn(options['STRIP_NULL_VALUES']),
    logicalTypes: isOn(options['USE_LOGICAL_TYPE']),
    extension: optional('FILE_EXTENSION'),
  };
}

function noneAsUndefined(value: string): string | undefined {
  return value.toUpperCase() === 'NONE' || value === '' ? undefined : value;
}

function readType(written: string): FileFormat['type'] {
  const type = written.toUpperCase();
  if (type === 'CSV' || type === 'JSON' || type === 'PARQUET') {
    return type;
  }
  throw unsupported(`file format ${type}`);
}

function readCompression(written: string): FileFormat['compression'] {
  const name = written.toUpperCase();
  // Parquet compresses itself; SNAPPY says how.
  if (name === 'SNAPPY') {
    return 'AUTO';
  }
  if (name === 'GZIP' || name === 'NONE' || name === 'AUTO') {
    return name;
  }
  throw unsupported(`COMPRESSION = ${name}`);
}

function refuseOther(name: string, value: string, supported: readonly string[]): void {
  if (!supported.includes(value.toUpperCase())) {
    throw unsupported(`${name} = ${value}`);
  }
}
