import type { Socket } from 'node:net';

import type { ConnectionSettings } from '../../config/settings.js';
import type { Ask } from './check-names.js';
import type { TimeBound } from './in-time.js';
import { openSocket, proxyTarget } from './open-socket.js';
import { decideProxy } from './proxy-decision.js';
import { openTunnel } from './proxy-tunnel.js';
import { type Report, StepFailure } from './report.js';

/** A host of the cloud from which results and staged files come. */
interface StorageHost {
  readonly host: string;
  readonly port: number;
}

/** More of them are names for the same. */
const ASKED_HOSTS = 4;

/**
 * Tries to reach the cloud storage that the account uses: small results come from the server itself, large ones from there,
 * so that a firewall in between is found by the first large query.
 */
export async function checkStorage(
  report: Report,
  settings: ConnectionSettings,
  ask: Ask,
  bound: TimeBound,
): Promise<void> {
  await report.run('storage', async (notes) => {
    const hosts = (await readHosts(ask, bound)).slice(0, ASKED_HOSTS);
    if (hosts.length === 0) {
      notes.found('the server does not tell where large results come from');
      return;
    }
    const failures = await Promise.all(hosts.map(async (host) => failureOf(reach(settings, host, bound), host)));
    const found = failures.filter((failure) => failure !== undefined);
    if (found.length > 0) {
      const places = hosts.map(({ host, port }) => `${host}:${port}`).join(', ');
      throw new StepFailure(
        found,
        `Large results and staged files come from there: have the firewall or proxy let through ${places}.`,
      );
    }
    notes.found(`reached ${hosts.map(({ host }) => host).join(', ')}`);
  });
}

async function reach(settings: ConnectionSettings, { host, port }: StorageHost, bound: TimeBound): Promise<void> {
  const { proxy } = await decideProxy(settings, process.env, host);
  const target = proxy === undefined ? { host, port, written: 'the host' } : proxyTarget(proxy);
  const sockets: Socket[] = [];
  try {
    sockets.push(await openSocket(undefined, target, bound));
    if (proxy !== undefined) {
      sockets.push(await openTunnel(undefined, sockets[0], { proxy, endpoint: { host, port }, bound }));
    }
  } finally {
    sockets.toReversed().forEach((socket) => socket.destroy());
  }
}

async function failureOf(work: Promise<void>, { host, port }: StorageHost): Promise<string | undefined> {
  try {
    await work;
    return undefined;
  } catch (error) {
    if (error instanceof StepFailure) {
      return `${host}:${port}: ${error.found.join(' ')}`;
    }
    throw error;
  }
}

/** What `SYSTEM$ALLOWLIST` names; nothing where the role may not ask, or the server does not know it. */
async function readHosts(ask: Ask, bound: TimeBound): Promise<readonly StorageHost[]> {
  try {
    const [row = {}] = await ask('select system$allowlist() as "hosts"');
    const hosts: unknown = typeof row['hosts'] === 'string' ? JSON.parse(row['hosts']) : [];
    return Array.isArray(hosts) ? hosts.flatMap(readHost) : [];
  } catch (error) {
    if (bound.signal.aborted || !(error instanceof StepFailure || error instanceof SyntaxError)) {
      throw error;
    }
    return [];
  }
}

function readHost(entry: unknown): readonly StorageHost[] {
  const { type, host, port } = Object(entry) as Readonly<Record<string, unknown>>;
  return type === 'STAGE' && typeof host === 'string' ? [{ host, port: typeof port === 'number' ? port : 443 }] : [];
}
