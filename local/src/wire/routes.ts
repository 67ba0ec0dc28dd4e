import type { RequestKind } from '../request-log.js';
import type { Answer } from './answer.js';
import { fetchChunk } from './chunks.js';
import { beginSignIn, showConsoleLogin, showLoginPage, submitLoginPage } from './browser-login.js';
import { logIn } from './login.js';
import { giveAssertion, giveOneTimeToken } from './okta.js';
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
  { kind: 'authenticator', method: 'POST', path: /^\/session\/authenticator-request$/, handle: beginSignIn },
  { kind: 'identity', method: 'GET', path: /^\/console\/login$/, handle: showConsoleLogin },
  { kind: 'identity', method: 'GET', path: /^\/identity\/login$/, handle: showLoginPage },
  { kind: 'identity', method: 'POST', path: /^\/identity\/login$/, handle: submitLoginPage },
  { kind: 'identity', method: 'POST', path: /^\/api\/v1\/authn$/, handle: giveOneTimeToken },
  { kind: 'identity', method: 'GET', path: /^\/app\/snowflake\/sso$/, handle: giveAssertion },
  { kind: 'delete', method: 'POST', path: /^\/session$/, handle: deleteSession },
  { kind: 'query', method: 'POST', path: /^\/queries\/v1\/query-request$/, handle: runQuery },
  { kind: 'abort', method: 'POST', path: /^\/queries\/v1\/abort-request$/, handle: abortByRequest },
  { kind: 'abort', method: 'POST', path: new RegExp(`^/queries/${ID}/abort-request$`), handle: abortByQueryId },
  { kind: 'result', method: 'GET', path: new RegExp(`^/queries/${ID}/result$`), handle: fetchResult },
  { kind: 'monitoring', method: 'GET', path: new RegExp(`^/monitoring/queries/${ID}$`), handle: monitor },
  { kind: 'chunk', method: 'GET', path: new RegExp(`^/chunks/${ID}/(?<index>\\d{1,9})$`), handle: fetchChunk },
  { kind: 'telemetry', method: 'POST', path: /^\/telemetry\/send$/, handle: swallowTelemetry },
];

/** The endpoint for a path, and the parts of the path it names; of two for the same path, the one for the method. */
export function findRoute(
  path: string,
  method?: string,
): { readonly route: Route; readonly parts: Readonly<Record<string, string>> } | undefined {
  const matching = ROUTES.filter((route) => route.path.test(path));
  const route = matching.find((one) => one.method === method) ?? matching[0];
  return route && { route, parts: route.path.exec(path)?.groups ?? {} };
}
