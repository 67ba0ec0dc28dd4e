import { connect, type Socket } from 'node:net';

import { errorCode } from '../../authentication/error-code.js';
import { inTime, type TimeBound } from './in-time.js';
import type { Proxy } from './proxy-decision.js';
import { StepFailure, type StepNotes } from './report.js';

/** Where a socket goes: a server, or the proxy before it. */
export interface Target {
  readonly host: string;
  readonly port: number;
  /** The parameters to look at when it is wrong. */
  readonly written: string;
}

/** The proxy as the place to which a socket goes. */
export function proxyTarget({ host, port, source }: Proxy): Target {
  const written = source === 'proxy_host' ? 'proxy_host and proxy_port' : source;
  return { host: host.replace(/^\[(.*)\]$/, '$1'), port, written };
}

/**
 * Opens a socket; its end is the caller's business.
 *
 * @throws StepFailure when nobody takes the connection.
 */
export async function openSocket(notes: StepNotes | undefined, target: Target, bound: TimeBound): Promise<Socket> {
  const { host, port, written } = target;
  const place = `${host}:${port}`;
  const blocked = `Something on the way drops the connection: let this machine reach ${place}, or set a proxy.`;
  const socket = connect({ host, port });
  try {
    const connected = new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve).on('error', reject);
    });
    await inTime(bound, blocked, connected);
    notes?.found(`connected to ${socket.remoteAddress ?? host}:${port}`);
    return socket;
  } catch (error) {
    socket.destroy();
    const code = errorCode(error);
    if (error instanceof StepFailure || code === undefined) {
      throw error;
    }
    const refused = code === 'ECONNREFUSED';
    throw new StepFailure(
      refused ? `nothing listens at ${place} (${code}).` : `${place} could not be reached (${code}).`,
      refused ? `Check ${written}.` : `Check ${written}, and the network and firewall of this machine.`,
    );
  }
}
