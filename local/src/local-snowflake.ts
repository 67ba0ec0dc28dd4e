import type { Clock } from './clock.js';
import { claimDirectory } from './directory-claims.js';
import type { EngineHost } from './engine-host.js';
import type { Faults } from './faults.js';
import { newToken } from './ids.js';
import { InProcessEngine } from './in-process-engine.js';
import type { QueryRecord } from './query-registry.js';
import type { LoggedRequest } from './request-log.js';
import type { Seed } from './seed.js';
import { type LocalSnowflakeOptions, resolveSettings } from './settings.js';
import { WorkerEngine } from './worker-engine.js';

/** What a client needs to connect, in the names of Snowflake's Python connector. */
export interface LocalConnectionOptions {
  readonly account: string;
  readonly user: string;
  readonly password: string;
  readonly host: string;
  readonly port: number;
  readonly protocol: 'http' | 'https';
  readonly database: string;
  readonly schema: string;
  readonly warehouse: string;
  readonly role: string;
}

/**
 * A Snowflake of your own: an HTTP server on 127.0.0.1 that speaks Snowflake's wire protocol over DuckDB.
 *
 * It never keeps its process alive.
 */
export class LocalSnowflake {
  /** Faults to play to clients, for tests. */
  readonly faults: Faults;
  /** The time that SQL sees: a test can stop it. */
  readonly clock: Clock;
  readonly #host: EngineHost;
  readonly #letGo: () => void;
  #closing: Promise<void> | undefined;

  private constructor(host: EngineHost, letGo: () => void) {
    this.#host = host;
    this.#letGo = letGo;
    this.faults = host.faults;
    this.clock = host.clock;
  }

  /**
   * Starts an engine of its own, with its own databases.
   *
   * @throws TypeError, naming the option, when an option is unknown or cannot be
   * @throws Error when the port is taken, or another process uses the database directory
   */
  static async start(options: LocalSnowflakeOptions = {}): Promise<LocalSnowflake> {
    const password = newToken();
    // Checked here, whatever thread it then runs in.
    const settings = resolveSettings(options, password);
    const letGo = claimDirectory(settings.databaseDirectory);
    try {
      const host =
        settings.isolate === 'worker'
          ? await WorkerEngine.start({ options, password })
          : await InProcessEngine.start(settings);
      return new LocalSnowflake(host, letGo);
    } catch (error) {
      letGo();
      throw error;
    }
  }

  /** `http://127.0.0.1:PORT`, or `https` with TLS, without a slash at the end. */
  get url(): string {
    return this.#host.url;
  }

  /** The certificate that a client has to trust, as PEM text; undefined without TLS. */
  get certificate(): string | undefined {
    return this.#host.certificate;
  }

  /**
   * Forgets every database, stage and fault, and lets open sessions go on as if they had just logged in: what a test
   * calls before the next one.
   *
   * @throws Error while a statement runs
   */
  reset(): Promise<void> {
    return this.#host.reset();
  }

  /**
   * Runs SQL files and fills tables, in the database and schema of {@link LocalSnowflake.connectionOptions}.
   *
   * @throws Error naming the file or table that failed, with the reason as its cause
   */
  seed(seed: Seed): Promise<void> {
    return this.#host.seed(seed);
  }

  /** What a client needs to connect: hand it to a session's builder as it is. */
  get connectionOptions(): LocalConnectionOptions {
    return this.#host.connectionOptions;
  }

  /** The requests that came, oldest first: the latest 10,000. */
  get requests(): readonly LoggedRequest[] {
    return this.#host.requests();
  }

  /** The statements that ran or run, oldest first: the latest 10,000. */
  get queries(): readonly QueryRecord[] {
    return this.#host.queries();
  }

  /**
   * Lets every session token expire now: the next request is told 390112, and a client renews its token.
   *
   * @param options - `master: true` lets the master tokens expire with them, so that renewing fails with 390114
   */
  expireSessions(options: { readonly master?: boolean } = {}): void {
    this.#host.expireSessions(options.master ?? false);
  }

  /** Lets every programmatic access token, and the kept tokens of browser logins and second factors, end now. */
  revokeTokens(): void {
    this.#host.revokeTokens();
  }

  /** Cancels what runs, ends every session, and frees the port. Later calls share the first one's result. */
  close(): Promise<void> {
    this.#closing ??= this.#host.close().finally(this.#letGo);
    return this.#closing;
  }

  /** {@link LocalSnowflake.close}, for `await using`. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
