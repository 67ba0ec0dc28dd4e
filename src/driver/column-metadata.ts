import type { NativeColumn } from './native.js';
import type { ColumnMetadata } from './port.js';
import { invalidResult } from './readers/invalid-result.js';

/**
 * What the server says of a column. Without a name and a type in text there is no telling what its cells are, and digits
 * of another kind would move the point in every number.
 *
 * @throws SqlError `RESULT_INVALID` when it says something else.
 */
export function readColumn(column: NativeColumn, queryId: string): ColumnMetadata {
  const name: unknown = column.getName();
  const type: unknown = column.getType();
  const digits: readonly unknown[] = [column.getPrecision(), column.getScale()];
  const [precision, scale] = digits.map((count) => (isCount(count) ? count : undefined));
  if (
    typeof name !== 'string' ||
    typeof type !== 'string' ||
    !digits.every((count) => isAbsent(count) || isCount(count))
  ) {
    throw invalidResult('has a column that is not described as columns are', queryId);
  }
  return { name, type: type.toLowerCase(), nullable: column.isNullable(), precision, scale };
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null;
}

/** Whether a value is a number of things. */
export function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}
