import type { ColumnMetadata } from '../driver/port.js';
import { malformedCell } from './malformed-cell.js';
import { decodeReal, type DecimalMode, fixedDecoder, type IntegerMode } from './numbers.js';
import { decodeDate, decodeDateText, timeDecoder, type TimestampMode, timestampDecoder } from './timestamps.js';
import { decodeVariant } from './variant.js';

/** Turns one cell that is not NULL into its JavaScript value. */
export type CellDecoder = (cell: string) => unknown;

/** How cells become values. The defaults lose nothing. */
export interface ValueOptions {
  /**
   * Integers: `auto` gives a `number` where it is exact and a `bigint` where it is not; `bigint` always a `bigint`.
   *
   * @defaultValue `'auto'`
   */
  readonly integers?: IntegerMode | undefined;
  /**
   * NUMBER with a scale: `auto` gives a `number` where it prints back the same digits and a string where it does not;
   * `string` always a string.
   *
   * @defaultValue `'auto'`
   */
  readonly decimals?: DecimalMode | undefined;
  /**
   * DATE and TIMESTAMP_*: `date` gives a `Date`, cut to milliseconds; `string` ISO 8601 text with all digits, and
   * with the offset of a TIMESTAMP_TZ.
   *
   * @defaultValue `'date'`
   */
  readonly timestamps?: TimestampMode | undefined;
}

/** Chooses how a column's cells are decoded, once for all its cells. */
export function decoderOf(column: ColumnMetadata, options: ValueOptions): CellDecoder {
  switch (column.type) {
    case 'fixed':
      return fixedDecoder(column.scale ?? 0, options.integers ?? 'auto', options.decimals ?? 'auto');
    case 'real':
      return decodeReal;
    case 'boolean':
      return decodeBoolean;
    case 'date':
      return options.timestamps === 'string' ? decodeDateText : decodeDate;
    case 'time':
      return timeDecoder(column.scale ?? 9);
    case 'timestamp_ntz':
    case 'timestamp_ltz':
    case 'timestamp_tz':
      return timestampDecoder(column.type, column.scale ?? 9, options.timestamps ?? 'date');
    case 'binary':
      return decodeBinary;
    case 'variant':
    case 'object':
    case 'array':
    case 'map':
      return decodeVariant;
    default:
      // Text, and every type whose wire form is text: DECFLOAT, GEOGRAPHY, VECTOR, INTERVAL …
      return decodeText;
  }
}

function decodeText(cell: string): string {
  return cell;
}

function decodeBoolean(cell: string): boolean {
  if (cell === '1' || cell === '0') {
    return cell === '1';
  }
  const text = cell.toLowerCase();
  if (text !== 'true' && text !== 'false') {
    throw malformedCell();
  }
  return text === 'true';
}

function decodeBinary(cell: string): Buffer {
  const bytes = Buffer.from(cell, 'hex');
  // It stops reading, without a word, at what is no digit.
  if (bytes.length * 2 !== cell.length) {
    throw malformedCell();
  }
  return bytes;
}
