import type { LocalOauth } from './identity/oauth.js';
import { type LocalUser, readUser, type User } from './identity/user.js';
import type { LocalWorkloadIssuer } from './identity/workload.js';
import { readTls, type LocalTls } from './tls.js';

/** What a local engine can be told when it starts. Every field is optional. */
export interface LocalSnowflakeOptions {
  /**
   * Who may log in: user name (in any case) to password, or to all the ways in which the user signs in.
   *
   * @defaultValue one user, `LOCAL_USER`, with a password that is random at every start
   */
  readonly users?: Readonly<Record<string, string | LocalUser>>;
  /** The OAuth provider whose access tokens count. @defaultValue none */
  readonly oauth?: LocalOauth;
  /** The OpenID Connect providers whose tokens prove a workload's identity. @defaultValue none */
  readonly workloadIssuers?: readonly LocalWorkloadIssuer[];
  /**
   * Speaks HTTPS: `true` with a certificate made at start, or with a key and certificate of your own.
   *
   * @defaultValue false: HTTP
   */
  readonly tls?: LocalTls;
  /** The database in `connectionOptions`. @defaultValue `'LOCAL'` */
  readonly database?: string;
  /** The schema in `connectionOptions`. @defaultValue `'PUBLIC'` */
  readonly schema?: string;
  /** The warehouse in `connectionOptions`. @defaultValue `'COMPUTE_WH'` */
  readonly warehouse?: string;
  /** The role in `connectionOptions`. @defaultValue `'ACCOUNTADMIN'` */
  readonly role?: string;
  /** The TCP port on 127.0.0.1; 0 lets the system choose a free one. @defaultValue 0 */
  readonly port?: number;
  /**
   * How many long statements run at once, over all sessions; the rest queue, and one more place is for quick ones. The
   * database works on the same four threads as `fs` and `zlib` do (`UV_THREADPOOL_SIZE`), so that a higher number can
   * starve the process the engine lives in.
   *
   * @defaultValue 2
   */
  readonly maxRunningStatements?: number;
  /** Milliseconds a request waits for its statement before it is told to ask again. @defaultValue 45000 */
  readonly longPollMs?: number;
  /** Rows in one piece of a result; the first piece travels inline, the rest as gzip chunks. @defaultValue 20000 */
  readonly chunkRows?: number;
  /** Characters of cells in one piece of a result, approximately. @defaultValue 2097152 */
  readonly chunkBytes?: number;
  /** Bytes of results kept for later requests and RESULT_SCAN; the least recently used goes first. @defaultValue 268435456 */
  readonly keptResultBytes?: number;
  /** Milliseconds a session token is good for; the driver renews it with the master token. @defaultValue 3600000 */
  readonly sessionTtlMs?: number;
  /** Milliseconds a master token is good for; a session ends with it. @defaultValue 14400000 */
  readonly masterTtlMs?: number;
  /** A directory in which the databases are files and outlive the engine. @defaultValue none: all is in memory */
  readonly databaseDirectory?: string;
  /**
   * `'worker'` runs the engine in a thread of its own, so that neither its work nor functions in JavaScript hold up the
   * thread that started it. Everything else is the same.
   *
   * @defaultValue `'none'`: in the thread that starts it
   */
  readonly isolate?: 'none' | 'worker';
}

/** The options complete, checked and frozen. */
export type LocalSnowflakeSettings = Readonly<
  Required<Omit<LocalSnowflakeOptions, 'users' | 'oauth' | 'tls' | 'databaseDirectory'>>
> & {
  /** By name, in capitals. */
  readonly users: ReadonlyMap<string, User>;
  readonly oauth: LocalOauth | undefined;
  readonly tls: LocalTls;
  readonly databaseDirectory: string | undefined;
};

type NumberOption =
  | 'port'
  | 'maxRunningStatements'
  | 'longPollMs'
  | 'chunkRows'
  | 'chunkBytes'
  | 'keptResultBytes'
  | 'sessionTtlMs'
  | 'masterTtlMs';
type TextOption = 'database' | 'schema' | 'warehouse' | 'role';

const LONGEST_TIMER_MS = 2 ** 31 - 1;

const NUMBERS: Readonly<
  Record<NumberOption, { readonly standard: number; readonly min: number; readonly max: number }>
