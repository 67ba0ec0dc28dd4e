import { parse, stringify } from 'lossless-json';

import type { ColumnMetadata } from '../../driver/port.js';
import { decodeReal } from '../../query/numbers.js';
import { decoderOf } from '../../query/values.js';

/** A cell as JSON text and as plain text; neither loses a digit. NULL is the caller's. */
export interface CellPrinter {
  readonly json: (cell: string) => string;
  readonly text: (cell: string) => string;
}

const same = (cell: string): string => cell;

/** Chooses how a column's cells are printed, once for all its cells. */
export function cellPrinter(column: ColumnMetadata): CellPrinter {
  switch (column.type) {
    case 'fixed':
      // The server's own digits are a number of JSON, of whatever length.
      return { json: same, text: same };
    case 'real':
      return { json: realToJson, text: (cell) => String(decodeReal(cell)) };
    case 'variant':
    case 'object':
    case 'array':
    case 'map':
      return { json: variantToJson, text: variantToJson };
    case 'boolean':
    case 'date':
    case 'time':
    case 'timestamp_ntz':
    case 'timestamp_ltz':
    case 'timestamp_tz': {
      const decode = decoderOf(column, { timestamps: 'string' });
      return { json: (cell) => JSON.stringify(decode(cell)), text: (cell) => String(decode(cell)) };
    }
    default:
      return { json: (cell) => JSON.stringify(cell), text: same };
  }
}

/** JSON has no number for the three values without digits. */
function realToJson(cell: string): string {
  const value = decodeReal(cell);
  return JSON.stringify(Number.isFinite(value) ? value : String(value));
}

/** On one line, and with the server's digits. What is not JSON, such as a hole in an array, stays the text it is. */
function variantToJson(cell: string): string {
  try {
    return stringify(parse(cell)) ?? 'null';
  } catch {
    return JSON.stringify(cell);
  }
}
