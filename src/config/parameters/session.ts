import type { ParameterRows } from './parameter.js';

/** What holds in the session once it is open. */
export const sessionParameters = {
  database: {
    type: 'text',
    about: 'Database the session starts in.',
    effect: { kind: 'driver', name: 'database' },
  },
  schema: {
    type: 'text',
    about: 'Schema the session starts in.',
    effect: { kind: 'driver', name: 'schema' },
  },
  warehouse: {
    type: 'text',
    about: 'Warehouse that runs the queries.',
    effect: { kind: 'driver', name: 'warehouse' },
  },
  role: {
    type: 'text',
    about: 'Role the session starts with; the user’s default role when it is not given.',
    effect: { kind: 'driver', name: 'role' },
  },
  secondary_roles: {
    type: 'choice',
    choices: ['ALL', 'NONE'],
    about: 'Whether the user’s other roles count beside the current one.',
    effect: { kind: 'ours', how: '`USE SECONDARY ROLES` after login, and again after a reset' },
  },
  session_parameters: {
    type: 'mapping',
    about: 'Session parameters of Snowflake by name, such as `{ TIMEZONE: "UTC" }`.',
    effect: { kind: 'ours', how: 'one `ALTER SESSION SET` after login, and again after a reset' },
  },
  autocommit: {
    type: 'boolean',
    about: 'Whether every statement commits on its own.',
    effect: { kind: 'session', name: 'AUTOCOMMIT' },
  },
  timezone: {
    type: 'text',
    about: 'Time zone of the session, such as `Europe/Zurich`.',
    effect: { kind: 'session', name: 'TIMEZONE' },
  },
  query_tag: {
    type: 'text',
    maximum: 2000,
    unit: 'characters',
    about: 'Tag that the query history shows for every statement of the session.',
    effect: { kind: 'session', name: 'QUERY_TAG' },
  },
  client_session_keep_alive: {
    type: 'boolean',
    default: false,
    about: 'Keeps an idle session from expiring after four hours. Never keeps the process alive.',
    effect: { kind: 'ours', how: 'a heartbeat of this package, whose timer lets the process end' },
  },
  client_session_keep_alive_heartbeat_frequency: {
    type: 'integer',
    unit: 'seconds',
    clamped: true,
    minimum: 900,
    maximum: 3600,
    default: 3600,
    about: 'Time between two heartbeats.',
    effect: { kind: 'ours', how: 'interval of the heartbeat' },
  },
  server_session_keep_alive: {
    type: 'boolean',
    default: false,
    about: 'Leaves the session on the server when it is closed here.',
    effect: { kind: 'driver', name: 'serverSessionKeepAlive' },
  },
  enable_server_session_keep_alive_auto_detection: {
    type: 'boolean',
    about: 'Leaves the session on the server when statements still run there.',
    effect: { kind: 'none', why: 'close({ cancelRunning: false }) lets statements go on.' },
  },
  validate_default_parameters: {
    type: 'boolean',
    default: false,
    about: 'Fails at login when the database, schema or warehouse does not exist.',
    effect: { kind: 'none', why: 'The first statement that needs what is missing fails, and names it.' },
  },
  local_testing: {
    type: 'switch',
    default: false,
    about: 'Runs the session on the embedded local engine, without an account. A mapping gives the engine’s options.',
    effect: { kind: 'ours', how: 'starts the local engine and connects to it; stops it at close' },
  },
} as const satisfies ParameterRows;