> = {
  port: { standard: 0, min: 0, max: 65_535 },
  maxRunningStatements: { standard: 2, min: 1, max: 1024 },
  longPollMs: { standard: 45_000, min: 0, max: LONGEST_TIMER_MS },
  chunkRows: { standard: 20_000, min: 1, max: 10_000_000 },
  chunkBytes: { standard: 2 ** 21, min: 1, max: 2 ** 28 },
  keptResultBytes: { standard: 2 ** 28, min: 0, max: Number.MAX_SAFE_INTEGER },
  sessionTtlMs: { standard: 3_600_000, min: 1, max: Number.MAX_SAFE_INTEGER },
  masterTtlMs: { standard: 14_400_000, min: 1, max: Number.MAX_SAFE_INTEGER },
};

const TEXTS: Readonly<Record<TextOption, string>> = {
  database: 'LOCAL',
  schema: 'PUBLIC',
  warehouse: 'COMPUTE_WH',
  role: 'ACCOUNTADMIN',
};

const KNOWN: readonly string[] = [
  'users',
  'oauth',
  'workloadIssuers',
  'tls',
  ...Object.keys(TEXTS),
  ...Object.keys(NUMBERS),
  'databaseDirectory',
  'isolate',
];

/**
 * Completes and checks the options of {@link LocalSnowflake.start}.
 *
 * @param randomPassword - the password of the user made when none is given
 * @throws TypeError, naming the option, when one is unknown or has a value it cannot have
 */
export function resolveSettings(options: LocalSnowflakeOptions, randomPassword: string): LocalSnowflakeSettings {
  refuseUnknown(options);
  const number = (name: NumberOption): number => readNumber(options, name);
  const text = (name: TextOption): string => readText(name, options[name]) ?? TEXTS[name];
  return Object.freeze({
    users: readUsers(options.users, randomPassword),
    oauth: options.oauth,
    workloadIssuers: options.workloadIssuers ?? [],
    tls: readTls(options.tls),
    database: text('database'),
    schema: text('schema'),
    warehouse: text('warehouse'),
    role: text('role'),
    port: number('port'),
    maxRunningStatements: number('maxRunningStatements'),
    longPollMs: number('longPollMs'),
    chunkRows: number('chunkRows'),
    chunkBytes: number('chunkBytes'),
    keptResultBytes: number('keptResultBytes'),
    sessionTtlMs: number('sessionTtlMs'),
    masterTtlMs: number('masterTtlMs'),
    databaseDirectory: readText('databaseDirectory', options.databaseDirectory),
    isolate: readIsolation(options.isolate),
  });
}

function refuseUnknown(options: unknown): void {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw new TypeError('LocalSnowflake.start: the options must be an object.');
  }
  const unknown = Object.keys(options).filter((name) => !KNOWN.includes(name));
  if (unknown.length > 0) {
    throw new TypeError(`LocalSnowflake.start: unknown option ${unknown.join(', ')}. Known are ${KNOWN.join(', ')}.`);
  }
}

function readNumber(options: LocalSnowflakeOptions, name: NumberOption): number {
  const { standard, min, max } = NUMBERS[name];
  const value: unknown = options[name] ?? standard;
  if (typeof value !== 'number' || !Number.isInteger(value) || value < min || value > max) {
    throw new TypeError(`LocalSnowflake.start: ${name} must be a whole number from ${min} to ${max}.`);
  }
  return value;
}

function readText(name: string, value: unknown): string | undefined {
  if (value === undefined) {
    return undefined;
  }
  if (typeof value !== 'string' || value === '') {
    throw new TypeError(`LocalSnowflake.start: ${name} must be a text that is not empty.`);
  }
  return value;
}

function readIsolation(value: unknown): 'none' | 'worker' {
  if (value === undefined || value === 'none' || value === 'worker') {
    return value ?? 'none';
  }
  throw new TypeError("LocalSnowflake.start: isolate must be 'none' or 'worker'.");
}

function readUsers(users: unknown, randomPassword: string): ReadonlyMap<string, User> {
  const written: unknown = users ?? { LOCAL_USER: randomPassword };
  const entries = typeof written === 'object' && written !== null ? Object.entries(written) : [];
  if (entries.length === 0) {
    throw new TypeError('LocalSnowflake.start: users must be an object with one user name at least.');
  }
  const all = entries.map(([name, user]) => readUser(name, user));
  return new Map(all.map((user) => [user.name, user]));
}
