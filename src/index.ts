/**
 * The Snowpark Session for Node.
 *
 * @group API
 * @module snowpark-session
 */

export { Session } from './session/session.js';
export type { AliveOptions, CancelAllOptions, CloseOptions, SessionState } from './session/server-session.js';
export type { CreateOptions, SessionBuilder } from './session/session-builder.js';

export {
  BaseConnection,
  type BaseConnectionOptions,
  type ConnectContext,
  type HealthOptions,
  type UseOptions,
} from './connections/base-connection.js';
export { closeAllConnections, connection, type ConnectionFactoryOptions } from './connections/connection.js';
export { closeOnSignal, type CloseOnSignalOptions } from './connections/close-on-signal.js';
export {
  type AnyConnection,
  type ConnectionClass,
  type ConnectionTypes,
  registerConnectionType,
} from './connections/connection-types.js';
export { type ExecuteOptions, type QueryOptions, SnowflakeConnection } from './connections/snowflake-connection.js';
export type { SnowflakeConnectionOptions } from './connections/snowflake-options.js';
export type { CacheLimits } from './connections/query-cache.js';
export type { Duration } from './connections/duration.js';
export type { ExecuteResult } from './connections/execute-result.js';
export type { PoolOptions } from './connections/session-pool.js';
export type { RawConnection } from './driver/snowflake.js';
export type { WritableRow, WriteRowsOptions, WriteRowsResult } from './connections/write-rows.js';

export type { CanonicalOptions, ConnectionOptions } from './config/options.js';
export type { Choice, Given } from './config/options/given.js';
export type { Callback, PrivateKeyInput } from './config/parameters.js';
export type { SecretSource } from './config/secret-value.js';
export type { SessionParameterValue } from './config/session-parameters.js';

export type { SeveralOptions } from './session/sql-session.js';
export type { CallOptions } from './session/call-procedure.js';
export type { QueryHistory, QueryHistoryOptions, RecordedQuery } from './session/query-history.js';
export type { SessionFiles } from './session/session-files.js';
export type {
  GetOptions,
  GetResult,
  ListOptions,
  PutOptions,
  PutResult,
  RemovedFile,
  StagedFile,
} from './session/stage-files.js';

export type { CachedResult, DataFrame } from './query/data-frame.js';
export type { AnyRow, CollectOptions } from './query/collect-options.js';
export type { Progress, ProgressListener, ProgressOptions } from './query/progress.js';
export type { ArrayOptions, CheckedOptions, ObjectOptions, RowActions } from './query/row-actions.js';
export type { RowIterator } from './query/row-iterator.js';
export type { AsyncJob } from './query/async-job.js';
export type { JobStatus } from './query/job-status.js';
export type { ColumnSchema } from './query/describe.js';
export type { ExplainOptions } from './query/explain.js';
export type { ShowOptions } from './query/show.js';
export type { ViewOptions } from './query/views.js';
export type { SchemaOutput, StandardIssue, StandardResult, StandardSchema } from './query/row-schema.js';
export type { ActionOptions, StatementParameters } from './query/action-options.js';
export type { RowOptions } from './query/rows.js';
export type { ValueOptions } from './query/values.js';
export type { DecimalMode, IntegerMode } from './query/numbers.js';
export type { TimestampMode } from './query/timestamps.js';
export { bindRows, type BindRows, type Binds, type BindValue } from './query/binds.js';
export type { TypedBind } from './query/typed-bind.js';
export type { NamedBinds, StatementBinds } from './query/statement-text.js';
export type { LocalRow, LocalSchema } from './query/local-rows.js';
export type { SeveralStatements } from './query/several-statements.js';

export type { LogFields, Logger, LogLevel } from './log.js';
export type {
  Attributes,
  AttributeValue,
  Histogram,
  HistogramAdvice,
  HistogramOptions,
  Meter,
  Span,
  SpanContext,
  SpanOptions,
  Tracer,
} from './tracing.js';

export {
  AbortedError,
  AuthenticationError,
  ConfigurationError,
  type ConfigurationProblem,
  ConnectionError,
  LocalEngineError,
  QueryCancelledError,
  QueryTimeoutError,
  type ServerErrorFields,
  SessionClosedError,
  SessionCloseError,
  SessionExpiredError,
  SnowparkError,
  type SnowparkErrorCode,
  type SnowparkErrorOptions,
  SqlError,
  type SqlErrorFields,
  type StatementErrorFields,
} from './errors.js';
