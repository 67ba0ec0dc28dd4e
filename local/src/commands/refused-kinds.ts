import { unsupported } from '../compile/faults.js';
import type { SnowflakeError } from '../errors.js';
import type { TokenStream } from '../syntax/token-stream.js';

/** Kinds of objects Snowflake has and this engine does not, in the singular. */
export const REFUSED_KINDS: readonly string[] = [
  'ACCOUNT',
  'AGGREGATE FUNCTION',
  'AGGREGATION POLICY',
  'ALERT',
  'API INTEGRATION',
  'APPLICATION',
  'APPLICATION PACKAGE',
  'APPLICATION ROLE',
  'AUTHENTICATION POLICY',
  'CATALOG INTEGRATION',
  'COMPUTE POOL',
  'CONNECTION',
  'CONTACT',
  'CORTEX SEARCH SERVICE',
  'DATA METRIC FUNCTION',
  'DATABASE ROLE',
  'DATASET',
  'DYNAMIC TABLE',
  'EVENT TABLE',
  'EXTERNAL ACCESS INTEGRATION',
  'EXTERNAL FUNCTION',
  'EXTERNAL TABLE',
  'EXTERNAL VOLUME',
  'FAILOVER GROUP',
  'GIT REPOSITORY',
  'HYBRID TABLE',
  'ICEBERG TABLE',
  'IMAGE REPOSITORY',
  'INDEX',
  'INTEGRATION',
  'JOIN POLICY',
  'LISTING',
  'MANAGED ACCOUNT',
  'MASKING POLICY',
  'MATERIALIZED VIEW',
  'MODEL',
  'NETWORK POLICY',
  'NETWORK RULE',
  'NOTEBOOK',
  'NOTIFICATION INTEGRATION',
  'ORGANIZATION ACCOUNT',
  'PACKAGES POLICY',
  'PASSWORD POLICY',
  'PIPE',
  'PRIVACY POLICY',
  'PROJECTION POLICY',
  'REPLICATION GROUP',
  'RESOURCE MONITOR',
  'ROW ACCESS POLICY',
  'SECRET',
  'SECURITY INTEGRATION',
  'SEMANTIC VIEW',
  'SERVICE',
  'SESSION POLICY',
  'SHARE',
  'SNAPSHOT',
  'STORAGE INTEGRATION',
  'STREAM',
  'STREAMLIT',
  'TYPE',
];

/** The longest of these kinds that is ahead; undefined when none is. */
export function refusedKind(stream: TokenStream): string | undefined {
  return REFUSED_KINDS.filter((kind) => stream.sees(...kind.split(' '))).sort(
    (left, right) => right.length - left.length,
  )[0];
}

/** Kinds that are there, though not for every verb. */
const KNOWN_KINDS: readonly string[] = [
  'DATABASE',
  'FILE FORMAT',
  'FUNCTION',
  'PROCEDURE',
  'ROLE',
  'SCHEMA',
  'SEQUENCE',
  'STAGE',
  'TABLE',
  'TAG',
  'TASK',
  'USER',
  'VIEW',
  'WAREHOUSE',
];

/** What only SHOW lists. */
const LISTED_KINDS: readonly string[] = [
  'BUILTIN FUNCTION',
  'CHANNEL',
  'CLASS',
  'DELEGATED AUTHORIZATION',
  'FUTURE GRANT',
  'LOCK',
  'REGION',
  'REPLICATION ACCOUNT',
  'REPLICATION DATABASE',
  'TRANSACTION',
  'VERSION',
];

/** The error for a verb before a kind it does not work on: one of Snowflake's that is not there, or no kind at all. */
export function notDone(verb: string, stream: TokenStream): SnowflakeError {
  const kinds = [...REFUSED_KINDS, ...KNOWN_KINDS, ...LISTED_KINDS];
  const names = verb === 'SHOW' ? kinds.map(plural) : kinds;
  const found = names
    .filter((kind) => stream.sees(...kind.split(' ')))
    .sort((left, right) => right.length - left.length)[0];
  return found === undefined ? stream.unexpected() : unsupported(`${verb} ${found}`);
}

function plural(kind: string): string {
  return kind.endsWith('Y') ? `${kind.slice(0, -1)}IES` : /[XS]$/.test(kind) ? `${kind}ES` : `${kind}S`;
}
