import type { ColumnMetadata } from '../driver/port.js';
import { SqlError } from '../errors.js';

/** The error of a cell that is no value of its column's type. Says nothing of the cell: it may be large, or secret. */
export function malformedCell(column?: ColumnMetadata, queryId?: string): SqlError {
  const where = column === undefined ? '' : ` in column ${JSON.stringify(column.name)}`;
  const type = column === undefined ? 'its type' : column.type.toUpperCase();
  return new SqlError(`The result has a cell${where} that is no value of ${type}.`, {
    code: 'RESULT_INVALID',
    queryId,
  });
}
