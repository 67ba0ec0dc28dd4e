import type { Outcome } from '../commands/command.js';
import type { Typed } from '../compile/typed.js';
import { SnowflakeError } from '../errors.js';
import type { Piece } from './ast.js';
import { rowsAsValues } from './outcome-values.js';
import type { CursorSource, OpenCursor, ScriptScope } from './scope.js';

/** Reads the rows a cursor is made for, with values for its `?`. */
export type ReadSource = (source: Piece, values: readonly Piece[], scope: ScriptScope) => Promise<Outcome>;

/** Opens cursors, and takes their rows one after another. */
export class Cursors {
  readonly #read: ReadSource;

  constructor(read: ReadSource) {
    this.#read = read;
  }

  async open(name: string, values: readonly Piece[], scope: ScriptScope): Promise<OpenCursor> {
    const cursor = cursorOf(name, scope);
    if (cursor.open !== undefined) {
      throw cursorFault(`Cursor ${name} is already open.`);
    }
    const outcome = await this.#read(cursor.source, values, scope);
    cursor.open = { outcome, rows: await rowsAsValues(outcome), at: 0 };
    return cursor.open;
  }

  /** The next row; after the last one there are only NULLs. */
  fetch(name: string, scope: ScriptScope): ReadonlyMap<string, Typed> | undefined {
    const { open } = this.opened(name, scope);
    const row = open.rows[open.at];
    open.at += 1;
    return row;
  }

  close(name: string, scope: ScriptScope): void {
    const cursor: CursorSource = this.opened(name, scope);
    cursor.open = undefined;
  }

  /** @throws SnowflakeError 090229 when it is not open */
  opened(name: string, scope: ScriptScope): CursorSource & { open: OpenCursor } {
    const cursor = cursorOf(name, scope);
    if (!isOpen(cursor)) {
      throw cursorFault(`Cursor ${name} is not open.`);
    }
    return cursor;
  }
}

function cursorOf(name: string, scope: ScriptScope): CursorSource {
  const found = scope.rows(name);
  if (found?.kind !== 'cursor') {
    throw cursorFault(`Cursor ${name} is not declared.`);
  }
  return found;
}

function isOpen(cursor: CursorSource): cursor is CursorSource & { open: OpenCursor } {
  return cursor.open !== undefined;
}

/** 090229: a cursor or result set is used before its time. */
export function cursorFault(message: string): SnowflakeError {
  return new SnowflakeError('090229', 'P0000', message);
}
