import type { OptionLayer } from '../../config/options.js';
import type { ConnectionSettings } from '../../config/settings.js';
import { SnowparkError } from '../../errors.js';
import type { ActionOptions } from '../../query/action-options.js';
import type { ServerSession } from '../../session/server-session.js';
import { Session } from '../../session/session.js';
import { usesLocalEngine } from '../uses-local-engine.js';
import { openServerSession } from '../open-server-session.js';
import { checkNames } from './check-names.js';
import { checkStorage } from './check-storage.js';
import type { TimeBound } from './in-time.js';
import { type Report, StepFailure } from './report.js';

/** How long the logout may take, in milliseconds. */
const CLOSE_MS = 5_000;

/** Left of the time for everything, for what comes after the login. */
const SECONDS_AFTER_LOGIN = 3;

/** Signs in, looks at what is current in the session, asks one question, and ends the session. */
export async function checkSession(
  report: Report,
  layers: readonly OptionLayer[],
  settings: ConnectionSettings,
  bound: TimeBound,
): Promise<void> {
  const session = await report.run('login', async (notes) => {
    const opened = await failing(bound, loginRemedy(report), async () => signIn(layers, settings, bound));
    notes.found(`signed in to ${settings.endpoint.host} by ${settings.authenticator}`);
    return Session.over(opened);
  });
  const ask = async (sqlText: string): Promise<Readonly<Record<string, unknown>>[]> => {
    const options: ActionOptions = { signal: bound.signal };
    return failing(bound, 'See what the server says above; the query history shows the statement.', async () =>
      present(session).sql(sqlText).collect(options),
    );
  };
  try {
    await checkNames(report, settings, ask);
    await report.run('query', async (notes) => {
      await ask('select 1');
      notes.found('select 1 was answered');
    });
    if (usesLocalEngine(settings)) {
      report.skip('storage', 'the engine holds its results itself');
    } else {
      await checkStorage(report, settings, ask, bound);
    }
  } finally {
    await closeSession(report, session, bound);
  }
}

/** A login that takes too long is to be told as such, before the time for everything is over. */
async function signIn(
  layers: readonly OptionLayer[],
  { timeouts, endpoint }: ConnectionSettings,
  bound: TimeBound,
): Promise<ServerSession> {
  const seconds = Math.max(Math.min(timeouts.loginMs / 1000, bound.secondsLeft - SECONDS_AFTER_LOGIN), 1);
  const limit = AbortSignal.timeout(Math.round(seconds * 1000));
  try {
    return await openServerSession(layers, AbortSignal.any([bound.signal, limit]));
  } catch (error) {
    throw limit.aborted && !bound.signal.aborted
      ? new StepFailure(
          `${endpoint.host} did not complete the login within ${seconds.toFixed()} s.`,
          'Check account, host and proxy; where a person has to answer, give more time with --timeout.',
        )
      : error;
  }
}

function present(session: Session | undefined): Session {
  if (session === undefined) {
    throw new StepFailure('there is no session.', 'See the login.');
  }
  return session;
}

async function closeSession(report: Report, session: Session | undefined, bound: TimeBound): Promise<void> {
  if (bound.signal.aborted) {
    // Whoever waits has waited long enough; the server ends the session by itself in time.
    await session?.close({ timeoutMs: 1_000 }).catch(() => undefined);
  }
  await report.run('close', async (notes) => {
    await failing(bound, 'The session ends by itself after some hours; check the network.', async () =>
      present(session).close({ timeoutMs: CLOSE_MS }),
    );
    notes.found('the session was ended');
  });
}

function loginRemedy(report: Report): string {
  const isClockOff = report.hasFailed('clock');
  return isClockOff
    ? 'Set the clock of this machine first, see above.'
    : 'Check account, user and the credentials; an administrator sees why in LOGIN_HISTORY.';
}

/** Turns the errors of this package into failures of the step; their hint is what to do. */
async function failing<T>(bound: TimeBound, remedy: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (bound.signal.aborted) {
      throw bound.failure(remedy);
    }
    if (!(error instanceof SnowparkError)) {
      throw error;
    }
    const { message, hint } = error;
    if (message.endsWith(hint)) {
      throw new StepFailure(message.slice(0, -hint.length).trimEnd(), hint, remedy);
    }
    throw new StepFailure(message, remedy, hint);
  }
}
