import { readdirSync } from 'node:fs';
import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

/** A server before the engine that answers PUT and GET for stages in a directory, and passes all else on. */
export interface StageFront {
  readonly port: number;
  /** The statements it answered itself. */
  readonly sent: readonly string[];
  close(): Promise<void>;
}

const TRANSFER = /^(PUT|GET) '((?:[^']|'')*)' '((?:[^']|'')*)'(.*)$/s;

/** Starts one; `directory` stands for every stage. */
export async function startStageFront(enginePort: number, directory: string): Promise<StageFront> {
  const sent: string[] = [];
  const server: Server = createServer((incoming, outgoing) => {
    void handle(incoming, outgoing);
  });
  async function handle(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const body = await text(incoming);
    const sqlText = incoming.url?.includes('/queries/v1/query-request') === true ? sqlTextOf(body) : '';
    const transfer = TRANSFER.exec(sqlText);
    if (transfer === null) {
      pass(enginePort, incoming, body, outgoing);
      return;
    }
    sent.push(sqlText);
    const data = answer(transfer, directory);
    outgoing.setHeader('content-type', 'application/json').end(JSON.stringify({ success: true, data }));
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    sent,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function sqlTextOf(body: string): string {
  try {
    return String((JSON.parse(body) as { readonly sqlText?: unknown }).sqlText);
  } catch {
    return '';
  }
}

/** Passes a request on to the engine, and its answer back. */
export function pass(port: number, incoming: IncomingMessage, body: string, outgoing: ServerResponse): void {
  const { url, method, headers } = incoming;
  const onward = request({ host: '127.0.0.1', port, path: url, method, headers }, (answered) => {
    outgoing.writeHead(answered.statusCode ?? 500, answered.headers);
    answered.pipe(outgoing);
  });
  onward.on('error', () => outgoing.destroy());
  onward.end(body);
}

/** What Snowflake answers for a stage on the local file system: the driver moves the files. */
function answer([, verb, first = '', second = '', clauses = '']: readonly string[], directory: string): object {
  const unquoted = (literal: string): string => literal.replaceAll("''", "'").replaceAll('\\\\', '\\');
  const stageInfo = { locationType: 'LOCAL_FS', location: directory, creds: {} };
  const shared = { queryId: '01b00000-0000-0000-0000-000000000001', stageInfo, parallel: 1 };
  if (verb === 'PUT') {
    return {
      ...shared,
      command: 'UPLOAD',
      src_locations: [unquoted(first).replace('file://', '')],
      autoCompress: clauses.includes('AUTO_COMPRESS = TRUE'),
      sourceCompression: 'auto_detect',
      overwrite: clauses.includes('OVERWRITE = TRUE'),
      encryptionMaterial: null,
    };
  }
  const name = unquoted(first).split('/').at(-1) ?? '';
  return {
    ...shared,
    command: 'DOWNLOAD',
    src_locations: readdirSync(join(directory)).filter((file) => file.startsWith(name)),
    localLocation: unquoted(second).replace('file://', ''),
    encryptionMaterial: [],
    presignedUrls: null,
  };
}
