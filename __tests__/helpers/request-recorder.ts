import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

import { pass } from './stage-front.js';

/** A statement as the driver sends it. */
export interface SentStatement {
  readonly sqlText: string;
  readonly parameters?: Readonly<Record<string, unknown>>;
}

/** A server before the engine that passes everything on, and keeps the statements. */
export interface RequestRecorder {
  readonly port: number;
  readonly statements: readonly SentStatement[];
  close(): Promise<void>;
}

/** Starts one. */
export async function startRequestRecorder(enginePort: number): Promise<RequestRecorder> {
  const statements: SentStatement[] = [];
  async function handle(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const body = await text(incoming);
    if (incoming.url?.includes('/queries/v1/query-request') === true) {
      statements.push(JSON.parse(body) as SentStatement);
    }
    pass(enginePort, incoming, body, outgoing);
  }
  const server = createServer((incoming, outgoing) => void handle(incoming, outgoing));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    statements,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
