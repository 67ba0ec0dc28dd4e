import { setImmediate as nextTurn } from 'node:timers/promises';

import { SqlError } from '../../errors.js';
import type { NativeColumn, NativeRowStream, NativeStatement } from '../native.js';
import type { Cell, WireRow } from '../port.js';
import { StreamEvents, type StreamWaiting } from './stream-events.js';

/** The longest a batch of work may hold the event loop before others get their turn. */
const TURN_MS = 10;

export interface DriverReaderOptions extends StreamWaiting {
  readonly rowCount: number;
}

/**
 * Reads a result through the driver's own row stream, with its conversion taken out: cells come as they are on the
 * wire. The driver downloads, retries and decompresses.
 *
 * @throws SqlError `RESULT_INVALID` when rows are missing, malformed, or stop arriving.
 */
export async function* readWithDriver(
  statement: NativeStatement,
  options: DriverReaderOptions,
): AsyncGenerator<readonly WireRow[], void, undefined> {
  const columns = statement.getColumns() ?? [];
  for (const column of columns) {
    takeOutConversion(column, options.queryId);
  }
  const stream = statement.streamRows();
  const events = new StreamEvents(stream, options);
  let received = 0;
  let turnStarted = performance.now();
  try {
    for (;;) {
      const batch = drain(stream, columns.length, options.queryId);
      if (batch.length > 0) {
        received += batch.length;
        yield batch;
        options.signal.throwIfAborted();
        if (performance.now() - turnStarted > TURN_MS) {
          await nextTurn();
          turnStarted = performance.now();
        }
      } else if (!(await events.next())) {
        break;
      }
    }
    if (received !== options.rowCount) {
      throw invalid(`announced ${options.rowCount} rows but ${received} arrived`, options.queryId);
    }
  } finally {
    events.stop();
    stream.destroy();
  }
}

/** The names the driver's row stream calls on a column, in 3.2 and later and before. */
const CONVERSIONS = ['_getRowValue', '_getRowValueAsString', 'getRowValue', 'getRowValueAsString'] as const;

/**
 * The driver's conversion rounds numbers, loses fractions of seconds, runs VARIANT cells as code and dies of some of
 * them. The column objects of this one statement get a function that hands over the cell instead.
 */
function takeOutConversion(column: NativeColumn, queryId: string): void {
  const methods = column as unknown as Record<string, unknown>;
  if (!CONVERSIONS.some((name) => typeof methods[name] === 'function')) {
    throw invalid('cannot be read exactly: this version of snowflake-sdk is not supported', queryId);
  }
  const index = column.getIndex();
  const readCell = (row: { readonly values: readonly Cell[] }): Cell | undefined => row.values[index];
  for (const name of CONVERSIONS) {
    methods[name] = readCell;
  }
}

function drain(stream: NativeRowStream, width: number, queryId: string): WireRow[] {
  const rows: WireRow[] = [];
  for (;;) {
    const row = stream.read();
    if (row === null) {
      return rows;
    }
    if (row.length !== width || row.includes(undefined as unknown as Cell)) {
      throw invalid(`has a row that is not ${width} cells wide`, queryId);
    }
    rows.push(row);
  }
}

function invalid(what: string, queryId: string): SqlError {
  return new SqlError(`The result ${what}.`, { code: 'RESULT_INVALID', queryId });
}
