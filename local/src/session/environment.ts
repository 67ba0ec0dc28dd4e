import type { Catalog } from '../catalog/catalog.js';
import type { CompileEnvironment, ResultTable } from '../compile/compiler.js';
import type { Faults } from '../compile/faults.js';
import { PendingCall, PendingLookUp, PendingResult } from '../compile/look-up.js';
import { nullOf, type Typed } from '../compile/typed.js';
import { FUNCTIONS } from '../functions/registry.js';
import type { StatementRequest } from '../statement.js';
import type { Span } from '../syntax/ast.js';
import type { TimestampMapping } from '../syntax/data-type.js';
import { SnowflakeError } from '../errors.js';
import { bindColumn, bindLiteral } from './binds.js';
import type { SessionParameters } from './parameters.js';
import type { SessionState } from './session-state.js';

/** What a statement can see beyond the session's state. */
export interface StatementSight {
  readonly request: StatementRequest;
  /** Variables of the block the statement stands in, which hide those of the session. */
  readonly locals: ReadonlyMap<string, Typed>;
  /** Milliseconds since 1970 at which the statement began, by the time of SQL. */
  readonly now: number;
  /** The id of the transaction that is open. */
  readonly transactionId: string | undefined;
  readonly parameters: SessionParameters;
  /** Rows of earlier statements, by their query ids. */
  readonly results: ReadonlyMap<string, ResultTable>;
  /** Rows of staged files, by the places of the stages in the text. */
  readonly staged: Map<number, ResultTable>;
  /** Values of functions that act, such as SYSTEM$WAIT, by where they stand in the text. */
  readonly effects: ReadonlyMap<number, string>;
  /** Rows of the statements before this one in a chain of `->>`, the nearest first. */
  readonly piped: readonly ResultTable[];
  /** Rows of procedures the statement reads, by their calls. */
  readonly calls: ReadonlyMap<string, ResultTable>;
  /** Values of `?`, when the statement runs inside of another; they hide the binds of that. */
  readonly values: readonly Typed[] | undefined;
  /** Ids of statements the one around this has run so far. */
  readonly nested: readonly string[];
  /** Answers the compiler has asked for, by their questions. */
  readonly answers: ReadonlyMap<string, readonly (string | null)[]>;
  /** Set when array binds stand in a DuckDB table of this alias. */
  readonly bindTable: string | undefined;
}

/** Makes the environment in which one statement is compiled. */
export function createEnvironment(catalog: Catalog, state: SessionState, sight: StatementSight): CompileEnvironment {
  const { request, parameters } = sight;
  return {
    catalog,
    database: state.database,
    schema: state.schema,
    sessionId: state.options.sessionId,
    mapping: mappingOf(parameters),
    functions: FUNCTIONS,
    piped: sight.piped,
    lookUp: (sql) => answerOf(sight, sql),
    callResult: (call) => callOf(sight, call),
    earlierResult: (queryId) => earlierResultOf(sight, queryId),
    effects: sight.effects,
    staged: sight.staged,
    now: sight.now,
    parameter: (name) => String(parameters.get(name)),
    variable: (name) => variableOf(state, sight, name).literal ?? '',
    variableValue: (name) => variableOf(state, sight, name),
    isLocal: (name) => sight.locals.has(name),
    bind: (index) => sight.values?.[index - 1]?.literal ?? String(request.binds[String(index)]?.value ?? ''),
    bindValue: (index, span, faults) => sight.values?.[index - 1] ?? bindOf(sight, index, span, faults),
    contextValue: (name) => contextValue(state, sight, name),
    history: () => state.options.control.history(),
    lastQueryId: (back) => lastQueryId(state, sight, back),
  };
}

function answerOf({ answers }: StatementSight, sql: string): readonly (string | null)[] {
  const answer = answers.get(sql);
  if (answer === undefined) {
    throw new PendingLookUp(sql);
  }
  return answer;
}

function callOf({ calls }: StatementSight, call: string): ResultTable {
  const result = calls.get(call);
  if (result === undefined) {
    throw new PendingCall(call);
  }
  return result;
}

