import type { OptionLayer } from '../config/options.js';
import { openSession } from '../session/open-session.js';
import { ServerSession } from '../session/server-session.js';

/**
 * Opens a session with options whose sources are those of the command line, so that a problem names them.
 *
 * @throws SnowparkError as `Session.builder.create()`.
 */
export async function openServerSession(layers: readonly OptionLayer[], signal: AbortSignal): Promise<ServerSession> {
  return new ServerSession(await openSession(layers, { signal }));
}
