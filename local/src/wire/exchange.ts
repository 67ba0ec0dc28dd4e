import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FaultResponse, Faults } from '../faults.js';
import { Refusal } from '../refusal.js';
import type { RequestKind, RequestLog } from '../request-log.js';
import { type Answer, failure } from './answer.js';
import { type JsonObject, readBody } from './body.js';
import { text, type WireRequest, type WireRooms } from './request.js';
import { findRoute, type Route } from './routes.js';

/** Answers one request: reads it, writes it down, plays the faults that are due, and hands it to its endpoint. */
export class WireExchange {
  readonly #rooms: WireRooms;
  readonly #log: RequestLog;
  readonly #faults: Faults;

  constructor(rooms: WireRooms, log: RequestLog, faults: Faults) {
    this.#rooms = rooms;
    this.#log = log;
    this.#faults = faults;
  }

  /** Never throws: what goes wrong is an answer too. */
  async run(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      await this.#run(request, response);
    } catch (error) {
      send(failure(error), request, response);
    }
  }

  async #run(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = readUrl(request);
    const found = findRoute(pathname);
    const kind = found?.route.kind ?? 'unknown';
    const record = (body: JsonObject): number =>
      this.#log.record(describe(request, pathname, searchParams, kind, body));
    if (found === undefined || found.route.method !== request.method) {
      record({});
      throw found === undefined ? noSuchPath(pathname) : wrongMethod(found.route);
    }
    const body = await readBody(request).catch((error: unknown) => {
      record({});
      throw error;
    });
    const sequence = record(body);
    const nameQuery = (queryId: string): void => this.#log.nameQuery(sequence, queryId);
    const wire: WireRequest = { path: found.parts, query: searchParams, headers: request.headers, body, nameQuery };
    await this.#answer(found.route, wire, request, response);
  }

  async #answer(route: Route, wire: WireRequest, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const fault = this.#faults.take(route.kind);
    if (fault?.respond === 'truncate') {
      sendHalf(await handle(route, wire, this.#rooms), response);
      return;
    }
    if (fault !== undefined && fault.when !== 'after' && (await play(fault.respond, request, response))) {
      return;
    }
    const answer = handle(route, wire, this.#rooms);
    if (fault?.when === 'after') {
      // A query may run for long: its fault strikes as soon as it is registered.
      await (route.kind === 'query' ? undefined : answer);
      if (await play(fault.respond, request, response)) {
        return;
      }
    }
    send(await answer, request, response);
  }
}

/** The answer of an endpoint, whatever it throws. */
async function handle(route: Route, wire: WireRequest, rooms: WireRooms): Promise<Answer> {
  try {
    return await route.handle(wire, rooms);
  } catch (error) {
    return failure(error);
  }
}

/** @returns false when the true answer is still to be sent */
async function play(
  respond: Exclude<FaultResponse, 'truncate'>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  if (respond === 'hang') {
    return true;
  }
  if (respond === 'reset') {
    request.socket.resetAndDestroy();
    return true;
  }
  if ('delayMs' in respond) {
    await sleep(respond.delayMs, undefined, { ref: false });
    return false;
  }
  const { status, body = '', contentType = 'application/json' } = respond;
  send({ status, headers: { 'content-type': contentType }, body }, request, response);
  return true;
}

function send({ status, headers, body }: Answer, request: IncomingMessage, response: ServerResponse): void {
  if (response.headersSent || response.destroyed) {
    return;
  }
  // What was not read of a body would be taken for the next request on the same connection.
  const close = request.complete ? {} : { connection: 'close' };
  response.writeHead(status, { ...headers, ...close, 'content-length': Buffer.byteLength(body) });
  response.end(body);
}

function sendHalf({ status, headers, body }: Answer, response: ServerResponse): void {
  const bytes = Buffer.from(body);
  response.writeHead(status, { ...headers, 'content-length': bytes.byteLength });
  response.write(bytes.subarray(0, bytes.byteLength / 2), () => response.destroy());
}

function readUrl(request: IncomingMessage): URL {
  try {
    return new URL(request.url ?? '/', 'http://127.0.0.1');
  } catch {
    throw noSuchPath('that was asked for');
  }
}

function describe(
  { method = '' }: IncomingMessage,
  path: string,
  query: URLSearchParams,
  kind: RequestKind,
  body: JsonObject,
): Parameters<RequestLog['record']>[0] {
  const requestId = text(body['requestId']) ?? text(query.get('requestId'));
  const queryId = findRoute(path)?.parts['queryId'];
  const sql = text(body['sqlText']);
  return {
    method,
    path,
    kind,
    ...(requestId === undefined ? {} : { requestId }),
    ...(queryId === undefined ? {} : { queryId }),
    ...(sql === undefined ? {} : { sql }),
  };
}

function noSuchPath(path: string): Refusal {
  return new Refusal(404, '390142', `The local engine has no path ${path}.`);
}

function wrongMethod({ method }: Route): Refusal {
  return new Refusal(405, '390142', `This path takes ${method} only.`);
}
