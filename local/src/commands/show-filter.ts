import type { SnowflakeError } from '../errors.js';
import { doesNotExist, noSuchPlace, unsupported } from '../compile/faults.js';
import { likePattern } from '../compile/items.js';
import type { ParameterHolder } from '../session/object-parameters.js';
import type { StatementContext } from './command.js';
import type { Filter } from './listing.js';
import { accountKind } from './account-objects.js';

type Stream = StatementContext['grammar']['stream'];
type Place = Pick<Filter, 'database' | 'schema' | 'table' | 'holder' | 'everywhere' | 'placed' | 'grants'>;

/** Kinds whose listing is of the whole account when no place is named. */
const OF_ACCOUNT: ReadonlySet<string> = new Set(['DATABASES']);

/** Reads what follows the kind of a SHOW: LIKE, IN, STARTS WITH and LIMIT. */
export function readFilter(context: StatementContext, kind: string): Omit<Filter, 'history'> {
  const { stream } = context.grammar;
  const like = readLike(stream);
  const place = kind.endsWith('GRANTS') ? readGrantee(context) : readPlaceOf(context, kind);
  const late = like ?? readLike(stream);
  const startsWith = stream.accept('STARTS', 'WITH') ? stream.string() : undefined;
  const rootOnly = kind === 'TASKS' && stream.accept('ROOT', 'ONLY');
  const limit = stream.accept('LIMIT') ? stream.integer() : undefined;
  const from = stream.accept('FROM') ? stream.string() : undefined;
  if (stream.accept('WITH', 'PRIVILEGES')) {
    // Everyone has them all.
    stream.series(() => readPrivilege(stream));
  }
  stream.finish();
  return { like: late, startsWith, limit, from, rootOnly, ...place };
}

function readLike(stream: Stream): RegExp | undefined {
  return stream.accept('LIKE') ? likePattern(stream.string()) : undefined;
}

function readPrivilege(stream: Stream): void {
  do {
    stream.name();
  } while (stream.peek()?.kind === 'word');
}

const NOWHERE: Place = {
  database: undefined,
  schema: undefined,
  table: undefined,
  holder: undefined,
  everywhere: false,
  placed: true,
  grants: undefined,
};

/** Nobody has been granted anything, whoever and whatever is asked for. */
function readGrantee({ grammar: { stream } }: StatementContext): Place {
  const own = stream.peek() === undefined || stream.seesAny(';', 'LIMIT') || stream.sees('TO', 'USER');
  const grants = own ? 'to user' : stream.sees('OF') ? 'of' : stream.sees('ON') ? 'on' : 'to';
  while (stream.peek() !== undefined && !stream.seesAny(';', 'LIMIT', 'LIKE', 'STARTS')) {
    stream.next();
  }
  return { ...NOWHERE, grants };
}

function readPlaceOf(context: StatementContext, kind: string): Place {
  const { state, grammar } = context;
  if (grammar.stream.acceptAny('IN', 'FOR') !== undefined) {
    return kind === 'PARAMETERS' ? readHolder(context) : readPlace(context, kind);
  }
  return {
    ...NOWHERE,
    placed: false,
    database: OF_ACCOUNT.has(kind) ? undefined : (state.database ?? undefined),
    schema: kind === 'SCHEMAS' ? undefined : (state.schema ?? undefined),
  };
}

const WORDS = ['ACCOUNT', 'DATABASE', 'SCHEMA', 'TABLE', 'VIEW', 'SESSION', 'USER', 'WAREHOUSE', 'TASK'] as const;

/** A name may be left out: then the session's own is meant. */
function seesName(stream: Stream): boolean {
  const kind = stream.peek()?.kind;
  return (kind === 'word' || kind === 'quoted') && !stream.seesAny('LIKE', 'STARTS', 'LIMIT', 'WITH');
}

