import type { Clock } from './clock.js';
import { Faults } from './faults.js';
import { Identity } from './identity/identity.js';
import { newToken } from './ids.js';
import { QueryRegistry, type QueryRecord } from './query-registry.js';
import { QueryRunner } from './query-runner.js';
import { type LoggedRequest, RequestLog } from './request-log.js';
import { ResultStore } from './result-store.js';
import { type Exchange, LoopbackServer } from './server.js';
import { SessionRegistry } from './session-registry.js';
import { runSeed, type Seed } from './seed.js';
import { type LocalSnowflakeOptions, type LocalSnowflakeSettings, resolveSettings } from './settings.js';
import { openSqlEngine } from './sql-engine.js';
import type { SqlEngine } from './statement.js';
import { StatementQueue } from './statement-queue.js';
import { type Certificate, makeCertificate } from './tls.js';
import { WireExchange } from './wire/exchange.js';

const HOST = '127.0.0.1';
const ACCOUNT = 'local';

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

interface Rooms {
  readonly engine: SqlEngine;
  readonly sessions: SessionRegistry;
  readonly queries: QueryRegistry;
  readonly requestLog: RequestLog;
  readonly faults: Faults;
  readonly server: LoopbackServer;
  readonly certificate: Certificate | undefined;
  readonly identity: Identity;
  readonly settings: LocalSnowflakeSettings;
}

/**
 * A Snowflake of your own: an HTTP server on 127.0.0.1 that speaks Snowflake's wire protocol over DuckDB.
 *
 * It never keeps its process alive.
 */
export class LocalSnowflake {
  /** Faults to play to clients, for tests. */
  readonly faults: Faults;
  readonly #rooms: Rooms;
  #closing: Promise<void> | undefined;

  private constructor(rooms: Rooms) {
    this.#rooms = rooms;
    this.faults = rooms.faults;
  }

  /**
   * Starts an engine of its own, with its own databases.
   *
   * @throws TypeError, naming the option, when an option is unknown or cannot be
   * @throws Error when the port is taken
   */
  static async start(options: LocalSnowflakeOptions = {}): Promise<LocalSnowflake> {
    const settings = resolveSettings(options, newToken());
    const { databaseDirectory } = settings;
    const engine = await openSqlEngine({ databaseDirectory, maxRunningStatements: settings.maxRunningStatements });
    try {
      return new LocalSnowflake(await furnish(engine, settings));
    } catch (error) {
      await engine.close();
      throw error;
    }
  }

  /** `http://127.0.0.1:PORT`, or `https` with TLS, without a slash at the end. */
  get url(): string {
    return urlOf(this.#rooms.server, this.#rooms.certificate);
  }

  /** The certificate that a client has to trust, as PEM text; undefined without TLS. */
  get certificate(): string | undefined {
    return this.#rooms.certificate?.cert;
  }

  /** The time that SQL sees: a test can stop it. */
  get clock(): Clock {
    return this.#rooms.engine.clock;
  }

  /**
   * Forgets every database, stage and fault, and lets open sessions go on as if they had just logged in: what a test
   * calls before the next one.
   *
   * @throws Error while a statement runs
   */
  async reset(): Promise<void> {
    this.faults.clear();
    this.clock.release();
    await this.#rooms.engine.reset();
  }

  /**
   * Runs SQL files and fills tables, in the database and schema of {@link LocalSnowflake.connectionOptions}.
   *
   * @throws Error naming the file or table that failed, with the reason as its cause
   */
  async seed(seed: Seed): Promise<void> {
    const { engine, queries, settings } = this.#rooms;
    const { database, schema, role, warehouse } = settings;
    const names = { account: ACCOUNT, user: 'SEED', sessionId: 'seed', role, warehouse, database, schema };
    const session = await engine.createSession({ ...names, parameters: { TIMEZONE: 'UTC' }, control: queries });
    try {
      await runSeed(engine, session, seed);
    } finally {
      await session.close();
    }
  }

  /** What a client needs to connect: hand it to a session's builder as it is. */
  get connectionOptions(): LocalConnectionOptions {
    const { users, database, schema, warehouse, role } = this.#rooms.settings;
    const [first] = users.values();
    const { writtenName: user = '', password = '' } = first ?? {};
    const protocol = this.#rooms.certificate === undefined ? 'http' : 'https';
    const { port } = this.#rooms.server;
    return { account: ACCOUNT, user, password, host: HOST, port, protocol, database, schema, warehouse, role };
  }

  /** The requests that came, oldest first: the latest 10,000. */
  get requests(): readonly LoggedRequest[] {
    return this.#rooms.requestLog.list();
  }

  /** The statements that ran or run, oldest first: the latest 10,000. */
  get queries(): readonly QueryRecord[] {
    return this.#rooms.queries.list();
  }

  /**
   * Lets every session token expire now: the next request is told 390112, and a client renews its token.
   *
   * @param options - `master: true` lets the master tokens expire with them, so that renewing fails with 390114
   */
  expireSessions(options: { readonly master?: boolean } = {}): void {
    this.#rooms.sessions.expire(options.master ?? false);
  }

  /** Lets every programmatic access token, and the kept tokens of browser logins and second factors, end now. */
  revokeTokens(): void {
    this.#rooms.identity.revokeTokens();
  }

  /** Cancels what runs, ends every session, and frees the port. Later calls share the first one's result. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  /** {@link LocalSnowflake.close}, for `await using`. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #close(): Promise<void> {
    await this.#rooms.sessions.closeAll();
    await this.#rooms.server.close();
    await this.#rooms.engine.close();
  }
}

async function furnish(engine: SqlEngine, settings: LocalSnowflakeSettings): Promise<Rooms> {
  const results = new ResultStore(settings.keptResultBytes);
  const runner = new QueryRunner(new StatementQueue(), results, settings);
  const queries = new QueryRegistry(engine, runner, results);
  const sessions = new SessionRegistry(engine, queries, settings);
  const requestLog = new RequestLog();
  const faults = new Faults();
  const identity = new Identity(settings);
  const certificate = await makeCertificate(settings.tls);
  let exchange: WireExchange | undefined;
  const answer: Exchange = async (request, response) => {
    const url = urlOf(server, certificate);
    exchange ??= new WireExchange({ settings, identity, sessions, queries, results, url }, requestLog, faults);
    await exchange.run(request, response);
  };
  const server = await LoopbackServer.listen(settings.port, answer, certificate);
  return { engine, sessions, queries, requestLog, faults, server, settings, certificate, identity };
}

function urlOf({ port }: LoopbackServer, certificate: Certificate | undefined): string {
  return `${certificate === undefined ? 'http' : 'https'}://${HOST}:${port}`;
}
