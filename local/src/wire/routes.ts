import type { RequestKind } from '../request-log.js';
import type { Answer } from './answer.js';
import { fetchChunk } from './chunks.js';
import { logIn, refuseAuthenticator } from './login.js';
import { abortByQueryId, abortByRequest, fetchResult, monitor, runQuery } from './query-endpoints.js';
import type { WireRequest, WireRooms } from './request.js';
import { beat, deleteSession, renewToken, swallowTelemetry } from './session-endpoints.js';

/** One endpoint. */
export interface Route {
  readonly kind: RequestKind;
  readonly method: 'GET' | 'POST';
  readonly path: RegExp;
  readonly handle: (request: WireRequest, rooms: WireRooms) => Answer | Promise<Answer>;
}

const ID = '(?<queryId>[0-9a-fA-F-]{36})';

/** Every endpoint the driver calls. */
const ROUTES: readonly Route[] = [
  { kind: 'login', method: 'POST', path: /^\/session\/v1\/login-request$/, handle: logIn },
  { kind: 'renew', method: 'POST', path: /^\/session\/token-request$/, handle: renewToken },
  { kind: 'heartbeat', method: 'POST', path: /^\/session\/heartbeat$/, handle: beat },
  { kind: 'authenticator', method: 'POST', path: /^\/session\/authenticator-request$/, handle: refuseAuthenticator },
  { kind: 'delete', method: 'POST', path: /^\/session$/, handle: deleteSession },
  { kind: 'query', method: 'POST', path: /^\/queries\/v1\/query-request$/, handle: runQuery },
  { kind: 'abort', method: 'POST', path: /^\/queries\/v1\/abort-request$/, handle: abortByRequest },
  { kind: 'abort', method: 'POST', path: new RegExp(`^/queries/${ID}/abort-request$`), handle: abortByQueryId },
  { kind: 'result', method: 'GET', path: new RegExp(`^/queries/${ID}/result$`), handle: fetchResult },
  { kind: 'monitoring', method: 'GET', path: new RegExp(`^/monitoring/queries/${ID}$`), handle: monitor },
  { kind: 'chunk', method: 'GET', path: new RegExp(`^/chunks/${ID}/(?<index>\\d{1,9})$`), handle: fetchChunk },
  { kind: 'telemetry', method: 'POST', path: /^\/telemetry\/send$/, handle: swallowTelemetry },
];

/** The endpoint for a path, and the parts of the path it names. */
export function findRoute(
  path: string,
): { readonly route: Route; readonly parts: Readonly<Record<string, string>> } | undefined {
  for (const route of ROUTES) {
    const match = route.path.exec(path);
    if (match !== null) {
      return { route, parts: match.groups ?? {} };
    }
  }
  return undefined;
}
