import { storedMoment } from '../catalog/information-schema.js';
import { rowsQuery } from '../catalog/information-schema.js';
import type { PastQuery } from '../statement.js';
import type { CallNode, Expression, Span } from '../syntax/ast.js';
import { ARRAY, BOOLEAN, TEXT, number, timestamp, type SqlType } from '../types/sql-type.js';
import { castTo } from './casts.js';
import type { CompiledQuery, Compiler } from './compiler.js';
import { EMPTY_SCOPE } from './scope.js';
import { unsupported } from './faults.js';

const MOMENT = timestamp('ltz', 3);
const COUNT = number();

type Told = (query: PastQuery) => string | null;

/** What the engine does not measure or have: always NULL. */
const unknown = (names: string, type: SqlType = COUNT): readonly (readonly [string, SqlType, Told])[] =>
  names.split(' ').map((name) => [name, type, () => null]);

/** The columns of the functions, in the order of the reference. */
const COLUMNS: readonly (readonly [string, SqlType, Told])[] = [
  ['QUERY_ID', TEXT, ({ queryId }) => queryId],
  ['QUERY_TEXT', TEXT, ({ sql }) => sql],
  ['DATABASE_NAME', TEXT, ({ database }) => database],
  ['SCHEMA_NAME', TEXT, ({ schema }) => schema],
  ['QUERY_TYPE', TEXT, ({ sql }) => typeOf(sql)],
  ['SESSION_ID', COUNT, ({ sessionId }) => sessionId],
  ...unknown('AUTHN_EVENT_ID'),
  ['USER_NAME', TEXT, ({ user }) => user.toUpperCase()],
  ...unknown('USER_TYPE USER_DATABASE_NAME USER_SCHEMA_NAME', TEXT),
  ['ROLE_NAME', TEXT, ({ role }) => role],
  ['WAREHOUSE_NAME', TEXT, ({ warehouse }) => warehouse],
  ...unknown('WAREHOUSE_SIZE WAREHOUSE_TYPE', TEXT),
  ...unknown('CLUSTER_NUMBER'),
  ['QUERY_TAG', TEXT, ({ tag }) => tag],
  ['EXECUTION_STATUS', TEXT, ({ state }) => state],
  ['ERROR_CODE', TEXT, ({ errorCode }) => errorCode ?? null],
  ['ERROR_MESSAGE', TEXT, ({ errorMessage }) => errorMessage ?? null],
  ['START_TIME', MOMENT, ({ startedAt }) => storedMoment(startedAt.getTime())],
  ['END_TIME', MOMENT, ({ endedAt }) => storedMoment(endedAt?.getTime() ?? 0)],
  [
    'TOTAL_ELAPSED_TIME',
    COUNT,
    ({ startedAt, endedAt = new Date() }) => String(endedAt.getTime() - startedAt.getTime()),
  ],
  ...unknown('BYTES_SCANNED ROWS_PRODUCED COMPILATION_TIME EXECUTION_TIME QUEUED_PROVISIONING_TIME'),
  ...unknown('QUEUED_REPAIR_TIME QUEUED_OVERLOAD_TIME TRANSACTION_BLOCKED_TIME'),
  ...unknown('OUTBOUND_DATA_TRANSFER_CLOUD OUTBOUND_DATA_TRANSFER_REGION', TEXT),
  ...unknown('OUTBOUND_DATA_TRANSFER_BYTES'),
  ...unknown('INBOUND_DATA_TRANSFER_CLOUD INBOUND_DATA_TRANSFER_REGION', TEXT),
  ...unknown('INBOUND_DATA_TRANSFER_BYTES LIST_EXTERNAL_FILE_TIME CREDITS_USED_CLOUD_SERVICES'),
  ...unknown('RELEASE_VERSION', TEXT),
  ...unknown('EXTERNAL_FUNCTION_TOTAL_INVOCATIONS EXTERNAL_FUNCTION_TOTAL_SENT_ROWS'),
  ...unknown('EXTERNAL_FUNCTION_TOTAL_RECEIVED_ROWS EXTERNAL_FUNCTION_TOTAL_SENT_BYTES'),
  ...unknown('EXTERNAL_FUNCTION_TOTAL_RECEIVED_BYTES'),
  ['IS_CLIENT_GENERATED_STATEMENT', BOOLEAN, () => 'false'],
  ...unknown('QUERY_HASH', TEXT),
  ...unknown('QUERY_HASH_VERSION'),
  ...unknown('QUERY_PARAMETERIZED_HASH', TEXT),
  ...unknown('QUERY_PARAMETERIZED_HASH_VERSION TRANSACTION_ID QUERY_ACCELERATION_BYTES_SCANNED'),
  ...unknown('QUERY_ACCELERATION_PARTITIONS_SCANNED QUERY_ACCELERATION_UPPER_LIMIT_SCALE_FACTOR'),
  ...unknown('BYTES_WRITTEN_TO_RESULT ROWS_WRITTEN_TO_RESULT ROWS_INSERTED QUERY_RETRY_TIME'),
  ...unknown('QUERY_RETRY_CAUSE', TEXT),
  ...unknown('FAULT_HANDLING_TIME'),
  ...unknown('BIND_VALUES', ARRAY),
  ...unknown('AGENT_TYPE', TEXT),
];

