import { storedMoment } from '../catalog/information-schema.js';
import { rowsQuery } from '../catalog/information-schema.js';
import type { PastQuery } from '../statement.js';
import type { CallNode, Span } from '../syntax/ast.js';
import { TEXT, number, timestamp, type SqlType } from '../types/sql-type.js';
import type { CompiledQuery, Compiler } from './compiler.js';
import { EMPTY_SCOPE } from './scope.js';
import { unsupported } from './faults.js';

const MOMENT = timestamp('ltz', 3);
const COUNT = number();

/** What the engine does not measure; always NULL. */
const UNKNOWN = [
  'BYTES_SCANNED',
  'ROWS_PRODUCED',
  'COMPILATION_TIME',
  'EXECUTION_TIME',
  'QUEUED_PROVISIONING_TIME',
  'QUEUED_REPAIR_TIME',
  'QUEUED_OVERLOAD_TIME',
  'TRANSACTION_BLOCKED_TIME',
  'CREDITS_USED_CLOUD_SERVICES',
];

const COLUMNS: readonly (readonly [string, SqlType])[] = [
  ['QUERY_ID', TEXT],
  ['QUERY_TEXT', TEXT],
  ['DATABASE_NAME', TEXT],
  ['SCHEMA_NAME', TEXT],
  ['QUERY_TYPE', TEXT],
  ['SESSION_ID', COUNT],
  ['USER_NAME', TEXT],
  ['ROLE_NAME', TEXT],
  ['WAREHOUSE_NAME', TEXT],
  ['WAREHOUSE_SIZE', TEXT],
  ['WAREHOUSE_TYPE', TEXT],
  ['CLUSTER_NUMBER', COUNT],
  ['QUERY_TAG', TEXT],
  ['EXECUTION_STATUS', TEXT],
  ['ERROR_CODE', TEXT],
  ['ERROR_MESSAGE', TEXT],
  ['START_TIME', MOMENT],
  ['END_TIME', MOMENT],
  ['TOTAL_ELAPSED_TIME', COUNT],
  ...UNKNOWN.map((name): readonly [string, SqlType] => [name, COUNT]),
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
  const unknown = [...call.named.keys()].find((given) => given !== 'RESULT_LIMIT' && given !== key);
  if (unknown !== undefined) {
    throw unsupported(`${name} with ${unknown}`);
  }
  const wanted = argument(compiler, call, key) ?? defaultOf(compiler, key);
  const limit = Number(argument(compiler, call, 'RESULT_LIMIT') ?? 100);
  const rows = compiler.environment
    .history()
    .filter((query) => wanted === undefined || keyOf(query, key) === wanted)
    .toReversed()
    .slice(0, limit);
  return rowsQuery(COLUMNS, rows.map(cellsOf));
}

function argument(compiler: Compiler, call: CallNode, name: string): string | undefined {
  const node = call.named.get(name) ?? (name === 'RESULT_LIMIT' ? undefined : call.args[0]);
  if (node === undefined) {
    return undefined;
  }
  return node.kind === 'number' ? node.text : compiler.expression(node, EMPTY_SCOPE).literal;
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

function cellsOf(query: PastQuery): readonly (string | null)[] {
  const { state, startedAt, endedAt } = query;
  const ended = endedAt ?? new Date();
  return [
    query.queryId,
    query.sql,
    query.database,
    query.schema,
    typeOf(query.sql),
    query.sessionId,
    query.user.toUpperCase(),
    query.role,
    query.warehouse,
    null,
    null,
    null,
    '',
    state,
    query.errorCode ?? null,
    query.errorMessage ?? null,
    storedMoment(startedAt.getTime()),
    endedAt === undefined ? null : storedMoment(endedAt.getTime()),
    String(ended.getTime() - startedAt.getTime()),
    ...UNKNOWN.map(() => null),
  ];
}
