import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { gzipSync } from 'node:zlib';

/** Answers one request for a chunk; `attempt` counts the requests for it from 1. */
export type ChunkScript = (response: ServerResponse, attempt: number, request: IncomingMessage) => void;

export interface ScriptedChunk {
  readonly rowCount: number;
  readonly script: ChunkScript;
}

export interface ScriptedResult {
  readonly columns: readonly { readonly name: string; readonly type: string; readonly scale?: number }[];
  readonly inline?: readonly unknown[];
  readonly chunks?: readonly ScriptedChunk[];
  /** How many rows the answer announces, when not as many as there are. */
  readonly returned?: number;
  /** Changes the answer into another than Snowflake's. */
  readonly mangle?: (data: Record<string, unknown>) => unknown;
  /** Whether a request for fresh addresses is refused. */
  readonly refusesRefresh?: boolean;
}

/** A Snowflake of the tests that answers one result, each chunk of it as a script says: well, badly, or never. */
export class ScriptedServer {
  /** What was asked, in order: `query`, `cancel`, `refresh`, `delete`, `chunk 0` … */
  readonly asked: string[] = [];
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #result: ScriptedResult = { columns: [] };
  /** The version of the addresses that are valid. */
  #version = 0;
  #waiting: (() => void) | undefined;

  private constructor() {
    this.#server = createServer((request, response) => void this.#answer(request, response));
    this.#server.on('connection', (socket) => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
    });
  }

  static async start(): Promise<ScriptedServer> {
    const server = new ScriptedServer();
    server.#server.listen(0, '127.0.0.1');
    await once(server.#server, 'listening');
    return server;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get openSockets(): number {
    return this.#sockets.size;
  }

  /** From now on every query is answered with this. */
  serve(result: ScriptedResult): void {
    this.#result = result;
    this.#waiting = undefined;
    this.asked.length = 0;
  }

  /** From now on only fresh addresses are valid. */
  lapse(): void {
    this.#version++;
  }

  count(what: string): number {
    return this.asked.filter((asked) => asked === what).length;
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) {
      socket.destroy();
    }
    this.#server.close();
    await once(this.#server, 'close');
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://scripted');
    const chunk = /^\/chunks\/(\d+)$/.exec(pathname)?.[1];
    if (chunk !== undefined) {
      this.#answerChunk(Number(chunk), Number(searchParams.get('version')), request, response);
      return;
    }
    const body = JSON.parse(Buffer.concat(await request.toArray()).toString() || '{}') as { sqlText?: string };
    if (pathname.endsWith('/query-request')) {
      this.asked.push('query');
      if (body.sqlText === 'wait') {
        this.#waiting = () => sendCancelled(response);
      } else {
        this.#sendResult(response);
      }
    } else if (pathname.endsWith('/abort-request')) {
      this.asked.push('cancel');
      this.#waiting?.();
      this.#waiting = undefined;
      sendJson(response, { success: true, data: {} });
    } else if (/\/queries\/.+\/result/.test(pathname)) {
      this.asked.push('refresh');
      if (this.#result.refusesRefresh === true) {
        sendJson(response, { success: false, code: '000709', message: 'gone', data: { sqlState: '02000' } });
      } else {
        this.#sendResult(response);
      }
    } else {
      this.asked.push(searchParams.has('delete') ? 'delete' : pathname);
      const session = { token: 't', masterToken: 'm', sessionId: 1, parameters: [], sessionInfo: {} };
      sendJson(response, { success: true, data: session });
    }
  }

  #answerChunk(place: number, version: number, request: IncomingMessage, response: ServerResponse): void {
    this.asked.push(`chunk ${place}`);
    if (version !== this.#version) {
      response.writeHead(403).end('<Error>Request has expired</Error>');
      return;
    }
    this.#result.chunks?.[place]?.script(response, this.count(`chunk ${place}`), request);
  }

  #sendResult(response: ServerResponse): void {
    const { columns, inline = [], chunks = [], returned, mangle = (whole) => whole } = this.#result;
    const rows = inline.length + chunks.reduce((sum, { rowCount }) => sum + rowCount, 0);
    const data = {
      queryId: 'scripted-query',
      rowtype: columns.map((column) => ({ nullable: true, precision: 38, scale: 0, ...column })),
      rowset: inline,
      returned: returned ?? rows,
      total: returned ?? rows,
      parameters: [{ name: 'BINARY_OUTPUT_FORMAT', value: 'HEX' }],
      version: 1,
      chunkHeaders: { 'x-chunk-key': 'chunk-secret' },
      chunks: chunks.map(({ rowCount }, place) => ({
        url: `http://127.0.0.1:${this.port}/chunks/${place}?version=${this.#version}&signature=url-secret`,
        rowCount,
        uncompressedSize: 1,
        compressedSize: 1,
      })),
    };
    sendJson(response, { success: true, code: null, message: null, data: mangle(data) });
  }
}

function sendJson(response: ServerResponse, body: object): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function sendCancelled(response: ServerResponse): void {
  const data = { errorCode: '000604', sqlState: '57014', queryId: 'scripted-query' };
  sendJson(response, { success: false, code: '000604', message: 'SQL execution canceled', data });
}

/** The text of rows as a chunk holds it. */
export function chunkText(rows: readonly unknown[]): string {
  return rows.map((row) => JSON.stringify(row)).join(',');
}

/** A chunk that is delivered as it should be. */
export function goodChunk(rows: readonly unknown[]): ScriptedChunk {
  return { rowCount: rows.length, script: (response) => sendBody(response, gzipSync(chunkText(rows))) };
}

export function sendBody(response: ServerResponse, body: Buffer, headers: Record<string, string> = {}): void {
  response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': body.length, ...headers }).end(body);
}
