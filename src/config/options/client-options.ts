// Made by scripts/generate-parameters.js from the parameter table. Do not edit.

import type { Given } from './given.js';

/** Options of the topic `client`, under their canonical names. */
export interface ClientOptions {
  /** Name of the application, as the server’s login history shows it: 2 to 51 letters, digits, `.`, `-`, `_`. */
  readonly application?: Given<string>;
  /**
   * Name of the client. No effect here. The server knows the client by the driver’s own name; use "application" for
   * yours.
   */
  readonly client_app_id?: Given<string>;
  /**
   * Version of the client. No effect here. The server knows the client by the driver’s own name; use "application" for
   * yours.
   */
  readonly client_app_version?: Given<string>;
  /**
   * Name of the client. No effect here. The server knows the client by the driver’s own name; use "application" for
   * yours.
   */
  readonly internal_application_name?: Given<string>;
  /**
   * Version of the client. No effect here. The server knows the client by the driver’s own name; use "application" for
   * yours.
   */
  readonly internal_application_version?: Given<string>;
  /** Name of the service of Snowflake’s own that connects. */
  readonly service_name?: Given<string>;
  /** File with the driver’s logging settings. */
  readonly client_config_file?: Given<string>;
  /**
   * Tests the way to the server and writes a report. No effect here. Run: npx snowpark-session doctor
   *
   * @defaultValue `false`
   */
  readonly enable_connection_diag?: Given<boolean | string>;
  /** Directory of that report. No effect here. Run: npx snowpark-session doctor */
  readonly connection_diag_log_path?: Given<string>;
  /** File with the hosts that report tests. No effect here. Run: npx snowpark-session doctor */
  readonly connection_diag_allowlist_path?: Given<string>;
  /** Tests the way to the server. No effect here. Run: npx snowpark-session doctor */
  readonly probe_connection?: Given<unknown>;
  /**
   * Tells Snowflake which Python packages are loaded. No effect here. Nothing is told about packages.
   *
   * @defaultValue `true`
   */
  readonly log_imported_packages_in_telemetry?: Given<boolean | string>;
  /**
   * Longest time to find out which cloud the process runs on. In seconds. No effect here. The driver’s probes of the
   * platform are switched off.
   */
  readonly platform_detection_timeout_seconds?: Given<number | string>;
  /**
   * Opens a connection for every request. No effect here. Give keep_alive: false instead.
   *
   * @defaultValue `false`
   */
  readonly disable_request_pooling?: Given<boolean | string>;
  /**
   * Reports failures of the client to Snowflake beside the session. No effect here. Nothing is reported beside the
   * session.
   */
  readonly client_out_of_band_telemetry_enabled?: Given<boolean | string>;
  /** Closes a Python connection when it is forgotten. No effect here. Close sessions with close() or `await using`. */
  readonly auto_cleanup?: Given<unknown>;
  /** Lets one request of a session run at a time. No effect here. Statements of one session may run at the same time. */
  readonly serialize_session_operations?: Given<boolean | string>;
  /**
   * Lets the catalogue functions of Python’s ADBC look at the current database only. No effect here. There are no such
   * functions here.
   */
  readonly use_current_catalog?: Given<unknown>;
  /** Encrypts with OpenSSL alone. No effect here. Node always does. */
  readonly use_openssl_only?: Given<unknown>;
  /** Waits, for tests of the connector. No effect here. It is for the connector’s own tests. */
  readonly inject_client_pause?: Given<unknown>;
  /** Class of the driver’s HTTP agents, for tests of the driver. Refused here. It is for the driver’s own tests. */
  readonly agent_class?: Given<unknown>;
  /** Name of a data source. No effect here. The Python connector does not use it either. */
  readonly dsn?: Given<unknown>;
  /** Number of a session. No effect here. The Python connector does not use it either. */
  readonly session_id?: Given<unknown>;
}