function earlierResultOf({ results }: StatementSight, queryId: string): ResultTable {
  const result = results.get(queryId);
  if (result === undefined) {
    throw new PendingResult(queryId);
  }
  return result;
}

function mappingOf(parameters: SessionParameters): TimestampMapping {
  const name = String(parameters.get('TIMESTAMP_TYPE_MAPPING')).toLowerCase();
  return name === 'timestamp_ltz' ? 'ltz' : name === 'timestamp_tz' ? 'tz' : 'ntz';
}

function variableOf(state: SessionState, { locals }: StatementSight, name: string): Typed {
  const value = locals.get(name) ?? state.variables.get(name)?.value;
  if (value === undefined && state.ownersRights === true) {
    const text = `Use of session variable '$${name}' is not allowed in owners rights stored procedure`;
    throw new SnowflakeError('090244', '42601', text);
  }
  if (value === undefined) {
    throw new SnowflakeError('002211', '02000', `SQL compilation error:\nSession variable '$${name}' does not exist`);
  }
  return value;
}

function bindOf(
  { request, bindTable: table, values }: StatementSight,
  index: number,
  span: Span,
  faults: Faults,
): Typed {
  const bind = values === undefined ? request.binds[String(index)] : undefined;
  if (bind === undefined && request.describeOnly) {
    // JDBC describes a statement when it prepares it, before it has any values.
    return nullOf();
  }
  if (bind === undefined) {
    throw bindNotSet(request.sql, span, faults);
  }
  return table === undefined ? bindLiteral(bind) : bindColumn(bind, `${table}.b${index}`);
}

/** 002049: a bind without a value, or with several where one is needed. */
export function bindNotSet(sql: string, span: Span, faults: Faults): SnowflakeError {
  return faults.compilation('002049', '42601', `Bind variable ${sql.slice(span.start, span.end)} not set.`, span);
}

/** The id of an earlier statement: -1 is the last one, 1 the first. */
function lastQueryId(state: SessionState, { request, nested }: StatementSight, back: number): string | undefined {
  const { control, sessionId } = state.options;
  const earlier = [...control.queryIdsOf(sessionId).filter((id) => id !== request.queryId), ...nested];
  return back > 0 ? earlier[back - 1] : earlier.at(back);
}

/** The engine answers as this Snowflake version. */
const VERSION = '9.0.0';

function contextValue(
  state: SessionState,
  { request, transactionId }: StatementSight,
  name: string,
): string | null | undefined {
  const { options } = state;
  switch (name) {
    case 'CURRENT_DATABASE':
      return state.database;
    case 'CURRENT_SCHEMA':
      return state.schema;
    case 'CURRENT_SCHEMAS':
      return JSON.stringify(state.schema === null ? [] : [`${state.database}.${state.schema}`]);
    case 'CURRENT_WAREHOUSE':
      return state.warehouse;
    case 'CURRENT_ROLE':
      return state.role;
    case 'CURRENT_ROLE_TYPE':
      return 'ROLE';
    case 'CURRENT_AVAILABLE_ROLES':
      return JSON.stringify([state.role]);
    case 'CURRENT_SECONDARY_ROLES':
      return JSON.stringify({ roles: '', value: '' });
    case 'CURRENT_USER':
      return options.user.toUpperCase();
    case 'CURRENT_ACCOUNT':
    case 'CURRENT_ACCOUNT_NAME':
      return options.account.toUpperCase();
    case 'CURRENT_ORGANIZATION_NAME':
      return 'LOCAL';
    case 'CURRENT_REGION':
      return 'LOCAL';
    case 'CURRENT_SESSION':
      return options.sessionId;
    case 'CURRENT_VERSION':
      return VERSION;
    case 'CURRENT_CLIENT':
      return 'local';
    case 'CURRENT_IP_ADDRESS':
      return '127.0.0.1';
    case 'CURRENT_STATEMENT':
      return request.sql;
    case 'CURRENT_TRANSACTION':
      return transactionId ?? null;
    default:
      return undefined;
  }
}
