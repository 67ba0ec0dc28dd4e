import type { TransferCount, WireRow } from '../../driver/port.js';
import type { OpenResult } from '../../query/open-result.js';
import { type Terminal, write } from '../terminal.js';
import { rowPrinter, type RowFormat } from './row-printers.js';
import type { RunningClock } from './running-clock.js';

/** How rows are printed. */
export interface PrintOptions {
  readonly format: RowFormat;
  /** No more rows than this; a table has a limit of its own, since it is kept in memory. */
  readonly maxRows?: number;
  /** Widest column of a table, in characters. */
  readonly maxWidth: number;
}

const TABLE_ROWS = 1_000;

/** Prints a result's rows as they arrive, no faster than they are read, and gives how many they were. */
export async function printResult(
  result: OpenResult,
  { format, maxRows, maxWidth }: PrintOptions,
  { terminal, clock }: { readonly terminal: Terminal; readonly clock: RunningClock },
): Promise<number> {
  const limit = maxRows ?? (format === 'table' ? TABLE_ROWS : Infinity);
  const printer = rowPrinter(format, result.columns, maxWidth);
  const print = async (text: string): Promise<void> => {
    if (text !== '') {
      await write(terminal.stdout, text, terminal.stop);
    }
  };
  clock.hide();
  if (terminal.stdout.isTTY === true) {
    // On the same screen, the line would stand between the rows.
    clock.stop();
  }
  await print(printer.begin);
  let count = 0;
  const transfer: TransferCount = { bytes: undefined, chunks: undefined, totalChunks: undefined };
  clock.note(() => describeProgress(count, result.rowCount, transfer));
  for await (const batch of limit === 0 ? [] : result.batches(transfer)) {
    const rows: readonly WireRow[] = [...batch].slice(0, limit - count);
    const before = count;
    count += rows.length;
    await print(rows.map((row, at) => printer.row(row, before + at)).join(''));
    if (count >= limit) {
      break;
    }
  }
  clock.hide();
  await print(printer.end(count));
  return count;
}

const MEGABYTE = 1e6;

function describeProgress(rows: number, totalRows: number, { bytes, chunks, totalChunks = 0 }: TransferCount): string {
  const [count, total] = [rows.toLocaleString('en'), totalRows.toLocaleString('en')];
  const parts = totalChunks === 0 || chunks === undefined ? '' : `, ${chunks} of ${totalChunks} parts`;
  const size = bytes === undefined || bytes === 0 ? '' : `, ${(bytes / MEGABYTE).toFixed(1)} MB`;
  return `${count} of ${total} rows${parts}${size}`;
}
