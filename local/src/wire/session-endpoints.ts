import { badRequest } from '../refusal.js';
import { type Answer, success } from './answer.js';
import { seconds } from './login.js';
import { sessionOf, type WireRequest, type WireRooms } from './request.js';

/** POST /session/token-request: new tokens for a session, against its master token. */
export function renewToken(request: WireRequest, rooms: WireRooms): Answer {
  const session = sessionOf(request, rooms, 'master');
  if (request.body['requestType'] !== 'RENEW') {
    throw badRequest('requestType must be RENEW.');
  }
  const { sessionToken, masterToken } = rooms.sessions.renew(session);
  return success({
    sessionToken,
    validityInSecondsST: seconds(rooms.settings.sessionTtlMs),
    masterToken,
    validityInSecondsMT: seconds(rooms.settings.masterTtlMs),
    sessionId: Number(session.sessionId),
  });
}

/** POST /session/heartbeat */
export function beat(request: WireRequest, rooms: WireRooms): Answer {
  rooms.sessions.keepAlive(sessionOf(request, rooms));
  return success(null);
}

/** POST /session?delete=true: answered once what the session ran has stopped. */
export async function deleteSession(request: WireRequest, rooms: WireRooms): Promise<Answer> {
  const session = sessionOf(request, rooms);
  if (request.query.get('delete') !== 'true') {
    throw badRequest('the only thing to ask of a session here is delete=true.');
  }
  await rooms.sessions.close(session);
  return success(null);
}

/** POST /telemetry/send: read and forgotten. */
export function swallowTelemetry(): Answer {
  return success('Log Received');
}
