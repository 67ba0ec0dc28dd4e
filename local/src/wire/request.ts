import type { IncomingHttpHeaders } from 'node:http';
import type { Identity } from '../identity/identity.js';
import { missingToken } from '../refusal.js';
import type { QueryRegistry } from '../query-registry.js';
import type { ResultStore } from '../result-store.js';
import type { SessionRegistry } from '../session-registry.js';
import type { LocalSnowflakeSettings } from '../settings.js';
import type { TokenKind } from '../token-register.js';
import type { WireSession } from '../wire-session.js';
import type { JsonObject } from './body.js';

/** The engine as the endpoints see it. */
export interface WireRooms {
  readonly settings: LocalSnowflakeSettings;
  readonly identity: Identity;
  readonly sessions: SessionRegistry;
  readonly queries: QueryRegistry;
  readonly results: ResultStore;
  /** `http://127.0.0.1:PORT`, or `https` with TLS. */
  readonly url: string;
}

/** A request that was read and matched to an endpoint. */
export interface WireRequest {
  /** The parts of the path the endpoint names, such as a query id. */
  readonly path: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: JsonObject;
  /** Tells the request log which query this turned out to be about. */
  readonly nameQuery: (queryId: string) => void;
}

const TOKEN = /^Snowflake Token="(?<token>[^"]+)"$/;

/** @throws Refusal when the request carries no token, or one that is not good */
export function sessionOf(request: WireRequest, { sessions }: WireRooms, kind: TokenKind = 'session'): WireSession {
  const token = TOKEN.exec(request.headers.authorization ?? '')?.groups?.['token'];
  if (token === undefined) {
    throw missingToken();
  }
  return sessions.find(token, kind);
}

/** A text of the query string or of a body; undefined when it is missing or empty. */
export function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
