import { AbortedError, SessionCloseError, SnowparkError } from '../errors.js';
import type { Session } from './session.js';

/**
 * The open sessions of this process that were made by a builder.
 *
 * A session leaves when it is closed, so that none is kept for longer than it lives; one that has expired is passed over
 * and leaves as well.
 */
const sessions = new Set<Session>();

/** What several callers of `getOrCreate` at once wait for together. */
let creating: Promise<Session> | undefined;

/** Adds a session that was just created. */
export function addActiveSession(session: Session): void {
  sessions.add(session);
}

/** Forgets a session. */
export function removeActiveSession(session: Session): void {
  sessions.delete(session);
}

/** Every open session, oldest first. */
export function activeSessions(): readonly Session[] {
  for (const session of sessions) {
    if (session.state !== 'open') {
      sessions.delete(session);
    }
  }
  return [...sessions];
}

/**
 * The only open session; undefined when there is none.
 *
 * @throws SnowparkError `SEVERAL_SESSIONS` when there are several, because none of them is more active than the others.
 */
export function activeSession(): Session | undefined {
  const open = activeSessions();
  if (open.length > 1) {
    throw new SnowparkError('SEVERAL_SESSIONS', `There are ${open.length} open sessions, and none is the active one.`, {
      hint: 'Pass the session you mean to where it is needed, or close the others.',
    });
  }
  return open[0];
}

/** What `getOrCreate` came to. */
export interface FoundSession {
  readonly session: Session;
  /** True when the session was there before this call. */
  readonly wasOpen: boolean;
}

/** The only open session, or the one `create` makes; of callers at the same time, one creates. */
export async function findOrCreate(create: () => Promise<Session>): Promise<FoundSession> {
  const open = activeSession();
  if (open !== undefined) {
    return { session: open, wasOpen: true };
  }
  if (creating !== undefined) {
    try {
      return { session: await creating, wasOpen: true };
    } catch (error) {
      // Another caller's signal says nothing about this one.
      if (error instanceof AbortedError) {
        return findOrCreate(create);
      }
      throw error;
    }
  }
  creating = create().finally(() => {
    creating = undefined;
  });
  return { session: await creating, wasOpen: false };
}

/**
 * Closes every open session.
 *
 * @throws SessionCloseError when some did not close as they should; everything was released all the same.
 */
export async function closeActiveSessions(timeoutMs: number): Promise<void> {
  const open = activeSessions();
  const results = await Promise.allSettled(open.map((session) => session.close({ timeoutMs })));
  const errors = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));
  if (errors.length > 0) {
    throw new SessionCloseError(`${errors.length} of ${open.length} sessions did not close as they should.`, errors);
  }
}
