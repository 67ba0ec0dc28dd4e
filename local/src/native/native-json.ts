import { DuckDBBlobValue, type DuckDBType, type DuckDBValue } from '@duckdb/node-api';
import { writeJson, type Json } from './json.js';
import type { NativeFunction } from './native-function.js';

/** Makes a native function of one that takes its arguments as a list. */
export function native(
  name: string,
  parameters: readonly DuckDBType[],
  returns: DuckDBType,
  evaluate: (args: readonly DuckDBValue[]) => DuckDBValue,
): NativeFunction {
  return { name, parameters, returns, evaluate: (...args) => evaluate(args) };
}

/** The items of a DuckDB list. */
export function itemsOf(list: DuckDBValue | undefined): readonly DuckDBValue[] {
  return typeof list === 'object' && list !== null && 'items' in list && Array.isArray(list.items) ? list.items : [];
}

/** A value as JSON, or NULL when there is none. */
export function writeOptional(value: Json): string | null {
  return value === undefined ? null : writeJson(value);
}

/** The bytes of a BLOB. */
export function bytesOf(value: DuckDBValue | undefined): Buffer {
  return value instanceof DuckDBBlobValue ? Buffer.from(value.bytes) : Buffer.alloc(0);
}
