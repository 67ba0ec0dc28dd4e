import type { ConfigurationSources } from './environment.js';
import type { WrittenLayer } from './written-options.js';

const GATE = 'SNOWFLAKE_RUNNING_INSIDE_SPCS';

const variables = {
  account: 'SNOWFLAKE_ACCOUNT',
  host: 'SNOWFLAKE_HOST',
  database: 'SNOWFLAKE_DATABASE',
  schema: 'SNOWFLAKE_SCHEMA',
} as const;

/**
 * What Snowflake's container service tells the processes it runs. Nothing outside of it, so that the same variables set
 * for another tool do not reach in here.
 */
export function containerLayer({ env }: ConfigurationSources): WrittenLayer {
  const gate = env[GATE]?.toLowerCase() ?? '';
  const inside = gate !== '' && gate !== '0' && gate !== 'false';
  const given = Object.entries(variables).flatMap(([name, variable]) => {
    const value = env[variable];
    return inside && value !== undefined && value !== '' ? [[name, value] as const] : [];
  });
  return { options: Object.fromEntries(given), sourceOf: ([name]) => variableOf(name) };
}

function variableOf(name: string | undefined): string {
  return Object.entries(variables).find(([known]) => known === name)?.[1] ?? GATE;
}
