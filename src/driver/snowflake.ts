import type { Connection as RawConnection } from 'snowflake-sdk';

import type { DriverOptions } from '../authentication/driver-options.js';
import { ConfigurationError, ConnectionError, SessionExpiredError } from '../errors.js';
import { toStatementError } from './errors.js';
import { type OpenAddress, signIn } from './login.js';
import type { NativeConnection, NativeDriver } from './native.js';
import { pastProxy } from './past-proxy.js';
import type { DriverConnection, DriverStatement, StatementRequest } from './port.js';
import { preloadDriver } from './preload.js';
import { ChunkRequests } from './readers/chunk-request.js';
import { namedProxy } from './named-proxy.js';
import { barrierToDirect } from './readers/direct-barrier.js';
import type { ResultReading } from './readers/read-rows.js';
import { type SendStatement, SnowflakeDriverStatement, type StatementContext } from './snowflake-statement.js';
import { DriverSockets } from './sockets.js';
import { withVariables } from './variables.js';

/** The connection object of `snowflake-sdk`, with its own typings. */
export type { RawConnection };

/** A login under way. */
export interface DriverLogin {
  /** Rejects with an error of this package. */
  readonly connection: Promise<DriverConnection>;
  /** Gives up: frees the sockets at once. `connection` then rejects. */
  abandon(): void;
}

/**
 * Read by the driver when it loads: its probes of cloud metadata addresses cost up to a second and a hanging process
 * where such packets are dropped, and its native add-on only feeds telemetry. An own setting of the user stays.
 */
const LOAD_VARIABLES = { SNOWFLAKE_DISABLE_PLATFORM_DETECTION: 'true', SNOWFLAKE_DISABLE_MINICORE: 'true' };

/** Read by the driver at login: its report takes the warm socket, and the first query pays another handshake. */
const LOGIN_VARIABLES = { SF_TELEMETRY_DISABLE_CONNECTION_SHAPE: 'true' };

let driver: Promise<NativeDriver> | undefined;

/** Loads the driver, once in a process, silently. */
async function loadDriver(): Promise<NativeDriver> {
  driver ??= withVariables(LOAD_VARIABLES, async () => {
    preloadDriver();
    const module = (await import('snowflake-sdk')) as unknown as { readonly default: NativeDriver };
    // By default the driver logs names to stdout and to a file in the working directory.
    module.default.configure({ logLevel: 'OFF', additionalLogToConsole: false });
    return module.default;
  });
  return driver;
}

/** Starts one login. Nothing is retried here. */
export function login(options: DriverOptions): DriverLogin {
  const { accessUrl } = options.connection;
  const sockets = new DriverSockets({
    hostname: typeof accessUrl === 'string' ? new URL(accessUrl).hostname : options.host,
    isProxied: namedProxy(options, process.env) !== undefined,
  });
  const connection = loadDriver().then((native) =>
    withVariables(LOGIN_VARIABLES, () => connect(native, options, sockets)),
  );
  return { connection, abandon: () => sockets.destroy() };
}

async function connect(
  native: NativeDriver,
  options: DriverOptions,
  sockets: DriverSockets,
): Promise<DriverConnection> {
  if (Object.keys(options.process).length > 0) {
    native.configure(options.process);
  }
  const reading = chooseReading(options, sockets);
  const signedIn = await signIn((openAddress) => create(native, options, openAddress), options, sockets);
  // The driver's heartbeat would keep a finished process alive.
  signedIn.keepalive?.unref();
  return new SnowflakeDriverConnection(signedIn, { ...options, reading }, sockets);
}

function create(native: NativeDriver, options: DriverOptions, openAddress: OpenAddress): NativeConnection {
  const browser = options.browser === undefined ? {} : { openExternalBrowserCallback: openAddress };
  try {
    return native.createConnection({ ...options.connection, ...browser, ...pastProxy(options, process.env) });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new ConfigurationError([{ parameter: 'connection', source: 'snowflake-sdk', message }]);
  }
}

