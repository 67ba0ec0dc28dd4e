import { inspect } from 'node:util';

import { ConfigurationError } from '../errors.js';
import { BaseConnection } from './base-connection.js';
import { SnowflakeConnection } from './snowflake-connection.js';
import type { SnowflakeConnectionOptions } from './snowflake-options.js';

/** What the factory needs of any connection. */
export type AnyConnection = Pick<BaseConnection<unknown>, 'name' | 'isClosed' | 'close'>;

/** A class of connections: it takes its name and options, and connects nothing yet. */
export type ConnectionClass<Connection extends AnyConnection = AnyConnection, Options = never> = new (
  name: string,
  options: Options,
) => Connection;

/**
 * The types of connections by name. A package that registers one of its own adds it here, by declaration merging, so that
 * `connection()` knows its class and options.
 */
export interface ConnectionTypes {
  /** Connections to Snowflake, which is what a name means that no type is registered for. */
  readonly snowflake: {
    /** What `connection()` returns. */
    readonly connection: SnowflakeConnection;
    /** What `connection()` takes. */
    readonly options: SnowflakeConnectionOptions;
  };
}

const classes = new Map<string, ConnectionClass>([['snowflake', SnowflakeConnection]]);

/**
 * Makes a class of connections known by name, so that `connection(name, { type })` finds it.
 *
 * @throws ConfigurationError when it is no subclass of {@link BaseConnection}, or the name is taken by another class.
 */
export function registerConnectionType<Options>(
  type: string,
  connectionClass: ConnectionClass<AnyConnection, Options>,
): void {
  const checked = checkClass(connectionClass, `registerConnectionType('${type}')`);
  if (type === '' || (classes.has(type) && classes.get(type) !== checked)) {
    throw invalidType(`registerConnectionType('${type}')`, `the name '${type}' is taken or empty; choose another.`);
  }
  classes.set(type, checked);
}

/** The class that a connection's type and name mean. */
export function findConnectionClass(name: string, type: unknown): ConnectionClass {
  const source = `connection('${name}')`;
  if (typeof type === 'function') {
    return checkClass(type, source);
  }
  const wanted = type ?? (classes.has(name) ? name : 'snowflake');
  const found = typeof wanted === 'string' ? classes.get(wanted) : undefined;
  if (found === undefined) {
    const known = [...classes.keys()].map((key) => `'${key}'`).join(', ');
    throw invalidType(
      source,
      `there is no type ${inspect(wanted)}. Known are ${known}; registerConnectionType adds one.`,
    );
  }
  return found;
}

function checkClass(candidate: unknown, source: string): ConnectionClass {
  if (!isConnectionClass(candidate)) {
    const name = typeof candidate === 'function' ? candidate.name : String(candidate);
    throw invalidType(source, `${name} is not a subclass of BaseConnection.`);
  }
  return candidate;
}

function isConnectionClass(candidate: unknown): candidate is ConnectionClass {
  return typeof candidate === 'function' && candidate.prototype instanceof BaseConnection;
}

function invalidType(source: string, message: string): ConfigurationError {
  return new ConfigurationError([{ parameter: 'type', source, message }]);
}
