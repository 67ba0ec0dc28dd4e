import type { TokenStream } from '../syntax/token-stream.js';

/** Kinds of objects Snowflake has and this engine does not, in the singular. */
export const REFUSED_KINDS: readonly string[] = [
  'AGGREGATE FUNCTION',
  'AGGREGATION POLICY',
  'ALERT',
  'API INTEGRATION',
  'APPLICATION',
  'APPLICATION PACKAGE',
  'AUTHENTICATION POLICY',
  'CATALOG INTEGRATION',
  'COMPUTE POOL',
  'CONNECTION',
  'CORTEX SEARCH SERVICE',
  'DATA METRIC FUNCTION',
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
  'TASK',
  'TYPE',
];

/** The longest of these kinds that is ahead; undefined when none is. */
export function refusedKind(stream: TokenStream): string | undefined {
  return REFUSED_KINDS.filter((kind) => stream.sees(...kind.split(' '))).sort(
    (left, right) => right.length - left.length,
  )[0];
}

/** The same in the plural, as SHOW has them. */
export function refusedKinds(stream: TokenStream): string | undefined {
  return REFUSED_KINDS.map(plural).find((kind) => stream.sees(...kind.split(' ')));
}

function plural(kind: string): string {
  return kind.endsWith('Y') ? `${kind.slice(0, -1)}IES` : kind.endsWith('X') ? `${kind}ES` : `${kind}S`;
}
