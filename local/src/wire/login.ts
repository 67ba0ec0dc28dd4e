import { badRequest } from '../refusal.js';
import { takeSnapshot } from '../wire-session.js';
import { type Answer, success } from './answer.js';
import { isObject } from './body.js';
import { text, type WireRequest, type WireRooms } from './request.js';

const SERVER_VERSION = '9.0.0';
const HEALTH_CHECK_SECONDS = 45;

/** POST /session/v1/login-request */
export async function logIn(request: WireRequest, rooms: WireRooms): Promise<Answer> {
  const data = request.body['data'];
  if (!isObject(data)) {
    throw badRequest('data is missing.');
  }
  const account = (text(data['ACCOUNT_NAME']) ?? 'local').toUpperCase();
  const { user, ...kept } = await rooms.identity.signIn(data, account);
  const parameters = data['SESSION_PARAMETERS'];
  const login = {
    account,
    user,
    role: text(request.query.get('roleName')) ?? rooms.settings.role,
    warehouse: text(request.query.get('warehouse')),
    database: text(request.query.get('databaseName')),
    schema: text(request.query.get('schemaName')),
    parameters: isObject(parameters) ? parameters : {},
  };
  const { session, tokens } = await rooms.sessions.open(login, text(data['CLIENT_APP_ID']) ?? '');
  const now = takeSnapshot(session);
  return success({
    token: tokens.sessionToken,
    validityInSeconds: seconds(rooms.settings.sessionTtlMs),
    masterToken: tokens.masterToken,
    masterValidityInSeconds: seconds(rooms.settings.masterTtlMs),
    ...kept,
    displayUserName: user,
    serverVersion: SERVER_VERSION,
    firstLogin: false,
    healthCheckInterval: HEALTH_CHECK_SECONDS,
    sessionId: Number(session.sessionId),
    parameters: now.parameters,
    sessionInfo: {
      databaseName: now.database,
      schemaName: now.schema,
      warehouseName: now.warehouse,
      roleName: now.role,
    },
  });
}

/** Whole seconds, as the driver reads a token's validity. */
export function seconds(ms: number): number {
  return Math.ceil(ms / 1000);
}
