import type { SqlSession } from './statement.js';
import type { SessionSnapshot } from './query.js';

/** One login, from its first token to its close. */
export interface WireSession {
  readonly sessionId: string;
  readonly user: string;
  readonly account: string;
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
 * What does not depend on the session. The bind threshold is Snowflake's own: the driver keeps it for the whole process,
 * so another value would follow it to other servers. Beyond it the driver tries a stage first and then sends inline.
 */
const FIXED = { CLIENT_STAGE_ARRAY_BINDING_THRESHOLD: 65_280 } as const;

/** What the wire room itself reads of a session's parameters: the driver would keep it for its whole process. */
const NOT_TOLD: ReadonlySet<string> = new Set(['MULTI_STATEMENT_COUNT', 'STATEMENT_TIMEOUT_IN_SECONDS']);

/** The session's current names and parameters, as they are now. */
export function takeSnapshot({ sql }: WireSession): SessionSnapshot {
  const told = Object.fromEntries(sql.parameters().map(({ name, value }) => [name, value]));
  const parameters = Object.entries({ ...ALWAYS_TOLD, ...told, ...FIXED });
  return {
    database: sql.currentDatabase,
    schema: sql.currentSchema,
    warehouse: sql.currentWarehouse,
    role: sql.currentRole,
    parameters: parameters.filter(([name]) => !NOT_TOLD.has(name)).map(([name, value]) => ({ name, value })),
  };
}
