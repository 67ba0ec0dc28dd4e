import { ConfigurationError, SessionCloseError } from '../errors.js';
import type { BaseConnection } from './base-connection.js';
import { checkCount } from './check-count.js';
import { ConnectionShelf } from './connection-registry.js';
import {
  type AnyConnection,
  type ConnectionClass,
  type ConnectionTypes,
  findConnectionClass,
} from './connection-types.js';
import { type Duration, toMilliseconds } from './duration.js';
import type { SnowflakeConnection } from './snowflake-connection.js';
import { hash } from './hash.js';
import type { SnowflakeConnectionOptions } from './snowflake-options.js';

/** What {@link connection} takes besides the options of the connection itself. */
export interface ConnectionFactoryOptions {
  /**
   * How long the instance is kept, in seconds, or as text such as `'8h'`; then it is closed after its work, and the next
   * call makes a new one.
   *
   * @defaultValue for as long as the process lives
   */
  readonly ttl?: Duration | undefined;
  /**
   * How many instances of the class with this same `ttl` and `maxEntries` are kept; one more closes the one asked for
   * longest ago, after its work.
   *
   * @defaultValue no limit
   */
  readonly maxEntries?: number | undefined;
}

type Shelves = Map<string, ConnectionShelf>;

const shelves = new Map<ConnectionClass, Shelves>();

/**
 * Gives the connection of a name: the same instance for the same name and options, made on the first call. Nothing is
 * opened and no file is read before it is used.
 *
 * - `'snowflake'` and `''` mean the default entry of the configuration files, any other name the entry of that name.
 * - `'env:NAME'` means the name that the environment variable `NAME` holds.
 * - Options win over the entry, key by key. With options that say where to connect, no entry need exist.
 * - `type` is the name of a registered type, or a class; without it, a registered type of the connection's name, or else
 *   `'snowflake'`.
 *
 * @throws ConfigurationError for an unknown type, or a variable that is not set.
 */
export function connection(
  name?: string,
  options?: SnowflakeConnectionOptions & ConnectionFactoryOptions & { readonly type?: 'snowflake' },
): SnowflakeConnection;
export function connection<Type extends keyof ConnectionTypes>(
  name: string,
  options: ConnectionTypes[Type]['options'] & ConnectionFactoryOptions & { readonly type: Type },
): ConnectionTypes[Type]['connection'];
export function connection<Connection extends AnyConnection, Options>(
  name: string,
  options: Options & ConnectionFactoryOptions & { readonly type: ConnectionClass<Connection, Options> },
): Connection;
export function connection(
  name = 'snowflake',
  options: ConnectionFactoryOptions & { readonly type?: unknown } = {},
): AnyConnection {
  const resolved = resolveName(name);
  const { type, ttl, maxEntries, ...own } = options;
  const connectionClass = findConnectionClass(resolved, type);
  const keep = {
    ttlMs: ttl === undefined ? Infinity : toMilliseconds('ttl', ttl),
    maxEntries: checkCount('maxEntries', maxEntries) ?? Infinity,
  };
  return shelfOf(connectionClass, keep).get(hash({ name: resolved, own }), () =>
    // The class says itself which options it takes.
    Reflect.construct(connectionClass, [resolved, Object.freeze(own)]),
  );
}

/**
 * Closes every connection that {@link connection} has given, after its work.
 *
 * @param options - `drainTimeoutMs`: how long work under way may go on, in milliseconds.
 * @throws SessionCloseError when some did not close as they should; everything was released all the same.
 */
export async function closeAllConnections(
  options: Parameters<BaseConnection<unknown>['close']>[0] = {},
): Promise<void> {
  const open = [...shelves.values()].flatMap((ofClass) => [...ofClass.values()].flatMap((shelf) => shelf.connections));
  const results = await Promise.allSettled(open.map((one) => one.close(options)));
  const errors = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));
  if (errors.length > 0) {
    throw new SessionCloseError(`${errors.length} of ${open.length} connections did not close as they should.`, errors);
  }
}

function shelfOf(
  connectionClass: ConnectionClass,
  keep: { readonly ttlMs: number; readonly maxEntries: number },
): ConnectionShelf {
  const ofClass = shelves.get(connectionClass) ?? new Map<string, ConnectionShelf>();
  shelves.set(connectionClass, ofClass);
  const key = `${keep.ttlMs} ${keep.maxEntries}`;
  const shelf = ofClass.get(key) ?? new ConnectionShelf(keep);
  ofClass.set(key, shelf);
  return shelf;
}

function resolveName(name: unknown): string {
  if (typeof name !== 'string') {
    throw invalidName('connection(…)', `must be text, not ${typeof name}.`);
  }
  if (!name.startsWith('env:')) {
    return name;
  }
  const variable = name.slice('env:'.length);
  const value = process.env[variable];
  if (value === undefined || value === '') {
    throw invalidName(`connection('${name}')`, `the environment variable ${variable} is not set.`);
  }
  return value;
}

function invalidName(source: string, message: string): ConfigurationError {
  return new ConfigurationError([{ parameter: 'name', source, message }]);
}
