/**
 * The Snowpark Session for Node.
 *
 * @module snowpark-session
 */

export { Session } from './session/session.js';
export type { AliveOptions, CancelAllOptions, CloseOptions, SessionState } from './session/server-session.js';
export type { CreateOptions, SessionBuilder } from './session/session-builder.js';

export type { ConnectionOptions } from './config/options.js';

export type { AnyRow, CollectOptions, DataFrame } from './query/data-frame.js';
export type { ActionOptions, StatementParameters } from './query/action-options.js';
export type { RowIterator } from './query/row-iterator.js';
export type { RowOptions } from './query/rows.js';
export type { ValueOptions } from './query/values.js';
export { bindRows, type BindRows, type Binds, type BindValue } from './query/binds.js';

export type { Logger } from './log.js';

export {
  AbortedError,
  AuthenticationError,
  ConfigurationError,
  type ConfigurationProblem,
  ConnectionError,
  LocalEngineError,
  QueryCancelledError,
  QueryTimeoutError,
  SessionClosedError,
  SessionCloseError,
  SessionExpiredError,
  SnowparkError,
  type SnowparkErrorCode,
  SqlError,
} from './errors.js';
