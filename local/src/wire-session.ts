import type { SqlSession } from './statement.js';
import type { SessionSnapshot } from './query.js';

/** One login, from its first token to its close. */
export interface WireSession {
  readonly sessionId: string;
  readonly user: string;
  readonly account: string;
  /** What the client calls itself, such as `JavaScript`. */
  readonly client: string;
  readonly sql: SqlSession;
}

/** What the driver must find among an answer's parameters, whatever the SQL room tells of: without these it fails. */
const ALWAYS_TOLD: Readonly<Record<string, string | number | boolean>> = {
  AUTOCOMMIT: true,
  TIMEZONE: 'America/Los_Angeles',
  DATE_OUTPUT_FORMAT: 'YYYY-MM-DD',
  TIME_OUTPUT_FORMAT: 'HH24:MI:SS',
  TIMESTAMP_OUTPUT_FORMAT: 'YYYY-MM-DD HH24:MI:SS.FF3 TZHTZM',
  TIMESTAMP_NTZ_OUTPUT_FORMAT: 'YYYY-MM-DD HH24:MI:SS.FF3',
  TIMESTAMP_LTZ_OUTPUT_FORMAT: '',
  TIMESTAMP_TZ_OUTPUT_FORMAT: '',
  BINARY_OUTPUT_FORMAT: 'HEX',
};

/**
 * From how many values on a driver puts array binds into a stage. It is Snowflake's own number: Node's driver keeps it for the
 * whole process, so another one would follow it to other servers, and sends the values inline when the stage fails. Go's
 * driver leaves its files empty where a stage is a directory; 0, kept for a connection, lets it send them inline too.
 */
function bindingThreshold(client: string): number {
  return client === 'Go' ? 0 : 65_280;
}

/** What the wire room itself reads of a session's parameters: the driver would keep it for its whole process. */
const NOT_TOLD: ReadonlySet<string> = new Set(['MULTI_STATEMENT_COUNT', 'QUERY_TAG', 'STATEMENT_TIMEOUT_IN_SECONDS']);

/** The session's current names and parameters, as they are now. */
export function takeSnapshot({ sql, client }: WireSession): SessionSnapshot {
  const told = Object.fromEntries(sql.parameters().map(({ name, value }) => [name, value]));
  const fixed = { CLIENT_STAGE_ARRAY_BINDING_THRESHOLD: bindingThreshold(client) };
  const parameters = Object.entries({ ...ALWAYS_TOLD, ...told, ...fixed });
  return {
    database: sql.currentDatabase,
    schema: sql.currentSchema,
    warehouse: sql.currentWarehouse,
    role: sql.currentRole,
    parameters: parameters.filter(([name]) => !NOT_TOLD.has(name)).map(([name, value]) => ({ name, value })),
  };
}
