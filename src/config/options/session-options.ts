// Made by scripts/generate-parameters.js from the parameter table. Do not edit.

import type { SessionParameterValue } from '../session-parameters.js';
import type { Choice, Given } from './given.js';

/** Options of the topic `session`, under their canonical names. */
export interface SessionOptions {
  /** Database the session starts in. */
  readonly database?: Given<string>;
  /** Schema the session starts in. */
  readonly schema?: Given<string>;
  /** Warehouse that runs the queries. */
  readonly warehouse?: Given<string>;
  /** Role the session starts with; the user’s default role when it is not given. */
  readonly role?: Given<string>;
  /** Whether the user’s other roles count beside the current one. */
  readonly secondary_roles?: Given<Choice<'ALL' | 'NONE'>>;
  /** Session parameters of Snowflake by name, such as `{ TIMEZONE: "UTC" }`. */
  readonly session_parameters?: Given<Readonly<Record<string, SessionParameterValue>>>;
  /** Whether every statement commits on its own. */
  readonly autocommit?: Given<boolean | string>;
  /** Time zone of the session, such as `Europe/Zurich`. */
  readonly timezone?: Given<string>;
  /** Tag that the query history shows for every statement of the session. In characters. */
  readonly query_tag?: Given<string>;
  /**
   * Keeps an idle session from expiring after four hours. Never keeps the process alive.
   *
   * @defaultValue `false`
   */
  readonly client_session_keep_alive?: Given<boolean | string>;
  /**
   * Time between two heartbeats. In seconds.
   *
   * @defaultValue `3600`
   */
  readonly client_session_keep_alive_heartbeat_frequency?: Given<number | string>;
  /**
   * Leaves the session on the server when it is closed here.
   *
   * @defaultValue `false`
   */
  readonly server_session_keep_alive?: Given<boolean | string>;
  /**
   * Leaves the session on the server when statements still run there. No effect here. close({ cancelRunning: false })
   * lets statements go on.
   */
  readonly enable_server_session_keep_alive_auto_detection?: Given<boolean | string>;
  /**
   * Fails at login when the database, schema or warehouse does not exist. No effect here. The first statement that
   * needs what is missing fails, and names it.
   *
   * @defaultValue `false`
   */
  readonly validate_default_parameters?: Given<boolean | string>;
  /**
   * Runs the session on the embedded local engine, without an account. A mapping gives the engine’s options.
   *
   * @defaultValue `false`
   */
  readonly local_testing?: Given<boolean | string | Readonly<Record<string, unknown>>>;
}
