import { exactJson } from './exact-json.js';

import { decodeReal } from './numbers.js';

/** So many digits in a row may be an integer that a `number` rounds. */
const MANY_DIGITS = /\d{16}/;

/**
 * VARIANT, OBJECT and ARRAY cells are JSON text. Integers a `number` cannot hold become `bigint`s. Text that is not
 * JSON (the server writes `undefined` for a hole in an array, and XML as it is) is handed over as it stands: a cell
 * is data, and is never run.
 */
export function decodeVariant(cell: string): unknown {
  const exact = MANY_DIGITS.test(cell) ? exactJson() : undefined;
  try {
    return exact === undefined ? JSON.parse(cell) : exact.parse(cell, undefined, parseNumber);
  } catch {
    return cell;
  }
}

function parseNumber(text: string): number | bigint {
  const value = decodeReal(text);
  return Number.isInteger(value) && !Number.isSafeInteger(value) && /^-?\d+$/.test(text) ? BigInt(text) : value;
}
