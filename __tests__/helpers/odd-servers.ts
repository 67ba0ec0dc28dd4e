import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTcpServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';

import { afterAll } from '@jest/globals';

/** A server that does not behave, on a port of its own; closed after the test file. */
export interface OddServer {
  readonly port: number;
}

const open: { readonly server: Server; readonly sockets: Set<Socket> }[] = [];

afterAll(async () => {
  await Promise.all(
    open.map(async ({ server, sockets }) => {
      sockets.forEach((socket) => socket.destroy());
      server.close();
      await once(server, 'close');
    }),
  );
});

/** Takes every connection and never says a word. */
export async function silentServer(): Promise<OddServer> {
  return listen(createTcpServer((socket) => socket.resume()));
}

/** Answers every connection with a text that is no HTTP. */
export async function babblingServer(): Promise<OddServer> {
  return listen(createTcpServer((socket) => socket.end('220 mail.example ESMTP\r\n')));
}

/** Answers every request alike. */
export async function stubbornServer(status: number, body: string, contentType = 'text/html'): Promise<OddServer> {
  return listen(createServer((_asked, answer) => answer.writeHead(status, { 'content-type': contentType }).end(body)));
}

/** A proxy that refuses every tunnel. */
export async function refusingProxy(status: number): Promise<OddServer> {
  const server = createServer();
  server.on('connect', (_asked, socket) => socket.end(`HTTP/1.1 ${status} No\r\nContent-Length: 0\r\n\r\n`));
  return listen(server);
}

/** Begins TLS with this certificate, and knows no more. */
export async function tlsServer(certificate: { readonly key: string; readonly cert: string }): Promise<OddServer> {
  return listen(createTlsServer(certificate, (socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n')));
}

/** Hands everything on to an engine, and tells a time that is so far from the true one. */
export async function timeShiftingServer(enginePort: number, shiftMs: number): Promise<OddServer> {
  const pass = (asked: IncomingMessage, answer: ServerResponse): void => {
    const { url, method, headers } = asked;
    const onward = request({ host: '127.0.0.1', port: enginePort, path: url, method, headers }, (answered) => {
      const date = new Date(Date.now() + shiftMs).toUTCString();
      answer.writeHead(answered.statusCode ?? 500, { ...answered.headers, date });
      answered.pipe(answer);
    });
    onward.on('error', () => answer.destroy());
    asked.pipe(onward);
  };
  return listen(createServer(pass));
}

/** A port on which nothing listens any more. */
export async function closedPort(): Promise<number> {
  const server = createTcpServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function listen(server: Server): Promise<OddServer> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
  });
  // A client that does not trust the certificate ends the handshake.
  server.on('tlsClientError', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  open.push({ server, sockets });
  return { port: (server.address() as AddressInfo).port };
}
