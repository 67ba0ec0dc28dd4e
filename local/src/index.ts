/**
 * A local engine that speaks Snowflake's wire protocol over DuckDB, for tests and development without an account.
 *
 * @group API
 * @module snowpark-session-local
 */
export { LocalSnowflake, type LocalConnectionOptions } from './local-snowflake.js';
export type { LocalSnowflakeOptions } from './settings.js';
export type { Clock } from './clock.js';
export type { Seed, SeedCell } from './seed.js';
export type { LocalOauth } from './identity/oauth.js';
export type { LocalUser } from './identity/user.js';
export type { LocalWorkloadIssuer } from './identity/workload.js';
export type { LocalTls } from './tls.js';
export type { Fault, FaultResponse, Faults } from './faults.js';
export type { LoggedRequest, RequestKind } from './request-log.js';
export type { QueryRecord } from './query-registry.js';
export type { QueryState } from './query.js';
