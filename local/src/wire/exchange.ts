import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Faults } from '../faults.js';
import { keepId, keepSql } from '../kept-text.js';
import { Refusal } from '../refusal.js';
import type { RequestKind, RequestLog } from '../request-log.js';
import { type Answer, failure } from './answer.js';
import { type JsonObject, readBody } from './body.js';
import { playFault } from './play-fault.js';
import { text, type WireRequest, type WireRooms } from './request.js';
import { findRoute, type Route } from './routes.js';
import { send, sendHalf } from './send.js';

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
    const found = findRoute(pathname, request.method);
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
    if (fault !== undefined && fault.when !== 'after' && (await playFault(fault.respond, request, response))) {
      return;
    }
    const answer = handle(route, wire, this.#rooms);
    if (fault?.when === 'after') {
      // A query may run for long: its fault strikes as soon as it is registered.
      await (route.kind === 'query' ? undefined : answer);
      if (await playFault(fault.respond, request, response)) {
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
    ...(requestId === undefined ? {} : { requestId: keepId(requestId) }),
    ...(queryId === undefined ? {} : { queryId }),
    ...(sql === undefined ? {} : { sql: keepSql(sql) }),
  };
}

function noSuchPath(path: string): Refusal {
  return new Refusal(404, '390142', `The local engine has no path ${path}.`);
}

function wrongMethod({ method }: Route): Refusal {
  return new Refusal(405, '390142', `This path takes ${method} only.`);
}
