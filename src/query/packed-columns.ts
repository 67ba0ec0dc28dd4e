import { NULL_CELL, type PackedRows, PLAIN_CELL } from '../driver/packed-rows.js';
import type { ColumnMetadata } from '../driver/port.js';
import { readBit, readDigits, readMilliseconds } from './digits.js';
import { joinedNumbers, joinedTexts, joinedVariants } from './joined-cells.js';
import { type CellDecoder, decoderOf, type ValueOptions } from './values.js';

/** Makes the values of one column, row by row. */
export type ColumnDecoder = (rows: PackedRows, column: number) => readonly unknown[];

/** Makes the values of a column whose cells are all of a usual form; undefined when one is not. */
type JoinedDecoder = (rows: PackedRows, column: number) => readonly unknown[] | undefined;

/** Reads a number off bytes; NaN when they are not of the form that it knows. */
type DigitReader = (bytes: Buffer, start: number, end: number) => number;

/**
 * Chooses how a column is decoded, once for all its rows. The values are those of {@link decoderOf}, but cells of a usual
 * form do not become a string each on the way.
 */
export function columnDecoderOf(column: ColumnMetadata, options: ValueOptions): ColumnDecoder {
  const decode = decoderOf(column, options);
  switch (column.type) {
    case 'fixed': {
      const isText = (column.scale ?? 0) === 0 ? options.integers === 'bigint' : options.decimals === 'string';
      return isText ? fromTexts(decode) : fromDigits(readDigits, asIs, decode);
    }
    case 'real':
      return fromJoined(joinedNumbers, decode);
    case 'boolean':
      return fromDigits(readBit, asBoolean, decode);
    case 'date':
      return options.timestamps === 'string' ? fromTexts(decode) : fromDigits(readDigits, asDay, decode);
    case 'timestamp_ntz':
    case 'timestamp_ltz':
    case 'timestamp_tz':
      return options.timestamps === 'string' ? fromTexts(decode) : fromDigits(readMilliseconds, asDate, decode);
    case 'variant':
    case 'object':
    case 'array':
    case 'map':
      return fromJoined(joinedVariants, decode);
    case 'time':
    case 'binary':
      return fromTexts(decode);
    default:
      return joinedTexts;
  }
}

/** Every cell by way of its text. */
function fromTexts(decode: CellDecoder): ColumnDecoder {
  return (rows, column) => {
    const { length, width, kinds } = rows;
    const values: unknown[] = [];
    for (let row = 0, cell = column; row < length; row++, cell += width) {
      values.push(kinds[cell] === NULL_CELL ? null : decode(rows.textOf(cell)));
    }
    return values;
  };
}

function fromJoined(join: JoinedDecoder, decode: CellDecoder): ColumnDecoder {
  const fallBack = fromTexts(decode);
  return (rows, column) => join(rows, column) ?? fallBack(rows, column);
}

function fromDigits(read: DigitReader, convert: (value: number) => unknown, decode: CellDecoder): ColumnDecoder {
  return (rows, column) => {
    const { length, width, bytes, bounds, kinds } = rows;
    const values: unknown[] = [];
    for (let row = 0, cell = column; row < length; row++, cell += width) {
      const kind = kinds[cell];
      const value = kind === PLAIN_CELL ? read(bytes, bounds[2 * cell] ?? 0, bounds[2 * cell + 1] ?? 0) : Number.NaN;
      if (!Number.isNaN(value)) {
        values.push(convert(value));
      } else {
        values.push(kind === NULL_CELL ? null : decode(rows.textOf(cell)));
      }
    }
    return values;
  };
}

const MS_PER_DAY = 86_400_000;

const asIs = (value: number): number => value;
const asBoolean = (value: number): boolean => value === 1;
const asDay = (days: number): Date => new Date(days * MS_PER_DAY);
const asDate = (ms: number): Date => new Date(ms);
