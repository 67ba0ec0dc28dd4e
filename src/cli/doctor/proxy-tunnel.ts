import { request } from 'node:http';
import type { Socket } from 'node:net';

import { errorCode } from '../../authentication/error-code.js';
import type { Endpoint } from '../../config/account.js';
import { inTime, type TimeBound } from './in-time.js';
import type { Proxy } from './proxy-decision.js';
import { StepFailure, type StepNotes } from './report.js';
import { startTls } from './start-tls.js';

/** Through which proxy to go where. */
interface TunnelOptions {
  readonly proxy: Proxy;
  readonly endpoint: Pick<Endpoint, 'host' | 'port'>;
  readonly bound: TimeBound;
}

/** Asks the proxy for a tunnel to the server, as the driver does. */
export async function openTunnel(
  notes: StepNotes | undefined,
  socket: Socket | undefined,
  { proxy, endpoint, bound }: TunnelOptions,
): Promise<Socket> {
  const outer = proxy.tls ? await startTls(socket, proxy.host, bound) : socket;
  const path = `${endpoint.host}:${endpoint.port}`;
  const silent = `The proxy takes the connection and does not answer: check ${proxy.source}, and whether it is a proxy.`;
  const connecting = request({
    method: 'CONNECT',
    path,
    headers: { host: path, ...credentialsOf(proxy) },
    createConnection: () => outer,
  });
  try {
    const answered = new Promise<number>((resolve, reject) => {
      connecting.once('connect', ({ statusCode = 0 }) => resolve(statusCode));
      connecting.once('response', ({ statusCode = 0 }) => resolve(statusCode));
      connecting.on('error', reject).end();
    });
    const status = await inTime(bound, silent, answered);
    if (status !== 200 || outer === undefined) {
      throw refused(status, path, proxy);
    }
    notes?.found(`the proxy opened a tunnel to ${path}`);
    return outer;
  } catch (error) {
    connecting.destroy();
    // Before the socket under it: Node 20 crashes otherwise.
    outer?.destroy();
    if (error instanceof StepFailure) {
      throw error;
    }
    throw new StepFailure(
      `what listens at ${proxy.host}:${proxy.port} does not answer as a proxy (${errorCode(error) ?? 'unknown reason'}).`,
      `Check ${proxy.source}: host, port and protocol.`,
    );
  }
}

function credentialsOf({ user, password }: Proxy): Readonly<Record<string, string>> {
  if (user === undefined || password === undefined) {
    return {};
  }
  const credentials = Buffer.from(`${user}:${password.reveal()}`).toString('base64');
  return { 'proxy-authorization': `Basic ${credentials}` };
}

function refused(status: number, path: string, { source, user }: Proxy): StepFailure {
  if (status === 407) {
    const wanted = user === undefined ? 'a user and a password' : 'another user or password';
    return new StepFailure(
      `the proxy wants ${wanted} (407).`,
      source === 'proxy_host' ? 'Correct proxy_user and proxy_password.' : `Correct user and password in ${source}.`,
    );
  }
  return new StepFailure(
    `the proxy opened no tunnel to ${path} (${status}).`,
    'Ask who runs the proxy to let this host and port through, or name the host in no_proxy.',
  );
}
