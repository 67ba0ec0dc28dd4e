import type { NativeColumn, NativeRowStream, NativeStatement } from '../native.js';
import type { WireRow } from '../port.js';
import { ChunkGuard } from './chunk-guard.js';
import { invalidResult } from './invalid-result.js';
import { fetchRows } from './row-fetch.js';
import type { RowBatches } from './result-reader.js';
import { StreamEvents, type StreamWaiting } from './stream-events.js';
import { Turns } from '../turns.js';
import { toWireRows } from './wire-rows.js';

/**
 * Reads a result through the driver's own row stream, with its conversion taken out: cells come as they are on the
 * wire. The driver downloads, retries and decompresses.
 *
 * @param context - The driver's own record of the statement: `this` in its callback.
 * @throws SqlError `RESULT_INVALID` when rows are missing, malformed, or stop arriving.
 */
export async function* readWithDriver(
  statement: NativeStatement,
  options: StreamWaiting,
  context?: unknown,
): RowBatches {
  const { queryId, rowCount, width, signal } = options;
  const guard = new ChunkGuard(context);
  const hook = new CellHook(statement.getColumns() ?? [], width);
  const stream = hook.isSet ? statement.streamRows() : fetchRows(statement);
  const events = new StreamEvents(stream, options);
  const turns = new Turns();
  let received = 0;
  try {
    do {
      const batch = drain(stream);
      if (guard.isBroken) {
        throw invalidResult('has a part that cannot be read', queryId);
      }
      if (batch.length > 0) {
        const rows = toWireRows(batch, width, queryId, received);
        received += rows.length;
        if (hook.hasOddRow) {
          throw invalidResult(`has a row that is not ${width} cells wide`, queryId);
        }
        if (hook.isSet && hook.cells < received * width) {
          throw invalidResult('was converted by the driver, whose version is not supported', queryId);
        }
        yield rows;
        signal.throwIfAborted();
        await turns.rest();
      }
    } while (stream.readableLength > 0 || (await events.next()));
    if (received !== rowCount) {
      throw invalidResult(`announced ${rowCount} rows but ${received} arrived`, queryId);
    }
  } finally {
    events.stop();
    stream.destroy();
  }
}

/** The names the driver's row stream calls on a column, in 3.2 and later and before. */
const CONVERSIONS = ['_getRowValue', '_getRowValueAsString', 'getRowValue', 'getRowValueAsString'] as const;

/**
 * Takes the driver's conversion out of the columns of one statement: it rounds numbers, loses fractions of seconds, runs
 * VARIANT cells as code and dies of some of them. In its place comes a function that hands over the cell, and counts:
 * a cell that was not counted was converted.
 */
class CellHook {
  /** False when the columns have no method that we know. */
  readonly isSet: boolean;
  cells = 0;
  /** True when a row was not as wide as the result. */
  hasOddRow = false;

  constructor(columns: readonly NativeColumn[], width: number) {
    this.isSet = columns.every((column) => methodsOf(column).length > 0);
    for (const column of this.isSet ? columns : []) {
      const index = column.getIndex();
      // Must not throw: the driver calls it where nothing catches.
      const readCell = ({ values }: { readonly values: unknown }): unknown => {
        this.cells++;
        const row: readonly unknown[] = Array.isArray(values) ? values : [];
        this.hasOddRow ||= row.length !== width;
        return row[index];
      };
      for (const name of methodsOf(column)) {
        (column as unknown as Record<string, unknown>)[name] = readCell;
      }
    }
  }
}

function methodsOf(column: NativeColumn): readonly string[] {
  const methods = column as unknown as Readonly<Record<string, unknown>>;
  return CONVERSIONS.filter((name) => typeof methods[name] === 'function');
}

function drain(stream: NativeRowStream): WireRow[] {
  const rows: WireRow[] = [];
  for (let row = stream.read(); row !== null; row = stream.read()) {
    rows.push(row);
  }
  return rows;
}
