import { JSON_CELL, NULL_CELL, type PackedRows, PLAIN_CELL } from '../driver/packed-rows.js';
import { JsonList } from './json-list.js';
import { decodeVariant } from './variant.js';

/** The texts of a column. */
export function joinedTexts(rows: PackedRows, column: number): readonly unknown[] {
  const { length, width, bytes, bounds, kinds } = rows;
  if (!hasKind(rows, column, JSON_CELL)) {
    const texts: (string | null)[] = [];
    for (let row = 0, cell = column; row < length; row++, cell += width) {
      texts.push(
        kinds[cell] === NULL_CELL ? null : bytes.toString('latin1', bounds[2 * cell] ?? 0, bounds[2 * cell + 1] ?? 0),
      );
    }
    return texts;
  }
  const list = new JsonList();
  for (let row = 0, cell = column; row < length; row++, cell += width) {
    if (kinds[cell] === NULL_CELL) {
      list.addNull();
    } else {
      // With the quotes around it.
      list.add(bytes, (bounds[2 * cell] ?? 0) - 1, (bounds[2 * cell + 1] ?? 0) + 1);
    }
  }
  return list.parse();
}

/** The numbers of a column; undefined when a cell is not a number as JSON has it. */
export function joinedNumbers(rows: PackedRows, column: number): readonly unknown[] | undefined {
  const { length, width, bytes, bounds, kinds } = rows;
  if (hasKind(rows, column, JSON_CELL)) {
    return undefined;
  }
  const list = new JsonList();
  for (let row = 0, cell = column; row < length; row++, cell += width) {
    if (kinds[cell] === NULL_CELL) {
      list.addNull();
    } else {
      list.add(bytes, bounds[2 * cell] ?? 0, bounds[2 * cell + 1] ?? 0);
    }
  }
  const values = tryParse(list);
  // Also tells a cell that was more than one number: there are too many of them, or something else than numbers.
  const areNumbers =
    values?.length === length &&
    values.every((value, row) => typeof value === (kinds[row * width + column] === PLAIN_CELL ? 'number' : 'object'));
  return areNumbers ? values : undefined;
}

/** The values of a column of VARIANT, OBJECT or ARRAY; undefined when a cell is not JSON. */
export function joinedVariants(rows: PackedRows, column: number): readonly unknown[] | undefined {
  const { length, width, bytes, bounds, kinds } = rows;
  const list = new JsonList();
  /** Rows whose cells have to be read by themselves. */
  const odd: number[] = [];
  for (let row = 0, cell = column; row < length; row++, cell += width) {
    if (kinds[cell] === NULL_CELL) {
      list.addNull();
    } else if (!list.addSaid(bytes, bounds[2 * cell] ?? 0, bounds[2 * cell + 1] ?? 0)) {
      odd.push(row);
    }
  }
  const values = tryParse(list);
  // A single cell without text would be an empty list.
  if (values?.length !== length) {
    return undefined;
  }
  for (const row of odd) {
    values[row] = decodeVariant(rows.textOf(row * width + column));
  }
  return values;
}

function tryParse(list: JsonList): unknown[] | undefined {
  try {
    return list.parse();
  } catch {
    return undefined;
  }
}

function hasKind(rows: PackedRows, column: number, kind: number): boolean {
  const { length, width, kinds } = rows;
  for (let row = 0, cell = column; row < length; row++, cell += width) {
    if (kinds[cell] === kind) {
      return true;
    }
  }
  return false;
}
