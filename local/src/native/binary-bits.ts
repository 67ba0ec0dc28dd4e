import { BIGINT, BLOB, DuckDBBlobValue, type DuckDBValue } from '@duckdb/node-api';
import { bytesOf, native } from './native-json.js';
import type { NativeFunction } from './native-function.js';

/** Bits of BINARY values, which keep their size: what is moved over an end is gone. */
export const BINARY_BIT_NATIVES: readonly NativeFunction[] = [
  native('sf_shift_binary', [BLOB, BIGINT], BLOB, ([bytes, places]) => shift(bytesOf(bytes), Number(places))),
  native('sf_not_binary', [BLOB], BLOB, ([bytes]) => new DuckDBBlobValue(bytesOf(bytes).map((byte) => ~byte))),
];

/** Moves bits to the left, and to the right by a number below 0. */
function shift(bytes: Buffer, places: number): DuckDBValue {
  const size = bytes.length * 8;
  const bits = size === 0 ? 0n : BigInt(`0x${bytes.toString('hex')}`);
  const by = BigInt(Math.min(Math.abs(places), size));
  const moved = places < 0 ? bits >> by : BigInt.asUintN(size, bits << by);
  const digits = moved.toString(16).padStart(bytes.length * 2, '0');
  return new DuckDBBlobValue(size === 0 ? bytes : Buffer.from(digits, 'hex'));
}