function chooseReading(options: DriverOptions, sockets: DriverSockets): ResultReading {
  const barrier = barrierToDirect(options, process.env);
  if (options.resultReader === 'direct' && barrier !== undefined) {
    const message = `direct cannot be used, because ${barrier}. Use auto.`;
    throw new ConfigurationError([{ parameter: 'result_reader', source: 'settings', message }]);
  }
  return {
    reader: options.resultReader,
    mayDownload: barrier === undefined,
    requests: new ChunkRequests(sockets),
    sockets,
  };
}

class SnowflakeDriverConnection implements DriverConnection {
  readonly #native: NativeConnection;
  readonly #options: StatementContext;
  readonly #sockets: DriverSockets;

  constructor(native: NativeConnection, options: StatementContext, sockets: DriverSockets) {
    this.#native = native;
    this.#options = options;
    this.#sockets = sockets;
  }

  execute(request: StatementRequest): DriverStatement {
    const { sqlText, binds, parameters, describeOnly, isAsync } = request;
    const send: SendStatement = (options) =>
      this.#native.execute({
        ...options,
        sqlText,
        binds,
        ...(parameters === undefined ? {} : { parameters: { ...parameters } }),
        ...(describeOnly === true ? { describeOnly } : {}),
        ...(isAsync === true ? { asyncExec: isAsync } : {}),
      });
    return new SnowflakeDriverStatement(send, request, this.#options, this.#sockets);
  }

  fetchResult(queryId: string): DriverStatement {
    // With a text, for that of several statements is split, in vain.
    const send: SendStatement = (options) => this.#native.fetchResult({ ...options, queryId, sqlText: '' });
    return new SnowflakeDriverStatement(send, { sqlText: '', isFetch: true }, this.#options, this.#sockets);
  }

  async queryStatus(queryId: string): Promise<string> {
    const ask = (): Promise<string> => this.#sockets.follow(async () => this.#native.getQueryStatus(queryId));
    try {
      return await ask();
    } catch (error) {
      const failure = toStatementError(error, this.#options.host, queryId);
      if (!(failure instanceof SessionExpiredError)) {
        throw failure;
      }
      // The driver does not renew the session's token for this request; for a heartbeat it does.
      await this.heartbeat();
      return ask().catch((again: unknown) => {
        throw toStatementError(again, this.#options.host, queryId);
      });
    }
  }

  async close(timeoutMs: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const tooLate = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(
        () => reject(new ConnectionError(`${this.#options.host} did not answer in time.`, { retryable: true })),
        timeoutMs,
      );
    });
    try {
      // Else the driver would send them once more, now that it breaks their connections itself.
      this.#sockets.giveUpStatements();
      await Promise.race([this.#sockets.sendDeletion(() => this.#ask((done) => this.#native.destroy(done))), tooLate]);
    } finally {
      clearTimeout(timer);
      this.#sockets.destroy();
    }
  }

  async withNative<Result>(work: (native: unknown) => Promise<Result>): Promise<Result> {
    return this.#sockets.follow(() => work(this.#native));
  }

  abandon(): void {
    this.#sockets.destroy();
    // Without a socket nothing reaches the server; the driver lets go of its agents and its timer.
    this.#call((done) => this.#native.destroy(done)).catch(() => undefined);
  }

  async heartbeat(): Promise<void> {
    return this.#call((done) => this.#native.heartbeat(done));
  }

  async #call(call: (done: (error: unknown) => void) => void): Promise<void> {
    return this.#sockets.follow(() => this.#ask(call));
  }

  async #ask(call: (done: (error: unknown) => void) => void): Promise<void> {
    return new Promise((resolve, reject) => {
      call((error) => {
        if (error === undefined || error === null) {
          resolve();
        } else {
          reject(toStatementError(error, this.#options.host, undefined));
        }
      });
    });
  }
}

/** Works with the driver's own connection object; the sockets it opens meanwhile are freed with the connection. */
export async function withRawConnection<Result>(
  connection: DriverConnection,
  work: (raw: RawConnection) => Promise<Result>,
): Promise<Result> {
  return connection.withNative((native) => work(native as RawConnection));
}
