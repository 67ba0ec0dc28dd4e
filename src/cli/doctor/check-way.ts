import { lookup } from 'node:dns/promises';
import { isIP, type Socket } from 'node:net';

import { errorCode } from '../../authentication/error-code.js';
import type { ConnectionSettings } from '../../config/settings.js';
import { checkClock } from './check-clock.js';
import { checkCertificate } from './check-certificate.js';
import { askForHeaders } from './http-headers.js';
import { inTime, type TimeBound } from './in-time.js';
import { openSocket, proxyTarget, type Target } from './open-socket.js';
import { decideProxy } from './proxy-decision.js';
import { openTunnel } from './proxy-tunnel.js';
import { type Report, StepFailure, type StepNotes } from './report.js';
import { startTls } from './start-tls.js';

/** Goes the way to the server step by step, as the driver will: it says only how the whole went. */
export async function checkWay(report: Report, settings: ConnectionSettings, bound: TimeBound): Promise<void> {
  const { endpoint } = settings;
  const decision = await report.run('proxy', async (notes) => {
    const made = await decideProxy(settings, process.env, endpoint.host);
    notes.found(made.why);
    return made;
  });
  const proxy = decision?.proxy;
  const target = proxy === undefined ? serverTarget(settings) : proxyTarget(proxy);
  await report.run('dns', (notes) => findAddresses(notes, target, bound));
  const sockets: Socket[] = [];
  const keep = <S extends Socket>(socket: S): S => {
    // What happens to it after its step is over concerns nobody.
    socket.on('error', () => undefined);
    sockets.push(socket);
    return socket;
  };
  try {
    let socket = await report.run('tcp', async (notes) => keep(await openSocket(notes, target, bound)));
    if (proxy === undefined) {
      report.skip('tunnel', 'no proxy is used');
    } else {
      socket = await report.run('tunnel', async (notes) =>
        keep(await openTunnel(notes, socket, { proxy, endpoint, bound })),
      );
    }
    if (endpoint.protocol === 'http') {
      report.skip('tls', 'the address says http');
    } else {
      socket = await report.run('tls', async (notes) => {
        const secured = keep(await startTls(socket, endpoint.host, bound));
        checkCertificate(notes, secured, endpoint.host);
        return secured;
      });
    }
    const answer = await report.run('http', (notes) => askForHeaders(notes, socket, endpoint, bound));
    await report.run('clock', (notes) => checkClock(notes, answer, settings.authenticator));
  } finally {
    // The outermost first: Node 20 crashes when the socket under a TLS socket is destroyed before it.
    sockets.toReversed().forEach((socket) => socket.destroy());
  }
}

function serverTarget({ endpoint }: ConnectionSettings): Target {
  const { host, port } = endpoint;
  return { host: host.replace(/^\[(.*)\]$/, '$1'), port, written: 'account, host and port' };
}

const LOOKUP_REMEDIES: Readonly<Record<string, string>> = {
  EAI_AGAIN: 'The name service does not answer: check the network, VPN and DNS of this machine.',
};

async function findAddresses(notes: StepNotes, { host, written }: Target, bound: TimeBound): Promise<void> {
  if (isIP(host) !== 0) {
    notes.found(`${host} is an address`);
    return;
  }
  const silent = 'The name service does not answer: check the network, VPN and DNS of this machine.';
  try {
    const found = await inTime(bound, silent, lookup(host, { all: true }));
    notes.found(`${host} is ${found.map(({ address }) => address).join(', ')}`);
  } catch (error) {
    const code = errorCode(error);
    if (error instanceof StepFailure || code === undefined) {
      throw error;
    }
    const remedy = LOOKUP_REMEDIES[code] ?? `Check ${written}; a private link’s name is known inside its network only.`;
    throw new StepFailure(`${host} could not be looked up (${code}).`, remedy);
  }
}
