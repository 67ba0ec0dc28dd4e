import type { ColumnMetadata, WireRow } from '../driver/port.js';
import { type CellDecoder, decoderOf, type ValueOptions } from './values.js';

/** How rows look. */
export interface RowOptions extends ValueOptions {
  /**
   * `object` keys a row by the server's column names; `array` gives the values in the order of the columns.
   *
   * @defaultValue `'object'`
   */
  readonly rowMode?: 'object' | 'array' | undefined;
  /**
   * With `false`, keys are lower-cased. Has no effect on arrays.
   *
   * @defaultValue `true`
   */
  readonly caseSensitive?: boolean | undefined;
}

/** Turns a wire row into what the caller sees. */
export type RowBuilder = (row: WireRow) => unknown;

/** Prepares the conversion of a result's rows: names and decoders are settled once. */
export function rowBuilder(columns: readonly ColumnMetadata[], options: RowOptions): RowBuilder {
  const keys = keysOf(columns, options.caseSensitive ?? true);
  const fields = columns.map((column, index) => ({
    key: keys[index] ?? '',
    index,
    decode: decoderOf(column, options),
  }));
  if (options.rowMode === 'array') {
    return (row) => fields.map(({ index, decode }) => decodeCell(decode, row[index]));
  }
  if (keys.includes('__proto__')) {
    // An assignment to this name would change the object's prototype and lose the value.
    return (row) => Object.fromEntries(fields.map(({ key, index, decode }) => [key, decodeCell(decode, row[index])]));
  }
  const shape = emptyRow(keys);
  return (row) => {
    const object = { ...shape };
    for (const { key, index, decode } of fields) {
      object[key] = decodeCell(decode, row[index]);
    }
    return object;
  };
}

/**
 * A row with nothing in it. Its copies have their size and their keys from the start, where an object that grows key by
 * key is laid out anew several times; as JSON gives it, it has no room to spare either.
 */
function emptyRow(keys: readonly string[]): Record<string, unknown> {
  return JSON.parse(JSON.stringify(Object.fromEntries(keys.map((key) => [key, null])))) as Record<string, unknown>;
}

/**
 * The keys of object rows: the columns' names, where a repeated one gets `_2`, `_3` … so that no column vanishes
 * behind another.
 */
export function keysOf(columns: readonly ColumnMetadata[], caseSensitive: boolean): readonly string[] {
  const taken = new Set<string>();
  return columns.map(({ name }) => {
    const base = caseSensitive ? name : name.toLowerCase();
    let key = base;
    for (let copy = 2; taken.has(key); copy++) {
      key = `${base}_${copy}`;
    }
    taken.add(key);
    return key;
  });
}

function decodeCell(decode: CellDecoder, cell: string | null | undefined): unknown {
  return cell === null || cell === undefined ? null : decode(cell);
}
