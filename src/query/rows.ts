import { PackedRows } from '../driver/packed-rows.js';
import type { ColumnMetadata, RowBatch } from '../driver/port.js';
import { malformedCell } from './malformed-cell.js';
import { type ColumnDecoder, columnDecoderOf } from './packed-columns.js';
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

/** Turns a batch of rows as they came into what the caller sees. */
export type RowsBuilder = (batch: RowBatch) => unknown[];

/** Makes a row of the values of its columns, each at this place. */
type Assembly = (columns: readonly (readonly unknown[])[], at: number) => unknown;

/** Prepares the conversion of a result's rows: names and decoders are settled once. */
export function rowsBuilder(columns: readonly ColumnMetadata[], options: RowOptions, queryId?: string): RowsBuilder {
  const assemble =
    options.rowMode === 'array' ? toArray : objectAssembly(keysOf(columns, options.caseSensitive ?? true));
  // A result has one kind of batches, or first one and then the other.
  let decoders: readonly CellDecoder[] | undefined;
  let packedDecoders: readonly ColumnDecoder[] | undefined;
  const decodeColumn = (decode: () => readonly unknown[], column: number): readonly unknown[] => {
    try {
      return decode();
    } catch {
      throw malformedCell(columns[column], queryId);
    }
  };
  return (batch) => {
    let values: readonly (readonly unknown[])[];
    if (batch instanceof PackedRows) {
      packedDecoders ??= columns.map((column) => columnDecoderOf(column, options));
      values = packedDecoders.map((decode, column) => decodeColumn(() => decode(batch, column), column));
    } else {
      decoders ??= columns.map((column) => decoderOf(column, options));
      values = decoders.map((decode, column) =>
        decodeColumn(() => batch.map((row) => decodeCell(decode, row[column])), column),
      );
    }
    const rows: unknown[] = [];
    for (let at = 0; at < batch.length; at++) {
      rows.push(assemble(values, at));
    }
    return rows;
  };
}

function toArray(columns: readonly (readonly unknown[])[], at: number): unknown[] {
  return columns.map((values) => values[at]);
}

function objectAssembly(keys: readonly string[]): Assembly {
  if (keys.includes('__proto__')) {
    // An assignment to this name would change the object's prototype and lose the value.
    return (columns, at) => Object.fromEntries(keys.map((key, column) => [key, columns[column]?.[at]]));
  }
  const empty = emptyRow(keys);
  return (columns, at) => {
    const object = { ...empty };
    let column = 0;
    for (const key of keys) {
      object[key] = columns[column++]?.[at];
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
