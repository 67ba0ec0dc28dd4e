import { malformedCell } from './malformed-cell.js';
import type { CellDecoder } from './values.js';

/** How integers of NUMBER columns with scale 0 come back. */
export type IntegerMode = 'auto' | 'bigint';

/** How NUMBER columns with a scale come back. */
export type DecimalMode = 'auto' | 'string';

/** Every number of so many characters is exact as a `number`, sign included. */
const EXACT_CHARACTERS = 15;

/** The number that a cell says; NaN for a cell without text, which is no zero. */
export function readNumber(cell: string): number {
  const value = Number(cell);
  return value === 0 && cell.trim() === '' ? Number.NaN : value;
}

/** `number` where a number holds it exactly, `bigint` where it does not. */
export function decodeInteger(cell: string): number | bigint {
  const value = readNumber(cell);
  // BigInt refuses what is no integer.
  return Number.isSafeInteger(value) ? value : decodeBigInt(cell);
}

function decodeBigInt(cell: string): bigint {
  const value = BigInt(cell);
  if (value === 0n && cell.trim() === '') {
    throw malformedCell();
  }
  return value;
}

/** `number` where it prints back the same digits, the digits as a string where it does not. */
export function decodeDecimal(cell: string): number | string {
  const value = readNumber(cell);
  if (Number.isNaN(value)) {
    throw malformedCell();
  }
  return cell.length <= EXACT_CHARACTERS || isPrinted(cell, value) || holdsSameDigits(cell, value) ? value : cell;
}

/** IEEE 754 double; the server spells the three values that have no digits. */
export function decodeReal(cell: string): number {
  const value = readNumber(cell);
  return Number.isNaN(value) ? decodeWithoutDigits(cell) : value;
}

function decodeWithoutDigits(cell: string): number {
  switch (cell.toLowerCase()) {
    case 'inf':
    case 'infinity':
      return Infinity;
    case '-inf':
    case '-infinity':
      return -Infinity;
    case 'nan':
      return Number.NaN;
    default:
      throw malformedCell();
  }
}

/** Picks the decoder of a `fixed` column once. */
export function fixedDecoder(scale: number, integers: IntegerMode, decimals: DecimalMode): CellDecoder {
  if (scale === 0) {
    return integers === 'bigint' ? decodeBigInt : decodeInteger;
  }
  return decimals === 'string' ? (cell) => cell : decodeDecimal;
}

const POINT = 0x2e;
const ZERO = 0x30;

/** The common case, told without taking the digits apart: the number prints the cell, but for zeros at its end. */
function isPrinted(cell: string, value: number): boolean {
  const text = String(value);
  let end = cell.length;
  while (end > text.length && (cell.charCodeAt(end - 1) === ZERO || cell.charCodeAt(end - 1) === POINT)) {
    end--;
  }
  return end === text.length && cell.startsWith(text);
}

function holdsSameDigits(cell: string, value: number): boolean {
  const [mantissa = '', exponent] = Math.abs(value).toExponential().split('e');
  const digits = mantissa.replace('.', '').replace(/0+$/, '');
  const written = toScientific(cell);
  return written.digits === digits && (digits === '' || written.exponent === Number(exponent));
}

/** Significant digits, and the power of ten of the first of them. */
function toScientific(cell: string): { digits: string; exponent: number } {
  const [whole = '', fraction = ''] = cell.replace(/^[-+]/, '').split('.');
  const all = whole + fraction;
  const leading = /^0*/.exec(all)?.[0].length ?? 0;
  return { digits: all.slice(leading).replace(/0+$/, ''), exponent: whole.length - 1 - leading };
}
