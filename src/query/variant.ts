import { parse as parseLossless } from 'lossless-json';

import { decodeReal } from './numbers.js';

/** So many digits in a row may be an integer that a `number` rounds. */
const MANY_DIGITS = /\d{16}/;

/**
 * VARIANT, OBJECT and ARRAY cells are JSON text. Integers a `number` cannot hold become `bigint`s. Text that is not
 * JSON (the server writes `undefined` for a hole in an array, and XML as it is) is handed over as it stands: a cell
 * is data, and is never run.
 */
export function decodeVariant(cell: string): unknown {
  try {
    return MANY_DIGITS.test(cell) ? parseLossless(cell, undefined, parseNumber) : JSON.parse(cell);
  } catch {
    return cell;
  }
}

function parseNumber(text: string): number | bigint {
  const value = decodeReal(text);
  return Number.isInteger(value) && !Number.isSafeInteger(value) && /^-?\d+$/.test(text) ? BigInt(text) : value;
}
