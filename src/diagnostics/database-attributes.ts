import type { Attributes } from '../tracing.js';
import { describeError } from './describe-error.js';
import type { Answer, Operation } from './events.js';
import { knownVerb } from './statement-verb.js';

/** Where a session is, for traces and metrics. */
export interface SessionPlace {
  readonly host: string;
  readonly port: number;
  readonly database: string | undefined;
  readonly schema: string | undefined;
}

/** The attributes of OpenTelemetry's conventions for database clients that all operations of a session have. */
export class DatabaseAttributes {
  readonly #server: Attributes;
  readonly #host: string;
  #namespace: string | undefined;

  constructor({ host, port, database, schema }: SessionPlace) {
    this.#host = `${host}:${port}`;
    this.#server = { 'db.system.name': 'snowflake', 'server.address': host, 'server.port': port };
    this.#namespace = namespaceOf(database, schema);
  }

  /** A span's name: the operation, and the database and schema that are current, or else the server. */
  spanName(operation: Operation): string {
    return `${operationName(operation) ?? 'snowflake'} ${this.#namespace ?? this.#host}`;
  }

  /** Follows what is current in the session. */
  learn({ names }: Answer): void {
    if (names !== undefined) {
      this.#namespace = namespaceOf(names.database, names.schema);
    }
  }

  /** What an operation is, to be taken when it begins. */
  of(operation: Operation): Attributes {
    return {
      ...this.#server,
      ...(this.#namespace === undefined ? {} : { 'db.namespace': this.#namespace }),
      ...named('db.operation.name', operationName(operation)),
    };
  }
}

/** A word for an operation; undefined for a statement that begins with no word known. */
function operationName(operation: Operation): string | undefined {
  switch (operation.kind) {
    case 'query':
      return operation.describeOnly ? 'DESCRIBE' : knownVerb(operation.verb);
    case 'fetch':
      return 'FETCH';
    case 'connect':
      return 'CONNECT';
    case 'close':
      return 'CLOSE';
    default:
      return operation satisfies never;
  }
}

/** What a failure is, in few different words. */
export function failureAttributes(error: unknown): Attributes {
  const { name, code, serverCode } = describeError(error);
  return { ...named('db.response.status_code', serverCode), 'error.type': serverCode ?? code ?? name };
}

function namespaceOf(database: string | undefined, schema: string | undefined): string | undefined {
  const names = [database, schema].filter((name) => name !== undefined);
  return names.length === 0 ? undefined : names.join('|');
}

function named(name: string, value: string | undefined): Attributes {
  return value === undefined ? {} : { [name]: value };
}