/** Whose parameters are asked for. @throws SnowflakeError 002003 when there is no such object */
function readHolder(context: StatementContext): Place {
  const { grammar, catalog, compiler, state } = context;
  const { stream } = grammar;
  const word = stream.acceptAny(...WORDS);
  if (word === undefined || word === 'VIEW') {
    throw stream.unexpected();
  }
  if (word === 'SESSION' || word === 'ACCOUNT') {
    return NOWHERE;
  }
  if (!seesName(stream)) {
    return { ...NOWHERE, holder: word };
  }
  const names = grammar.objectName().map(({ text }) => text);
  const [last = '', schema = state.database ?? ''] = names.toReversed();
  const account = accountKind(word);
  const exists: Readonly<Record<ParameterHolder, () => boolean>> = {
    USER: () => account !== undefined && catalog.accountObjects.get(account, last) !== undefined,
    WAREHOUSE: () => account !== undefined && catalog.accountObjects.get(account, last) !== undefined,
    DATABASE: () => catalog.database(last) !== undefined,
    SCHEMA: () => catalog.schema(schema, last) !== undefined,
    TABLE: () => catalog.relation(...compiler.qualify(names), state.options.sessionId) !== undefined,
    TASK: () => catalog.tasks.get(...compiler.qualify(names)) !== undefined,
  };
  if (!exists[word]()) {
    throw doesNotExist(word.charAt(0) + word.slice(1).toLowerCase(), names);
  }
  return { ...NOWHERE, holder: word };
}

function readPlace(context: StatementContext, kind: string): Place {
  const { grammar, catalog, compiler, state } = context;
  const { stream } = grammar;
  if (stream.seesAny('APPLICATION', 'CLASS') && ['word', 'quoted'].includes(stream.peek(1)?.kind ?? '')) {
    throw unsupported(`SHOW ${kind} IN ${stream.next().value}`);
  }
  const word = stream.acceptAny(...WORDS);
  if (!seesName(stream)) {
    const here = word === 'DATABASE' || word === 'SCHEMA';
    return {
      ...NOWHERE,
      everywhere: word === 'ACCOUNT',
      placed: word !== 'ACCOUNT',
      database: here ? (state.database ?? undefined) : undefined,
      schema: word === 'SCHEMA' ? (state.schema ?? undefined) : undefined,
    };
  }
  const names = grammar.objectName().map(({ text }) => text);
  if (word === 'DATABASE' || (word === undefined && (kind === 'SCHEMAS' || kind === 'DATABASE ROLES'))) {
    if (catalog.database(names[0] ?? '') === undefined) {
      throw missingPlace(kind, 'Database', names);
    }
    return { ...NOWHERE, database: names[0] };
  }
  if (word === 'TABLE' || word === 'VIEW' || (word === undefined && (kind === 'COLUMNS' || kind.endsWith(' KEYS')))) {
    const [database, schema, name] = compiler.qualify(names);
    const table = catalog.relation(database, schema, name, state.options.sessionId);
    if (table === undefined) {
      throw doesNotExist('Table', names);
    }
    return { ...NOWHERE, database, schema, table };
  }
  const [schema, database = state.database ?? undefined] = names.toReversed();
  if (schema !== 'INFORMATION_SCHEMA' && catalog.schema(database ?? '', schema ?? '') === undefined) {
    throw missingPlace(kind, 'Schema', names);
  }
  return { ...NOWHERE, database, schema };
}

/** The kinds whose listing says 002043 of a place that is not there, by a suite of tests that runs on an account. */
const NAMELESS: ReadonlySet<string> = new Set([
  'DYNAMIC TABLES',
  'EVENT TABLES',
  'EXTERNAL TABLES',
  'FILE FORMATS',
  'NETWORK RULES',
  'OBJECTS',
  'SCHEMAS',
  'STAGES',
  'STREAMLITS',
  'TABLES',
  'VIEWS',
]);

function missingPlace(kind: string, word: string, names: readonly string[]): SnowflakeError {
  return NAMELESS.has(kind) ? noSuchPlace() : doesNotExist(word, names);
}
