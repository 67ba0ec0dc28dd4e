import { doesNotExist, unsupported } from '../compile/faults.js';
import { likePattern } from '../compile/items.js';
import { TEXT } from '../types/sql-type.js';
import { TYPE, type Outcome, type StatementContext } from './command.js';
import type { Filter } from './listing.js';
import { LISTINGS } from './listings.js';
import { notDone } from './refused-kinds.js';

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
  if (history && kind !== 'TABLES') {
    throw unsupported(`SHOW ${kind} HISTORY`);
  }
  const filter: Filter = { ...readFilter(context, kind), history };
  const listing = await list(context, filter);
  const named = listing.shape.findIndex(
    ([name]) => name === (kind === 'PARAMETERS' ? 'key' : kind === 'COLUMNS' ? 'column_name' : 'name'),
  );
  const nameOf = (row: (typeof listing.rows)[number]): string => row[named] ?? '';
  const found = listing.rows.filter(
    (row) => (filter.like?.test(nameOf(row)) ?? true) && nameOf(row).startsWith(filter.startsWith ?? ''),
  );
  const rows = after(
    found.map((row) => [nameOf(row), row] as const),
    filter.from,
  ).slice(0, filter.limit);
  const kept = listing.shape
    .map(([name], at) => ({ name, at }))
    .filter(({ name }) => !terse || listing.terse.includes(name));
  return {
    columns: kept.map(({ name, at }) => ({ name, type: listing.shape[at]?.[1] ?? TEXT, nullable: true })),
    typeId: TYPE.show,
    rows: { cells: context.request.describeOnly ? [] : rows.map((row) => kept.map(({ at }) => row[at] ?? null)) },
  };
}

/** The rows behind the one whose name starts so. */
function after<T>(rows: readonly (readonly [string, T])[], from: string | undefined): readonly T[] {
  const at = from === undefined ? -1 : rows.findIndex(([name]) => name.startsWith(from));
  return rows.slice(at + 1).map(([, row]) => row);
}

/** The words that name what is listed: the most of them that are known. */
function readKind({ grammar: { stream } }: StatementContext): string {
  const known = [...LISTINGS.keys()].filter((kind) => stream.sees(...kind.split(' ')));
  const kind = known.sort((left, right) => right.length - left.length)[0];
  if (kind !== undefined) {
    stream.expect(...kind.split(' '));
    return kind;
  }
  if (stream.sees('USER', 'FUNCTIONS') || stream.sees('USER', 'PROCEDURES')) {
    stream.next();
    return stream.next().value;
  }
  return '';
}

function readFilter(context: StatementContext, kind: string): Omit<Filter, 'history'> {
  const { grammar, state } = context;
  const { stream } = grammar;
  const like = stream.accept('LIKE') ? likePattern(stream.string()) : undefined;
  let place: Pick<Filter, 'database' | 'schema' | 'table'> = {
    database: kind === 'DATABASES' ? undefined : (state.database ?? undefined),
    schema: kind === 'SCHEMAS' ? undefined : (state.schema ?? undefined),
    table: undefined,
  };
  if (kind === 'GRANTS') {
    skipGrantee(stream);
  } else if (stream.acceptAny('IN', 'FOR') !== undefined) {
    place = readPlace(context, kind);
  }
  const late = like ?? (stream.accept('LIKE') ? likePattern(stream.string()) : undefined);
  const startsWith = stream.accept('STARTS', 'WITH') ? stream.string() : undefined;
  const limit = stream.accept('LIMIT') ? stream.integer() : undefined;
  const from = stream.accept('FROM') ? stream.string() : undefined;
  stream.finish();
  return { like: late, startsWith, limit, from, ...place };
}

/** Nobody has been granted anything, whoever and whatever is asked for. */
function skipGrantee(stream: StatementContext['grammar']['stream']): void {
  while (stream.peek() !== undefined && !stream.seesAny(';', 'LIMIT')) {
    stream.next();
  }
}

function readPlace(context: StatementContext, kind: string): Pick<Filter, 'database' | 'schema' | 'table'> {
  const { grammar, catalog, compiler, state } = context;
  const { stream } = grammar;
  const word = stream.acceptAny('ACCOUNT', 'DATABASE', 'SCHEMA', 'TABLE', 'VIEW', 'SESSION', 'USER', 'WAREHOUSE');
  const named = stream.peek()?.kind === 'word' || stream.peek()?.kind === 'quoted';
  const follows = named && !stream.seesAny('LIKE', 'STARTS', 'LIMIT');
  if (!follows) {
    const here = word === 'DATABASE' || word === 'SCHEMA';
    return {
      database: here ? (state.database ?? undefined) : undefined,
      schema: word === 'SCHEMA' ? (state.schema ?? undefined) : undefined,
      table: undefined,
    };
  }
  const names = grammar.objectName().map(({ text }) => text);
  if (word === 'DATABASE' || (word === undefined && kind === 'SCHEMAS')) {
    if (catalog.database(names[0] ?? '') === undefined) {
      throw doesNotExist('Database', names);
    }
    return { database: names[0], schema: undefined, table: undefined };
  }
  if (word === 'TABLE' || word === 'VIEW' || (word === undefined && (kind === 'COLUMNS' || kind.endsWith(' KEYS')))) {
    const [database, schema, name] = compiler.qualify(names);
    const table = catalog.relation(database, schema, name, state.options.sessionId);
    if (table === undefined) {
      throw doesNotExist('Table', names);
    }
    return { database, schema, table };
  }
  const [schema, database = state.database ?? undefined] = names.toReversed();
  if (catalog.schema(database ?? '', schema ?? '') === undefined) {
    throw doesNotExist('Schema', names);
  }
  return { database, schema, table: undefined };
}
