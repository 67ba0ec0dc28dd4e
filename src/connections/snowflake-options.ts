import { findEntry } from '../config/connection-entry.js';
import { systemSources } from '../config/environment.js';
import { Findings } from '../config/findings.js';
import type { ConnectionOptions, OptionLayer } from '../config/options.js';
import { resolveConnection } from '../config/resolve.js';
import { readLayer } from '../config/written-options.js';
import { ConfigurationError } from '../errors.js';
import type { BaseConnectionOptions } from './base-connection.js';
import { hash } from './hash.js';
import type { CacheLimits } from './query-cache.js';
import type { PoolOptions } from './session-pool.js';

/** Everything about a {@link SnowflakeConnection}: options of the connection to Snowflake, and how it is used here. */
export type SnowflakeConnectionOptions = ConnectionOptions & BaseConnectionOptions & CacheLimits & PoolOptions;

const OURS: readonly string[] = [
  'drainTimeoutMs',
  'cacheMaxEntries',
  'cacheMaxCharacters',
  'poolSize',
  'acquireTimeoutMs',
  'idleTimeoutMs',
  'validateAfterIdleMs',
] satisfies (keyof (BaseConnectionOptions & CacheLimits & PoolOptions))[];

/** The names that mean the default entry, as in Streamlit. */
const DEFAULT_NAMES: readonly string[] = ['', 'snowflake'];

/** Options that say where to connect, so that no entry of a file is needed. */
const TARGETS: ReadonlySet<string> = new Set(['account', 'host', 'server_url', 'local_testing', 'connection_name']);

/**
 * The layers that a connection's name and options stand for. Options win over the entry, key by key.
 *
 * @throws ConfigurationError when the name has no entry and the options do not say where to connect either.
 */
export function connectionLayers(name: string, options: SnowflakeConnectionOptions): readonly OptionLayer[] {
  const given = Object.fromEntries(
    Object.entries(options).filter(([key, value]) => value !== undefined && !OURS.includes(key)),
  );
  const source = `connection('${name}')`;
  const isDefault = DEFAULT_NAMES.includes(name);
  const layer: OptionLayer = { source, options: given };
  if (Object.keys(given).length === 0) {
    return isDefault ? [] : [{ source, options: { connection_name: name } }];
  }
  const entry = entryLayer(isDefault ? undefined : name, layer);
  return entry === undefined ? [layer] : [entry, layer];
}

/** What connecting with these layers would use now, hashed: another text when anything has changed. */
export function configurationHash(layers: readonly OptionLayer[]): string {
  const { values, sessionParameters, endpoint } = resolveConnection(layers, systemSources());
  return hash({ values: { ...values }, sessionParameters: { ...sessionParameters }, url: endpoint.url });
}

/** The entry's options as a layer below the given ones; undefined when there is none and none is needed. */
function entryLayer(name: string | undefined, given: OptionLayer): OptionLayer | undefined {
  const written = new Map(
    readLayer({ options: given.options, sourceOf: () => given.source }, new Findings()).map(({ slot, value }) => [
      slot.name,
      value,
    ]),
  );
  if (written.has('connection_name')) {
    return undefined;
  }
  const file = written.get('connections_file_path');
  const findings = new Findings();
  const entry = findEntry(
    {
      name: name === undefined ? undefined : { value: name, source: given.source },
      file: typeof file === 'string' && file !== '' ? { value: file, source: given.source } : undefined,
      skipPermissions: written.get('unsafe_skip_config_file_permissions_check') === true,
    },
    systemSources(),
    findings,
  );
  if (entry !== undefined) {
    return name === undefined
      ? { source: entry.sourceOf([]), options: entry.options }
      : { source: given.source, options: { connection_name: name } };
  }
  if ([...written.keys()].some((key) => TARGETS.has(key))) {
    return undefined;
  }
  throw new ConfigurationError(findings.problems);
}
