import type { ParameterRows } from './parameter.js';

const IDENTIFIED = 'The server knows the client by the driver’s own name; use "application" for yours.';
const DOCTOR = 'Run: npx snowpark-session doctor';

/** What the client says and writes of itself. */
export const clientParameters = {
  application: {
    type: 'text',
    about: 'Name of the application, as the server’s login history shows it: 2 to 51 letters, digits, `.`, `-`, `_`.',
    form: {
      pattern: /^[A-Za-z][A-Za-z0-9._-]{1,50}$/,
      says: 'a letter, and then 1 to 50 letters, digits, ".", "-" or "_"',
    },
    effect: { kind: 'driver', name: 'application' },
  },
  client_app_id: { type: 'text', about: 'Name of the client.', effect: { kind: 'none', why: IDENTIFIED } },
  client_app_version: { type: 'text', about: 'Version of the client.', effect: { kind: 'none', why: IDENTIFIED } },
  internal_application_name: { type: 'text', about: 'Name of the client.', effect: { kind: 'none', why: IDENTIFIED } },
  internal_application_version: {
    type: 'text',
    about: 'Version of the client.',
    effect: { kind: 'none', why: IDENTIFIED },
  },
  service_name: {
    type: 'text',
    about: 'Name of the service of Snowflake’s own that connects.',
    effect: { kind: 'driver', name: 'serviceName' },
  },
  client_config_file: {
    type: 'text',
    about: 'File with the driver’s logging settings.',
    effect: { kind: 'driver', name: 'clientConfigFile' },
  },
  enable_connection_diag: {
    type: 'boolean',
    default: false,
    aliases: ['enable_diag'],
    about: 'Tests the way to the server and writes a report.',
    effect: { kind: 'none', why: DOCTOR },
  },
  connection_diag_log_path: {
    type: 'text',
    aliases: ['diag_log_path'],
    about: 'Directory of that report.',
    effect: { kind: 'none', why: DOCTOR },
  },
  connection_diag_allowlist_path: {
    type: 'text',
    aliases: ['connection_diag_whitelist_path', 'diag_allowlist_path'],
    about: 'File with the hosts that report tests.',
    effect: { kind: 'none', why: DOCTOR },
  },
  probe_connection: { type: 'anything', about: 'Tests the way to the server.', effect: { kind: 'none', why: DOCTOR } },
  log_imported_packages_in_telemetry: {
    type: 'boolean',
    default: true,
    about: 'Tells Snowflake which Python packages are loaded.',
    effect: { kind: 'none', why: 'Nothing is told about packages.' },
  },
  platform_detection_timeout_seconds: {
    type: 'number',
    unit: 'seconds',
    minimum: 0,
    about: 'Longest time to find out which cloud the process runs on.',
    effect: { kind: 'none', why: 'The driver’s probes of the platform are switched off.' },
  },
  disable_request_pooling: {
    type: 'boolean',
    default: false,
    about: 'Opens a connection for every request.',
    effect: { kind: 'none', why: 'Give keep_alive: false instead.' },
  },
  client_out_of_band_telemetry_enabled: {
    type: 'boolean',
    about: 'Reports failures of the client to Snowflake beside the session.',
    effect: { kind: 'none', why: 'Nothing is reported beside the session.' },
  },
  auto_cleanup: {
    type: 'anything',
    about: 'Closes a Python connection when it is forgotten.',
    effect: { kind: 'none', why: 'Close sessions with close() or `await using`.' },
  },
  serialize_session_operations: {
    type: 'boolean',
    about: 'Lets one request of a session run at a time.',
    effect: { kind: 'none', why: 'Statements of one session may run at the same time.' },
  },
  use_current_catalog: {
    type: 'anything',
    about: 'Lets the catalogue functions of Python’s ADBC look at the current database only.',
    effect: { kind: 'none', why: 'There are no such functions here.' },
  },
  use_openssl_only: {
    type: 'anything',
    about: 'Encrypts with OpenSSL alone.',
    effect: { kind: 'none', why: 'Node always does.' },
  },
  inject_client_pause: {
    type: 'anything',
    about: 'Waits, for tests of the connector.',
    effect: { kind: 'none', why: 'It is for the connector’s own tests.' },
  },
  agent_class: {
    type: 'anything',
    about: 'Class of the driver’s HTTP agents, for tests of the driver.',
    effect: { kind: 'refused', why: 'It is for the driver’s own tests.' },
  },
  dsn: {
    type: 'anything',
    about: 'Name of a data source.',
    effect: { kind: 'none', why: 'The Python connector does not use it either.' },
  },
  session_id: {
    type: 'anything',
    about: 'Number of a session.',
    effect: { kind: 'none', why: 'The Python connector does not use it either.' },
  },
} as const satisfies ParameterRows;
