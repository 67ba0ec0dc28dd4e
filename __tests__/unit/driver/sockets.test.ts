import { once } from 'node:events';
import { get as httpGet } from 'node:http';
import { get as httpsGet } from 'node:https';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';

import { afterEach, beforeEach, expect, test } from '@jest/globals';

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

function send(way: string, get: typeof httpGet): Promise<unknown> {
  const { port } = server.address() as AddressInfo;
  return once(get(`${way}://127.0.0.1:${port}/`), 'response').catch((error: unknown) => error);
}

test.each(ways)('a silent %s request ends with the sockets of its connection', async (way, get) => {
  const sockets = new DriverSockets();
  const ended = sockets.run(() => send(way, get));
  await once(server, 'connection');
  sockets.destroy();
  expect(await ended).toMatchObject({ code: 'ERR_CANCELED' });
});

test.each(ways)('a %s request that is made after the end ends at once', async (way, get) => {
  const sockets = new DriverSockets();
  sockets.destroy();
  expect(await sockets.run(() => send(way, get))).toMatchObject({
    code: expect.stringMatching(/ERR_CANCELED|ECONNRESET/),
  });
});

test.each(ways)('a silent %s request ends with the scope it was made in; others live on', async (way, get) => {
  const scope = new RequestScope();
  const other = httpGet({ port: (server.address() as AddressInfo).port, host: '127.0.0.1' });
  other.on('error', () => undefined);
  await once(other, 'socket');
  const ended = scope.run(() => send(way, get));
  while (taken.length < 2) {
    await once(server, 'connection');
  }
  scope.end();
  expect(await ended).toMatchObject({ code: 'ERR_CANCELED' });
  expect(other.destroyed).toBe(false);
  other.destroy();
  expect(await scope.run(() => send(way, get))).toMatchObject({ code: 'ERR_CANCELED' });
});
