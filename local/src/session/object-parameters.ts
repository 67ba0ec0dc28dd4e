import { typeOfValue, type ParameterLine, type ParameterValue, type SessionParameters } from './parameters.js';

/** Parameters of tables and what holds them, with Snowflake's defaults; they guide its storage. */
const STORAGE: Readonly<Record<string, readonly [ParameterValue, string]>> = {
  DATA_RETENTION_TIME_IN_DAYS: [1, 'Days for which dropped and changed data is kept'],
  DEFAULT_DDL_COLLATION: ['', 'Collation of text columns that name none'],
  MAX_DATA_EXTENSION_TIME_IN_DAYS: [14, 'Days for which data may be kept for streams'],
};

const LOGGING: Readonly<Record<string, readonly [ParameterValue, string]>> = {
  LOG_LEVEL: ['OFF', 'Severity of messages that are kept'],
  TRACE_LEVEL: ['OFF', 'What of traces is kept'],
};

const WAREHOUSE: Readonly<Record<string, readonly [ParameterValue, string]>> = {
  MAX_CONCURRENCY_LEVEL: [8, 'Statements a cluster runs at once'],
  STATEMENT_QUEUED_TIMEOUT_IN_SECONDS: [0, 'Seconds a statement may wait'],
  STATEMENT_TIMEOUT_IN_SECONDS: [172_800, 'Seconds a statement may run'],
};

const TASK: Readonly<Record<string, readonly [ParameterValue, string]>> = {
  SUSPEND_TASK_AFTER_NUM_FAILURES: [10, 'Failures in a row after which a task is suspended'],
  TASK_AUTO_RETRY_ATTEMPTS: [0, 'How often a graph of tasks is run again'],
  USER_TASK_MANAGED_INITIAL_WAREHOUSE_SIZE: ['Medium', 'Size of the compute of the first runs'],
  USER_TASK_TIMEOUT_MS: [3_600_000, 'Milliseconds a run may take'],
};

/** Kinds of objects whose parameters SHOW PARAMETERS lists. */
export type ParameterHolder = 'WAREHOUSE' | 'USER' | 'DATABASE' | 'SCHEMA' | 'TABLE' | 'TASK';

/** The parameters of an object. None can be set here but a session's, so all have their default. */
export function parametersOf(kind: ParameterHolder, session: SessionParameters): readonly ParameterLine[] {
  switch (kind) {
    case 'USER':
      return session.lines().map((line) => ({ ...line, value: line.fallback, level: '' }));
    case 'WAREHOUSE':
      return linesOf(WAREHOUSE);
    case 'DATABASE':
    case 'SCHEMA':
      return linesOf({ ...STORAGE, ...LOGGING });
    case 'TABLE':
      return linesOf(STORAGE);
    case 'TASK':
      return [...linesOf(TASK), ...session.lines().map((line) => ({ ...line, value: line.fallback, level: '' }))];
    default:
      return kind satisfies never;
  }
}

function linesOf(rules: Readonly<Record<string, readonly [ParameterValue, string]>>): readonly ParameterLine[] {
  return Object.entries(rules).map(([key, [fallback, description]]) => ({
    key,
    value: String(fallback),
    fallback: String(fallback),
    level: '',
    description,
    type: typeOfValue(fallback),
  }));
}
