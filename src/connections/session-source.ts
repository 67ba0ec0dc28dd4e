import type { ServerSession } from '../session/server-session.js';

/** Where a connection's sessions come from: one for all, or a pool. */
export interface SessionSource {
  /** Works with a session; it is not given to anyone else, nor closed, before the work has ended. */
  use<Result>(work: (session: ServerSession) => Promise<Result>, signal: AbortSignal | undefined): Promise<Result>;
  /** A session to hand out for longer; closing it leaves what it was lent from. */
  lend(): Promise<ServerSession>;
  /** Whether a session answers within the time. */
  isAlive(timeoutMs: number): Promise<boolean>;
  /** Closes every session. */
  close(): Promise<void>;
}
