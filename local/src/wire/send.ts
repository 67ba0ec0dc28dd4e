import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Answer } from './answer.js';

/** Sends an answer, unless the client is gone. */
export function send({ status, headers, body }: Answer, request: IncomingMessage, response: ServerResponse): void {
  if (response.headersSent || response.destroyed) {
    return;
  }
  // What was not read of a body would be taken for the next request on the same connection.
  const close = request.complete ? {} : { connection: 'close' };
  response.writeHead(status, { ...headers, ...close, 'content-length': Buffer.byteLength(body) });
  response.end(body);
}

/** Sends the first half of an answer and breaks the connection off. */
export function sendHalf({ status, headers, body }: Answer, response: ServerResponse): void {
  const bytes = Buffer.from(body);
  response.writeHead(status, { ...headers, 'content-length': bytes.byteLength });
  response.write(bytes.subarray(0, bytes.byteLength / 2), () => response.destroy());
}
