import { atExit } from './at-exit.js';
import type { Clock } from './clock.js';
import type { EngineHost } from './engine-host.js';
import { Faults } from './faults.js';
import { Identity } from './identity/identity.js';
import type { LocalConnectionOptions } from './local-snowflake.js';
import { QueryRegistry, type QueryRecord } from './query-registry.js';
import { QueryRunner } from './query-runner.js';
import { type LoggedRequest, RequestLog } from './request-log.js';
import { ResultStore } from './result-store.js';
import { runSeed, type Seed } from './seed.js';
import { type Exchange, LoopbackServer } from './server.js';
import { SessionRegistry } from './session-registry.js';
import type { LocalSnowflakeSettings } from './settings.js';
import { openSqlEngine } from './sql-engine.js';
import type { SqlEngine } from './statement.js';
import { StatementQueue } from './statement-queue.js';
import { type Certificate, makeCertificate } from './tls.js';
import { WireExchange } from './wire/exchange.js';

const HOST = '127.0.0.1';
const ACCOUNT = 'local';

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

/** The engine itself: everything that answers a client, in the thread that started it. */
export class InProcessEngine implements EngineHost {
  readonly faults: Faults;
  readonly #rooms: Rooms;
  readonly #forgetExit: () => void;

  private constructor(rooms: Rooms) {
    this.#rooms = rooms;
    this.faults = rooms.faults;
    // Node waits for the threads of its pool, and so for what the database works at.
    this.#forgetExit = atExit(() => rooms.engine.interrupt());
  }

  /** @throws Error when the port is taken, or the database directory is in use */
  static async start(settings: LocalSnowflakeSettings): Promise<InProcessEngine> {
    const { databaseDirectory, maxRunningStatements } = settings;
    const engine = await openSqlEngine({ databaseDirectory, maxRunningStatements });
    try {
      return new InProcessEngine(await furnish(engine, settings));
    } catch (error) {
      await engine.close();
      throw error;
    }
  }

  get url(): string {
    return urlOf(this.#rooms.server, this.#rooms.certificate);
  }

  get certificate(): string | undefined {
    return this.#rooms.certificate?.cert;
  }

  get clock(): Clock {
    return this.#rooms.engine.clock;
  }

  get connectionOptions(): LocalConnectionOptions {
    const { users, database, schema, warehouse, role } = this.#rooms.settings;
    const [first] = users.values();
    const { writtenName: user = '', password = '' } = first ?? {};
    const protocol = this.#rooms.certificate === undefined ? 'http' : 'https';
    const { port } = this.#rooms.server;
    return { account: ACCOUNT, user, password, host: HOST, port, protocol, database, schema, warehouse, role };
  }

  requests(): readonly LoggedRequest[] {
    return this.#rooms.requestLog.list();
  }

  queries(): readonly QueryRecord[] {
    return this.#rooms.queries.list();
  }

  expireSessions(master: boolean): void {
    this.#rooms.sessions.expire(master);
  }

  revokeTokens(): void {
    this.#rooms.identity.revokeTokens();
  }

  async reset(): Promise<void> {
    this.faults.clear();
    this.clock.release();
    await this.#rooms.engine.reset();
  }

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

  async close(): Promise<void> {
    await this.#rooms.sessions.closeAll();
    await this.#rooms.server.close();
    await this.#rooms.engine.close();
    this.#forgetExit();
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
