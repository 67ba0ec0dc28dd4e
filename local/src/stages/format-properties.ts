import type { FormatOptions } from '../catalog/model.js';

/** One line of DESCRIBE FILE FORMAT. */
export interface FormatProperty {
  readonly name: string;
  readonly type: 'String' | 'Integer' | 'Boolean' | 'List';
  readonly value: string;
  readonly fallback: string;
}

type Rule = readonly [name: string, type: FormatProperty['type'], fallback: string];

const MOMENTS: readonly Rule[] = [
  ['DATE_FORMAT', 'String', 'AUTO'],
  ['TIME_FORMAT', 'String', 'AUTO'],
  ['TIMESTAMP_FORMAT', 'String', 'AUTO'],
  ['BINARY_FORMAT', 'String', 'HEX'],
];

const TYPE: Rule = ['TYPE', 'String', 'CSV'];
const NULL_IF: Rule = ['NULL_IF', 'List', '[\\\\N]'];
const COMPRESSION: Rule = ['COMPRESSION', 'String', 'AUTO'];
const TRIM_SPACE: Rule = ['TRIM_SPACE', 'Boolean', 'false'];
const REPLACE_INVALID: Rule = ['REPLACE_INVALID_CHARACTERS', 'Boolean', 'false'];
const BYTE_ORDER_MARK: Rule = ['SKIP_BYTE_ORDER_MARK', 'Boolean', 'true'];

/** What an account tells of each type of file format, in its order. */
const PROPERTIES: Readonly<Record<string, readonly Rule[]>> = {
  CSV: [
    TYPE,
    ['RECORD_DELIMITER', 'String', '\\n'],
    ['FIELD_DELIMITER', 'String', ','],
    ['FILE_EXTENSION', 'String', ''],
    ['SKIP_HEADER', 'Integer', '0'],
    ['PARSE_HEADER', 'Boolean', 'false'],
    ...MOMENTS,
    ['ESCAPE', 'String', 'NONE'],
    ['ESCAPE_UNENCLOSED_FIELD', 'String', '\\\\'],
    TRIM_SPACE,
    ['FIELD_OPTIONALLY_ENCLOSED_BY', 'String', 'NONE'],
    NULL_IF,
    COMPRESSION,
    ['ERROR_ON_COLUMN_COUNT_MISMATCH', 'Boolean', 'true'],
    ['VALIDATE_UTF8', 'Boolean', 'true'],
    ['SKIP_BLANK_LINES', 'Boolean', 'false'],
    REPLACE_INVALID,
    ['EMPTY_FIELD_AS_NULL', 'Boolean', 'true'],
    BYTE_ORDER_MARK,
    ['ENCODING', 'String', 'UTF8'],
    ['MULTI_LINE', 'Boolean', 'true'],
  ],
  JSON: [
    TYPE,
    ['FILE_EXTENSION', 'String', ''],
    ...MOMENTS,
    TRIM_SPACE,
    NULL_IF,
    COMPRESSION,
    ['ENABLE_OCTAL', 'Boolean', 'false'],
    ['ALLOW_DUPLICATE', 'Boolean', 'false'],
    ['STRIP_OUTER_ARRAY', 'Boolean', 'false'],
    ['STRIP_NULL_VALUES', 'Boolean', 'false'],
    ['IGNORE_UTF8_ERRORS', 'Boolean', 'false'],
    REPLACE_INVALID,
    BYTE_ORDER_MARK,
    ['MULTI_LINE', 'Boolean', 'true'],
  ],
  PARQUET: [
    TYPE,
    TRIM_SPACE,
    NULL_IF,
    COMPRESSION,
    ['BINARY_AS_TEXT', 'Boolean', 'true'],
    REPLACE_INVALID,
    ['USE_LOGICAL_TYPE', 'Boolean', 'false'],
    ['USE_VECTORIZED_SCANNER', 'Boolean', 'false'],
  ],
};

/** What a format holds that was not told otherwise, where its type has another default than CSV. */
const OWN_DEFAULTS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  JSON: { TYPE: 'JSON', NULL_IF: '[]' },
  PARQUET: { TYPE: 'PARQUET', NULL_IF: '[]', COMPRESSION: 'SNAPPY' },
};

/** Every property of a file format, told or not. */
export function formatProperties(options: FormatOptions): readonly FormatProperty[] {
  const type = String(options['TYPE'] ?? 'CSV').toUpperCase();
  return (PROPERTIES[type] ?? []).map(([name, kind, fallback]) => {
    const told = options[name];
    const value = told === undefined ? (OWN_DEFAULTS[type]?.[name] ?? fallback) : valueText(kind, name, told);
    return { name, type: kind, value, fallback };
  });
}

function valueText(kind: FormatProperty['type'], name: string, told: string | readonly string[]): string {
  switch (kind) {
    case 'List':
      return `[${[told].flat().map(escaped).join(', ')}]`;
    case 'Boolean':
      return String(told).toLowerCase();
    case 'Integer':
      return String(told);
    case 'String':
      return name === 'TYPE' ? String(told).toUpperCase() : escaped(String(told));
    default:
      return kind satisfies never;
  }
}

/** Control characters and backslashes are told as they are written. */
function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\r', '\\r').replaceAll('\t', '\\t');
}
