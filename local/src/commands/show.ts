import { unsupported } from '../compile/faults.js';
import type { Cell } from '../statement.js';
import { TEXT } from '../types/sql-type.js';
import { TYPE, type Outcome, type StatementContext } from './command.js';
import type { Filter, Listing } from './listing.js';
import { LISTINGS } from './listings.js';
import { notDone } from './refused-kinds.js';
import { readFilter } from './show-filter.js';

/** Kinds of which SHOW … HISTORY lists what was dropped as well. */
const WITH_HISTORY: ReadonlySet<string> = new Set(['TABLES', 'SCHEMAS', 'DATABASES']);

/** SHOW: what there is, as far as the engine keeps it. */
export async function runShow(context: StatementContext): Promise<Outcome> {
  const { stream } = context.grammar;
  stream.expect('SHOW');
  const terse = stream.accept('TERSE');
  const kind = readKind(context);
  const list = LISTINGS.get(kind);
  if (list === undefined) {
    throw notDone('SHOW', stream);
  }
  const history = stream.accept('HISTORY');
  if (history && !WITH_HISTORY.has(kind)) {
    throw unsupported(`SHOW ${kind} HISTORY`);
  }
  const filter: Filter = { ...readFilter(context, kind), history };
  const listing = await list(context, filter);
  const short = terse && listing.terse.length > 0;
  const columns = short ? listing.terse : listing.shape.map(([name]) => name);
  const kept = columns.map((name) => ({ name, at: listing.shape.findIndex(([own]) => own === name) }));
  const { terseKind } = listing;
  const cellOf = (row: readonly Cell[], { name, at }: { name: string; at: number }): Cell =>
    short && name === 'kind' && terseKind !== undefined ? terseKind : (row[at] ?? null);
  const rows = context.request.describeOnly ? [] : rowsOf(listing, kind, filter);
  return {
    columns: kept.map(({ name, at }) => ({ name, type: listing.shape[at]?.[1] ?? TEXT, nullable: true })),
    typeId: TYPE.show,
    rows: { cells: rows.map((row) => kept.map((column) => cellOf(row, column))) },
  };
}

/** What the filters leave of a listing. */
function rowsOf({ shape, rows }: Listing, kind: string, filter: Filter): readonly (readonly Cell[])[] {
  const cellOf = (row: readonly Cell[], name: string): Cell | undefined =>
    row[shape.findIndex(([own]) => own === name)];
  const named = kind === 'PARAMETERS' ? 'key' : kind === 'COLUMNS' ? 'column_name' : 'name';
  const nameOf = (row: readonly Cell[]): string => cellOf(row, named) ?? '';
  const found = rows.filter(
    (row) =>
      isWithin(filter.database, cellOf(row, 'database_name')) &&
      isWithin(filter.schema, cellOf(row, 'schema_name')) &&
      (filter.like?.test(nameOf(row)) ?? true) &&
      nameOf(row).startsWith(filter.startsWith ?? '') &&
      (filter.from === undefined || nameOf(row) > filter.from),
  );
  return found.slice(0, filter.limit);
}

/** True where nothing is asked for, and where a listing does not tell of places. */
function isWithin(asked: string | undefined, place: Cell | undefined): boolean {
  return asked === undefined || place === undefined || place === null || place === '' || place === asked;
}

/** The words that name what is listed: the most of them that are known. */
function readKind({ grammar: { stream } }: StatementContext): string {
  const known = [...LISTINGS.keys()].filter((kind) => stream.sees(...kind.split(' ')));
  const kind = known.sort((left, right) => right.length - left.length)[0];
  if (kind !== undefined) {
    stream.expect(...kind.split(' '));
    return kind;
  }
  return '';
}