/** INFORMATION_SCHEMA's table functions over past statements, and what each keeps of them. */
const KEPT: Readonly<Record<string, string>> = {
  QUERY_HISTORY: '',
  QUERY_HISTORY_BY_SESSION: 'SESSION_ID',
  QUERY_HISTORY_BY_USER: 'USER_NAME',
  QUERY_HISTORY_BY_WAREHOUSE: 'WAREHOUSE_NAME',
};

/** A call of QUERY_HISTORY or one of its kin as a query, latest statement first; undefined for other calls. */
export function queryHistory(compiler: Compiler, call: CallNode & Span): CompiledQuery | undefined {
  const [name = '', schema] = call.path.map(({ text }) => text).toReversed();
  const key = KEPT[name];
  if (key === undefined || schema !== 'INFORMATION_SCHEMA') {
    return undefined;
  }
  const args = readArguments(name, call, key);
  const text = (given: string): string | undefined => {
    const node = args.get(given);
    return node?.kind === 'number' ? node.text : node && textOf(compiler, node);
  };
  const wanted = text(key) ?? defaultOf(compiler, key);
  const [from, until] = ['END_TIME_RANGE_START', 'END_TIME_RANGE_END'].map((bound) =>
    momentOf(compiler, args.get(bound)),
  );
  const rows = compiler.environment
    .history()
    .filter((query) => wanted === undefined || keyOf(query, key) === wanted)
    .filter((query) => endsBetween(query, from, until))
    .toReversed()
    .slice(0, Number(text('RESULT_LIMIT') ?? 100));
  const columns = COLUMNS.map(([column, type]) => [column, type] as const);
  return rowsQuery(
    columns,
    rows.map((query) => COLUMNS.map(([, , told]) => told(query))),
  );
}

/** Arguments by their names; those without come in the order of the reference. */
function readArguments(name: string, call: CallNode, key: string): ReadonlyMap<string, Expression> {
  const known = [
    key,
    'END_TIME_RANGE_START',
    'END_TIME_RANGE_END',
    'RESULT_LIMIT',
    'INCLUDE_CLIENT_GENERATED_STATEMENT',
  ];
  const places = known.filter((given) => given !== '');
  const unread = [...call.named.keys()].find((given) => !places.includes(given));
  if (unread !== undefined || call.args.length > places.length) {
    throw unsupported(`${name} with ${unread ?? 'more arguments'}`);
  }
  return new Map([...call.args.map((arg, at): [string, Expression] => [places[at] ?? '', arg]), ...call.named]);
}

/** What an argument comes to, which the database has to work out where it is no constant; undefined for NULL. */
function textOf(compiler: Compiler, node: Expression): string | undefined {
  const value = compiler.expression(node, EMPTY_SCOPE);
  if (value.literal !== undefined) {
    return value.literal;
  }
  const [text] = compiler.environment.lookUp(`SELECT ${castTo(compiler, value, TEXT).sql}`);
  return text ?? undefined;
}

/** Nanoseconds since 1970, which the database has to work out. */
function momentOf(compiler: Compiler, node: Expression | undefined): bigint | undefined {
  if (node === undefined) {
    return undefined;
  }
  const moment = castTo(compiler, compiler.expression(node, EMPTY_SCOPE), MOMENT).sql;
  const [text] = compiler.environment.lookUp(`SELECT CAST(CAST(${moment} AS BIGINT) AS VARCHAR)`);
  return text === undefined || text === null ? undefined : BigInt(text);
}

/** A statement that still runs has no end, and is told unless an end is asked for. */
function endsBetween({ endedAt }: PastQuery, from: bigint | undefined, until: bigint | undefined): boolean {
  if (endedAt === undefined) {
    return until === undefined;
  }
  const end = BigInt(storedMoment(endedAt.getTime()));
  return (from === undefined || end >= from) && (until === undefined || end <= until);
}

/** Without an argument, each asks for what the session itself has. */
function defaultOf(compiler: Compiler, key: string): string | undefined {
  const { environment } = compiler;
  switch (key) {
    case 'SESSION_ID':
      return environment.sessionId;
    case 'USER_NAME':
      return environment.contextValue('CURRENT_USER') ?? undefined;
    case 'WAREHOUSE_NAME':
      return environment.contextValue('CURRENT_WAREHOUSE') ?? undefined;
    default:
      return undefined;
  }
}

function keyOf(query: PastQuery, key: string): string | null {
  return key === 'SESSION_ID' ? query.sessionId : key === 'USER_NAME' ? query.user.toUpperCase() : query.warehouse;
}

/** The first words say what a statement does, as far as it matters here. */
function typeOf(sql: string): string {
  const word = /[a-z]+/i.exec(sql)?.[0]?.toUpperCase() ?? 'UNKNOWN';
  return word === 'WITH' || word === 'VALUES' ? 'SELECT' : word;
}
