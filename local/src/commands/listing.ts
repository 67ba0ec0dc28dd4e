import type { Relation } from '../catalog/model.js';
import { encodeNanoseconds } from '../encode/cells.js';
import type { ParameterHolder } from '../session/object-parameters.js';
import type { Cell } from '../statement.js';
import { TEXT, number, timestamp, type SqlType } from '../types/sql-type.js';
import { type StatementContext } from './command.js';

/** Columns of a listing. */
export type Shape = readonly (readonly [string, SqlType])[];

/** What a SHOW lists. */
export interface Listing {
  readonly shape: Shape;
  readonly rows: readonly (readonly Cell[])[];
  /** Columns TERSE keeps. */
  readonly terse: readonly string[];
  /** What TERSE tells as the kind of each; undefined where the listing's own column tells it. */
  readonly terseKind?: string | null;
}

/** What a SHOW asks for. */
export interface Filter {
  readonly like: RegExp | undefined;
  readonly startsWith: string | undefined;
  readonly limit: number | undefined;
  /** Only names behind this one in their order are listed. */
  readonly from: string | undefined;
  readonly database: string | undefined;
  readonly schema: string | undefined;
  readonly table: Relation | undefined;
  /** The kind of object whose parameters are asked for; undefined for the session's own. */
  readonly holder: ParameterHolder | undefined;
  /** Which grants are asked for: those of a role, on an object, to a user or to a role. */
  readonly grants: 'of' | 'on' | 'to user' | 'to' | undefined;
  /** True when the whole account is asked for. */
  readonly everywhere: boolean;
  /** True when a place was named. */
  readonly placed: boolean;
  /** True when only tasks that run after no other are asked for. */
  readonly rootOnly: boolean;
  /** True when what was dropped is asked for too. */
  readonly history: boolean;
}

/** The type of created_on. */
export const MOMENT = timestamp('ltz', 3);
/** Columns TERSE keeps of most listings. */
export const TERSE = ['created_on', 'name', 'kind', 'database_name', 'schema_name'];

/** Columns by their names: text, but for moments, marked `@`, and numbers, marked `#`. */
export function shapeOf(columns: string): Shape {
  return columns.split(' ').map((column) => {
    const type = column.endsWith('@') ? MOMENT : column.endsWith('#') ? number() : TEXT;
    return [column.replace(/[@#]$/, ''), type] as const;
  });
}

/** The cells of a row by their columns; those that are not told are null. */
export function rowOf(shape: Shape, cells: Readonly<Record<string, Cell>>): readonly Cell[] {
  return shape.map(([name]) => cells[name] ?? null);
}

/** A moment in milliseconds, as a cell. */
export function moment(milliseconds: number): string {
  return encodeNanoseconds(BigInt(milliseconds) * 1_000_000n, 3);
}

/** Makes one listing. */
export type Lister = (context: StatementContext, filter: Filter) => Listing | Promise<Listing>;
