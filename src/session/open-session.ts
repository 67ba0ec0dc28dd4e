import { toDriverOptions } from '../authentication/to-driver-options.js';
import { systemSources } from '../config/environment.js';
import type { OptionLayer } from '../config/options.js';
import { resolveConnection } from '../config/resolve.js';
import type { ConnectionSettings } from '../config/settings.js';
import type { Diagnostics } from '../diagnostics/diagnostics.js';
import { sessionDiagnostics } from '../diagnostics/session-diagnostics.js';
import { sessionLogger } from '../diagnostics/session-logger.js';
import type { DriverConnection } from '../driver/port.js';
import { loadExactJson } from '../query/exact-json.js';
import { Statements } from '../query/statements.js';
import { initialStatements } from './initial-statements.js';
import { startLocalEngine } from './local-testing.js';
import { openConnection } from './open-connection.js';
import type { CreateOptions } from './session-builder.js';

/** A logged-in connection with its session parameters set, and what is to be freed with it. */
export interface OpenedSession {
  readonly connection: DriverConnection;
  readonly settings: ConnectionSettings;
  /** Where everything is told that the session does. */
  readonly diagnostics: Diagnostics;
  readonly dispose: () => Promise<void>;
}

/** How long a session that cannot be used is given to go away, in milliseconds. */
const DISCARD_TIMEOUT_MS = 2_000;

/** The way from written options to an open connection; each step has its own type. */
export async function openSession(layers: readonly OptionLayer[], { signal }: CreateOptions): Promise<OpenedSession> {
  await loadExactJson();
  const settings = resolveConnection(layers, systemSources());
  tellNotes(settings);
  const { local_testing: localTesting } = settings.values;
  if (localTesting === undefined || localTesting === false) {
    return { ...(await open(settings, signal)), dispose: async () => undefined };
  }
  const engine = await startLocalEngine(localTesting === true ? {} : localTesting);
  try {
    const ofEngine = { source: 'local_testing', options: engine.connectionOptions };
    const local = resolveConnection(layers, systemSources(), ofEngine);
    return { ...(await open(local, signal)), dispose: () => engine.close() };
  } catch (error) {
    // Why there is no session is what counts.
    await engine.close().catch(() => undefined);
    throw error;
  }
}

async function open(
  settings: ConnectionSettings,
  signal: AbortSignal | undefined,
): Promise<Omit<OpenedSession, 'dispose'>> {
  const { values, endpoint, authenticator } = settings;
  const { database, schema } = values;
  const diagnostics = sessionDiagnostics(values, { host: endpoint.host, port: endpoint.port, database, schema });
  const report = diagnostics.begin({ kind: 'connect', host: endpoint.host, authenticator });
  try {
    const connection = await report.run(async () => connect(settings, diagnostics, signal));
    report.ended();
    return { connection, settings, diagnostics };
  } catch (error) {
    report.ended(error);
    throw error;
  }
}

async function connect(
  settings: ConnectionSettings,
  diagnostics: Diagnostics,
  signal: AbortSignal | undefined,
): Promise<DriverConnection> {
  const connection = await openConnection(() => toDriverOptions(settings), {
    host: new URL(settings.endpoint.url).host,
    loginTimeoutMs: settings.timeouts.loginMs,
    signal,
    onRetry: (error, attempt) => diagnostics.note({ kind: 'login-retry', attempt, error }),
  });
  const statements = new Statements(connection);
  try {
    for (const sqlText of initialStatements(settings)) {
      await statements.run({ sqlText, binds: [] }, { signal }, async () => undefined);
    }
  } catch (error) {
    await connection.close(DISCARD_TIMEOUT_MS).catch(() => undefined);
    throw error;
  }
  return connection;
}

function tellNotes({ notes, values }: ConnectionSettings): void {
  const logger = sessionLogger(values);
  for (const note of notes) {
    logger[note.level](note.message);
  }
}
