import type { Cell } from '../statement.js';
import { TEXT, number, type SqlType } from '../types/sql-type.js';

/** What is wrong with a row of a file. */
export interface LoadFault {
  readonly file: string;
  readonly message: string;
  readonly code: string;
  readonly category: string;
  readonly line: number;
  readonly character: number;
  readonly byteOffset: number | undefined;
  readonly row: number;
  /** The line on which the row begins. */
  readonly startLine: number;
  readonly column: string;
  /** The row as it is written. */
  readonly record: string;
}

/** What is told of the errors of a load, in the order of VALIDATION_MODE. */
export const ERROR_COLUMNS: readonly (readonly [string, SqlType])[] = [
  ['ERROR', TEXT],
  ['FILE', TEXT],
  ['LINE', number()],
  ['CHARACTER', number()],
  ['BYTE_OFFSET', number()],
  ['CATEGORY', TEXT],
  ['CODE', number()],
  ['SQL_STATE', TEXT],
  ['COLUMN_NAME', TEXT],
  ['ROW_NUMBER', number()],
  ['ROW_START_LINE', number()],
];

/** The cells of an error, and at the end of them the rejected row, which VALIDATE tells as well. */
export function errorCells(fault: LoadFault): readonly Cell[] {
  const { message, file, line, character, byteOffset, category, code, column, row, startLine, record } = fault;
  const place = [String(line), String(character), byteOffset === undefined ? null : String(byteOffset)];
  return [message, file, ...place, category, code, '22000', column, String(row), String(startLine), record];
}

/** How the loading of one file went. */
export interface FileLoad {
  /** DuckDB's name of the table, which is another when the table is made anew. */
  readonly table: string;
  /** Tells the file, as it was, from all others. */
  readonly mark: string;
  readonly queryId: string;
  readonly sessionId: string;
  /** As the answer of COPY names it. */
  readonly file: string;
  /** Its path within its stage. */
  readonly path: string;
  readonly stage: string;
  readonly size: number;
  /** Milliseconds since 1970. */
  readonly loadedAt: number;
  readonly status: 'LOADED' | 'PARTIALLY_LOADED' | 'LOAD_FAILED';
  readonly parsed: number;
  readonly loaded: number;
  readonly errors: number;
  readonly limit: number;
  readonly faults: readonly LoadFault[];
  /** True when a query stood between the file and the table. */
  readonly transformed: boolean;
}

/** What COPY has loaded, by table; it is gone when the engine closes. */
export class FileLoads {
  readonly #loads = new Map<string, FileLoad[]>();
  readonly #latest = new Map<string, string>();

  /** Remembers a load; the function returned forgets it again. */
  add(load: FileLoad): () => void {
    this.#latest.set(load.sessionId, load.queryId);
    const loads = this.#loads.get(load.table) ?? [];
    loads.push(load);
    this.#loads.set(load.table, loads);
    return () => loads.splice(loads.indexOf(load), 1);
  }

  /** What was loaded into a table, oldest first. */
  of(table: string): readonly FileLoad[] {
    return this.#loads.get(table) ?? [];
  }

  /** What one statement loaded. */
  by(queryId: string): readonly FileLoad[] {
    return [...this.#loads.values()].flat().filter((load) => load.queryId === queryId);
  }

  /** The latest statement of a session that loaded something. */
  latest(sessionId: string): string | undefined {
    return this.#latest.get(sessionId);
  }

  /** Forgets what was loaded into a table; the function returned remembers it again. */
  forget(table: string): () => void {
    const before = this.#loads.get(table) ?? [];
    this.#loads.delete(table);
    return () => this.#loads.set(table, before);
  }

  clear(): void {
    this.#loads.clear();
    this.#latest.clear();
  }
}
