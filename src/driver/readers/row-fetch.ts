import { Readable } from 'node:stream';

import type { NativeRowStream, NativeStatement } from '../native.js';

/**
 * The way to a statement's rows for a driver whose columns have no method that we know: slow, and all rows at once, but
 * each row still carries its cells as they are on the wire.
 *
 * The stream fails when rows do not carry them, or the driver has no such way: a rounded value is worse than none.
 */
export function fetchRows(statement: NativeStatement): NativeRowStream {
  const rows = new Readable({ objectMode: true, read: () => undefined });
  const unreadable = (): void => {
    rows.destroy(new Error('this version of snowflake-sdk gives no exact values; use another'));
  };
  if (statement.fetchRows === undefined) {
    unreadable();
    return rows;
  }
  statement.fetchRows({
    each: ({ values }) => {
      if (Array.isArray(values)) {
        rows.push(values);
      } else {
        unreadable();
      }
      return !rows.destroyed;
    },
    end: (error) => {
      if (error === undefined || error === null) {
        rows.push(null);
      } else {
        rows.destroy(error instanceof Error ? error : new Error('the driver could not fetch the rows'));
      }
    },
  });
  return rows;
}
