import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Bind } from '../statement.js';
import { badRequest, notExecuting } from '../refusal.js';
import { resultNotFound } from '../result-store.js';
import type { Query } from '../query.js';
import type { WireSession } from '../wire-session.js';
import { type Answer, success } from './answer.js';
import { readBinds } from './binds.js';
import { isObject } from './body.js';
import { sessionOf, text, type WireRequest, type WireRooms } from './request.js';
import { pendingAnswer, settledAnswer } from './result-answer.js';

/** POST /queries/v1/query-request */
export async function runQuery(request: WireRequest, rooms: WireRooms): Promise<Answer> {
  const session = sessionOf(request, rooms);
  const { body } = request;
  if (typeof body['sqlText'] !== 'string') {
    throw badRequest('sqlText must be a text.');
  }
  const binds: Readonly<Record<string, Bind>> = readBinds(body['bindings']);
  const parameters = body['parameters'];
  const query = rooms.queries.submit(session, {
    requestId: text(request.query.get('requestId')) ?? randomUUID(),
    isAsync: body['asyncExec'] === true,
    statement: {
      sql: body['sqlText'],
      binds,
      bindStage: text(body['bindStage']),
      describeOnly: body['describeOnly'] === true,
      parameters: isObject(parameters) ? parameters : {},
    },
  });
  request.nameQuery(query.queryId);
  return query.origin.isAsync ? pendingAnswer(query) : await answerInTime(query, rooms);
}

/** GET /queries/<id>/result */
export async function fetchResult(request: WireRequest, rooms: WireRooms): Promise<Answer> {
  const session = sessionOf(request, rooms);
  const queryId = request.path['queryId'] ?? '';
  const query = ownQuery(queryId, session, rooms);
  if (query === undefined) {
    throw resultNotFound(queryId);
  }
  return await answerInTime(query, rooms);
}

/** POST /queries/v1/abort-request: by the id of the request that started the statement. */
export function abortByRequest(request: WireRequest, rooms: WireRooms): Answer {
  const session = sessionOf(request, rooms);
  const requestId = text(request.body['requestId']);
  if (requestId === undefined) {
    throw badRequest('requestId must be a text.');
  }
  return abort(rooms.queries.findByRequest(session.sessionId, requestId), request);
}

/** POST /queries/<id>/abort-request */
export function abortByQueryId(request: WireRequest, rooms: WireRooms): Answer {
  const session = sessionOf(request, rooms);
  return abort(ownQuery(request.path['queryId'] ?? '', session, rooms), request);
}

/** GET /monitoring/queries/<id> */
export function monitor(request: WireRequest, rooms: WireRooms): Answer {
  const session = sessionOf(request, rooms);
  const query = ownQuery(request.path['queryId'] ?? '', session, rooms);
  return success({ queries: query === undefined ? [] : [describeForMonitoring(query)] });
}

function abort(query: Query | undefined, request: WireRequest): Answer {
  if (query === undefined || !query.cancel()) {
    throw notExecuting();
  }
  request.nameQuery(query.queryId);
  return success(null);
}

/** A user's statements are open to all sessions of that user, and to no one else. */
function ownQuery(queryId: string, session: WireSession, { queries }: WireRooms): Query | undefined {
  const query = queries.find(queryId);
  return query?.origin.user === session.user ? query : undefined;
}

async function answerInTime(query: Query, rooms: WireRooms): Promise<Answer> {
  const stopWaiting = new AbortController();
  const { longPollMs } = rooms.settings;
  const late = sleep(longPollMs, undefined, { ref: false, signal: stopWaiting.signal }).catch(() => undefined);
  const outcome = await Promise.race([query.settled, late]);
  stopWaiting.abort();
  return outcome === undefined ? pendingAnswer(query) : settledAnswer(query, outcome, rooms);
}

function describeForMonitoring(query: Query): object {
  const { queryId, origin, state, error, startedAt, endedAt } = query;
  const started = startedAt.getTime();
  return {
    id: queryId,
    status: state,
    state,
    sessionId: Number(origin.sessionId),
    userName: origin.user,
    sqlText: origin.sql,
    startTime: started,
    endTime: endedAt?.getTime() ?? 0,
    totalDuration: (endedAt?.getTime() ?? Date.now()) - started,
    errorCode: error?.code ?? null,
    errorMessage: error?.message ?? null,
  };
}
