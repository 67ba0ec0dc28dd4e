import type { ResultTable } from '../compile/compiler.js';
import type { Typed } from '../compile/typed.js';

/** What a statement sees beyond the session: the block it stands in, and the statement around that. */
export interface Sight {
  readonly locals: ReadonlyMap<string, Typed>;
  readonly values: readonly Typed[] | undefined;
  /** Milliseconds since 1970 at which it began. */
  readonly now: number;
  readonly answers: Map<string, readonly (string | null)[]>;
  readonly calls: Map<string, ResultTable>;
  /** Rows of earlier statements, by their query ids. */
  readonly results: Map<string, ResultTable>;
  readonly piped: readonly ResultTable[];
  /** Ids of the statements that the outermost one has run so far. */
  readonly nested: string[];
  /** The tables the outermost one makes for itself; dropped when its rows have been read. */
  readonly scratch: string[];
  /** True when nothing else runs on the connection until its rows have been read. */
  readonly streams: boolean;
  /** True in a procedure that a SELECT reads: it may only read. */
  readonly readsOnly: boolean;
  /** Kept, so that a statement that is compiled again neither acts nor fetches again. */
  found: Found | undefined;
}

/** What was done and fetched for a statement before it was compiled. */
export interface Found {
  /** What functions that act, such as SYSTEM$WAIT, have answered, by where they stand in the text. */
  readonly effects: ReadonlyMap<number, string>;
  /** Rows of staged files, by the places of the stages in the text. */
  readonly staged: Map<number, ResultTable>;
}

/** Before anything was done or fetched. */
export const NOTHING_FOUND: Found = { effects: new Map(), staged: new Map() };

/** What a statement is given of the one around it. */
export type InnerSight = Partial<Sight> & Pick<Sight, 'scratch'>;

/** The sight of a statement that begins. */
export function openSight(inside: InnerSight, now: number): Sight {
  return {
    locals: new Map(),
    values: undefined,
    nested: [],
    piped: [],
    streams: false,
    readsOnly: false,
    ...inside,
    now,
    answers: new Map(),
    calls: new Map(),
    results: new Map(),
    found: undefined,
  };
}
