import { once } from 'node:events';
import { Agent, get as httpGet } from 'node:http';
import { get as httpsGet } from 'node:https';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';

import { afterEach, beforeEach, expect, test } from '@jest/globals';

import { holdDuring } from '../../../src/driver/call-context.js';
import { RequestScope } from '../../../src/driver/readers/request-scope.js';
import { DriverSockets } from '../../../src/driver/sockets.js';

/** Takes connections and says nothing, not even hello in a handshake. */
let server: Server;
let taken: Socket[];

beforeEach(async () => {
  taken = [];
  server = createServer((socket) => {
    taken.push(socket);
    socket.on('error', () => undefined);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(() => {
  taken.forEach((socket) => socket.destroy());
  server.close();
});

const ways = [
  ['http', httpGet],
  ['https', httpsGet],
] as const;

function newSockets(): DriverSockets {
  return new DriverSockets({ hostname: '127.0.0.1', isProxied: false });
}

function send(way: string, get: typeof httpGet, options: { path?: string; agent?: Agent } = {}): Promise<unknown> {
  const { port } = server.address() as AddressInfo;
  const request = get(
    `${way}://127.0.0.1:${port}${options.path ?? '/'}`,
    options.agent ? { agent: options.agent } : {},
  );
  return once(request, 'response').catch((error: unknown) => error);
}

async function connections(count: number): Promise<void> {
  while (taken.length < count) {
    await once(server, 'connection');
  }
}

test.each(ways)('a silent %s request ends with the sockets of its connection', async (way, get) => {
  const sockets = newSockets();
  const ended = sockets.follow(() => send(way, get));
  await once(server, 'connection');
  sockets.destroy();
  expect(await ended).toMatchObject({ code: 'ERR_CANCELED' });
});

test.each(ways)('a %s request that is made after the end ends at once', async (way, get) => {
  const sockets = newSockets();
  sockets.destroy();
  expect(await sockets.follow(() => send(way, get))).toMatchObject({
    code: expect.stringMatching(/ERR_CANCELED|ECONNRESET/),
  });
});

test('the agent of a followed request to the host is the connection’s, with what it opens unfollowed', async () => {
  const sockets = newSockets();
  const [own, other] = [new Agent({ keepAlive: true }), new Agent({ keepAlive: true })];
  const login = sockets.follow(() => send('http', httpGet, { agent: own }));
  const query = send('http', httpGet, { agent: own });
  const stranger = send('http', httpGet, { agent: other });
  const shared = sockets.follow(() => send('http', httpGet));
  const sharedByOthers = send('http', httpGet);
  await connections(5);
  sockets.destroy();
  for (const ended of await Promise.all([login, query, shared])) {
    expect(ended).toMatchObject({ code: 'ERR_CANCELED' });
  }
  expect(await Promise.race([stranger, sharedByOthers, Promise.resolve('alive')])).toBe('alive');
  other.destroy();
});

test('requests of a statement that nobody waits for any more are refused until it settles', async () => {
  const sockets = newSockets();
  let settle = (): void => undefined;
  const settled = new Promise<void>((resolve) => {
    settle = resolve;
  });
  sockets.expectRequests(() => ['0f3c-11', undefined], settled);
  sockets.giveUpStatements();
  const path = '/queries/v1/query-request?requestId=0f3c-11&retryCount=1';
  expect(await send('http', httpGet, { path })).toMatchObject({ code: 'ERR_CANCELED' });

  const agent = new Agent();
  const other = send('http', httpGet, { path: '/queries/v1/query-request?requestId=0f3c-12', agent });
  settle();
  await settled;
  const again = send('http', httpGet, { path, agent });
  const open = Object.values(agent.sockets).flatMap((ofHost) => ofHost ?? []);
  await Promise.all(open.map(async (socket) => once(socket, 'connect')));
  agent.destroy();
  for (const ended of await Promise.all([other, again])) {
    expect(ended).toMatchObject({ code: 'ECONNRESET' });
  }
});

test.each(ways)('a silent %s request ends with the scope it was made in; others live on', async (way, get) => {
  const scope = new RequestScope();
  const other = httpGet({ port: (server.address() as AddressInfo).port, host: '127.0.0.1' });
  other.on('error', () => undefined);
  await once(other, 'socket');
  const ended = holdDuring(scope, () => send(way, get));
  await connections(2);
  scope.end();
  expect(await ended).toMatchObject({ code: 'ERR_CANCELED' });
  expect(other.destroyed).toBe(false);
  other.destroy();
  expect(await holdDuring(scope, () => send(way, get))).toMatchObject({ code: 'ERR_CANCELED' });
});
