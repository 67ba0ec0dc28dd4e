import type { ColumnMetadata, WireRow } from '../driver/port.js';
import { SqlError } from '../errors.js';
import { type ActionOptions, checkActionOptions, checkFunction } from './action-options.js';
import type { FrameSource } from './frame-source.js';
import { quoteName } from './identifiers.js';
import type { OpenResult } from './open-result.js';
import { decoderOf } from './values.js';

/** What `show` takes. */
export interface ShowOptions extends ActionOptions {
  /**
   * The widest a column may be, in characters; longer cells end in `...`.
   *
   * @defaultValue `50`
   */
  readonly maxWidth?: number | undefined;
  /**
   * Where the table goes.
   *
   * @defaultValue standard output
   */
  readonly write?: ((text: string) => void) | undefined;
}

const MAX_WIDTH = 50;
const ELLIPSIS = '...';

/** Runs a statement and writes its first rows as a table. */
export async function showTable(source: FrameSource, count: number, options: ShowOptions): Promise<void> {
  checkActionOptions(options);
  const { maxWidth = MAX_WIDTH, write = toStandardOutput } = options;
  checkFunction('show: write', write);
  if (!(Number.isSafeInteger(maxWidth) && maxWidth > ELLIPSIS.length)) {
    throw new SqlError(`show: maxWidth must be a whole number above 3, not ${String(maxWidth)}.`, {
      code: 'ARGUMENT_INVALID',
    });
  }
  const table = await source.run(options, async (result) => {
    const rows = await readRows(result, count);
    return printTable(result.columns, rows, maxWidth);
  });
  write(table);
}

/** Rows as `show` prints them. */
export function printTable(columns: readonly ColumnMetadata[], rows: readonly WireRow[], maxWidth: number): string {
  return formatTable(
    columns.map(({ name }) => quoteName(name)),
    printed(columns, rows),
    maxWidth,
  );
}

/**
 * Lays out a table: a rule, the names, a rule, the rows, a rule. A column is as wide as its widest line, up to the limit,
 * and two more; a body without rows is one blank line.
 */
export function formatTable(header: readonly string[], body: readonly (readonly string[])[], maxWidth: number): string {
  const lines = body.flatMap((row) => toLines(row));
  const widths = header.map((name, column) => {
    const longest = lines.reduce((width, line) => Math.max(width, line[column]?.length ?? 0), name.length);
    return Math.min(longest, maxWidth) + 2;
  });
  const rule = '-'.repeat(widths.reduce((sum, width) => sum + width, widths.length + 1));
  const print = (cells: readonly string[]): string =>
    `|${widths.map((width, column) => fit(cells[column] ?? '', maxWidth).padEnd(width)).join('|')}|`;
  const rows = lines.length === 0 ? [print([])] : lines.map(print);
  return [rule, print(header), rule, ...rows, rule, ''].join('\n');
}

function toLines(row: readonly string[]): string[][] {
  const cells = row.map((cell) => cell.split('\n'));
  const height = Math.max(...cells.map((lines) => lines.length), 0);
  return Array.from({ length: height }, (_value, at) => cells.map((lines) => lines[at] ?? ''));
}

function fit(cell: string, maxWidth: number): string {
  return cell.length > maxWidth ? cell.slice(0, maxWidth - ELLIPSIS.length) + ELLIPSIS : cell;
}

async function readRows(result: OpenResult, count: number): Promise<WireRow[]> {
  const rows: WireRow[] = [];
  for await (const batch of result.batches()) {
    for (const row of batch) {
      if (rows.length >= count) {
        return rows;
      }
      rows.push(row);
    }
  }
  return rows;
}

function printed(columns: readonly ColumnMetadata[], rows: readonly WireRow[]): string[][] {
  const printers = columns.map(printerOf);
  return rows.map((row) => printers.map((print, column) => print(row[column] ?? null)));
}

/** Numbers with the server's digits, JSON as the server laid it out, moments with a space, as Python prints them. */
function printerOf(column: ColumnMetadata): (cell: string | null) => string {
  const isDecoded = ['boolean', 'real', 'date', 'time', 'timestamp_ntz', 'timestamp_ltz', 'timestamp_tz'];
  if (!isDecoded.includes(column.type)) {
    return (cell) => cell ?? 'NULL';
  }
  const decode = decoderOf(column, { timestamps: 'string' });
  const isMoment = column.type.startsWith('timestamp');
  return (cell) => {
    const text = cell === null ? 'NULL' : String(decode(cell));
    return isMoment ? text.replace('T', ' ') : text;
  };
}

function toStandardOutput(text: string): void {
  process.stdout.write(text);
}
