import type { ColumnMetadata, WireRow } from '../../driver/port.js';
import { keysOf } from '../../query/rows.js';
import { printTable } from '../../query/show.js';
import { cellPrinter } from './cell-printers.js';

/** How `sql` prints rows. */
export type RowFormat = 'table' | 'json' | 'ndjson' | 'csv';

/** Turns a result's rows into text, one by one; only a table has to wait for the last one. */
export interface RowPrinter {
  readonly begin: string;
  /** @param at - how many rows came before it */
  row(row: WireRow, at: number): string;
  end(count: number): string;
}

/** Makes the printer of one result. */
export function rowPrinter(format: RowFormat, columns: readonly ColumnMetadata[], maxWidth: number): RowPrinter {
  switch (format) {
    case 'table':
      return tablePrinter(columns, maxWidth);
    case 'json': {
      const print = objectPrinter(columns);
      return {
        begin: '[',
        row: (row, at) => `${at === 0 ? '\n' : ',\n'}  ${print(row)}`,
        end: (count) => (count === 0 ? ']\n' : '\n]\n'),
      };
    }
    case 'ndjson': {
      const print = objectPrinter(columns);
      return { begin: '', row: (row) => `${print(row)}\n`, end: () => '' };
    }
    case 'csv':
      return csvPrinter(columns);
    default:
      return format satisfies never;
  }
}

function tablePrinter(columns: readonly ColumnMetadata[], maxWidth: number): RowPrinter {
  const rows: WireRow[] = [];
  return {
    begin: '',
    row(row) {
      rows.push(row);
      return '';
    },
    end: () => printTable(columns, rows, maxWidth),
  };
}

function objectPrinter(columns: readonly ColumnMetadata[]): (row: WireRow) => string {
  const keys = keysOf(columns, true);
  const fields = columns.map((column, at) => ({
    prefix: `${JSON.stringify(keys[at])}:`,
    print: cellPrinter(column).json,
  }));
  return (row) => {
    const cells = fields.map(({ prefix, print }, at) => prefix + printCell(print, row[at], 'null'));
    return `{${cells.join(',')}}`;
  };
}

/** As RFC 4180 has it, but for the line ends. NULL is nothing, and empty text is `""`. */
function csvPrinter(columns: readonly ColumnMetadata[]): RowPrinter {
  const printers = columns.map((column) => cellPrinter(column).text);
  const quoted = (print: (cell: string) => string) => (cell: string) => quoteField(print(cell));
  return {
    begin: `${columns.map(({ name }) => quoteField(name)).join(',')}\n`,
    row: (row) => `${printers.map((print, at) => printCell(quoted(print), row[at], '')).join(',')}\n`,
    end: () => '',
  };
}

function quoteField(text: string): string {
  return text === '' || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function printCell(print: (cell: string) => string, cell: string | null | undefined, ofNull: string): string {
  return cell === null || cell === undefined ? ofNull : print(cell);
}
