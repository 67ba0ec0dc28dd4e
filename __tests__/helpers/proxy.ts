import { createServer, connect, type Server as NetServer } from 'node:net';

import { afterAll, beforeAll } from '@jest/globals';
import { Server } from 'proxy-chain';

/** A real proxy that asks for user and password, and writes down what goes through it. */
export interface TestProxy {
  readonly port: number;
  /** `host:port` of each request it let through. */
  readonly passed: string[];
  /** `host:port` of each request it refused for a wrong user or password. */
  readonly refused: string[];
  /** Sends whatever is meant for these hosts to a port of this machine. */
  readonly mapTo: (hosts: readonly string[], port: number) => void;
}

export const PROXY_USER = 'proxy-jo';
export const PROXY_PASSWORD = 'proxy-secret-4f1c';

/** Starts `proxy-chain` for a test file. */
export function testProxy(): TestProxy {
  const passed: string[] = [];
  const refused: string[] = [];
  const tunnels = new Map<string, NetServer>();
  const server = new Server({
    port: 0,
    host: '127.0.0.1',
    prepareRequestFunction: ({ hostname, port, username, password }) => {
      const isKnown = username === PROXY_USER && password === PROXY_PASSWORD;
      (isKnown ? passed : refused).push(`${hostname}:${port}`);
      const tunnel = tunnels.get(hostname);
      // It takes a web server by its type, and only ever hands it connections.
      return isKnown && tunnel !== undefined
        ? { requestAuthentication: false, customConnectServer: tunnel as never }
        : { requestAuthentication: !isKnown };
    },
  });
  beforeAll(async () => server.listen());
  afterAll(async () => server.close(true));
  return {
    get port() {
      return server.port;
    },
    passed,
    refused,
    mapTo(hosts, port) {
      const tunnel = createServer((socket) => {
        const onward = connect(port, '127.0.0.1');
        socket.on('error', () => onward.destroy());
        onward.on('error', () => socket.destroy());
        socket.pipe(onward).pipe(socket);
      });
      hosts.forEach((host) => tunnels.set(host, tunnel));
    },
  };
}
