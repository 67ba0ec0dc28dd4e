import { createHash, timingSafeEqual } from 'node:crypto';
import { badRequest, Refusal, wrongPassword } from '../refusal.js';
import { takeSnapshot } from '../wire-session.js';
import { type Answer, success } from './answer.js';
import { isObject, type JsonObject } from './body.js';
import { text, type WireRequest, type WireRooms } from './request.js';

/** The ways of logging in that end at a password. */
const PASSWORD_AUTHENTICATORS: ReadonlySet<string> = new Set(['SNOWFLAKE', 'USERNAME_PASSWORD_MFA']);
const SERVER_VERSION = '9.0.0';
const HEALTH_CHECK_SECONDS = 45;

/** POST /session/v1/login-request */
export async function logIn(request: WireRequest, rooms: WireRooms): Promise<Answer> {
  const data = request.body['data'];
  if (!isObject(data)) {
    throw badRequest('data is missing.');
  }
  refuseOtherAuthenticators(data);
  const user = authenticate(data, rooms.settings.users);
  const parameters = data['SESSION_PARAMETERS'];
  const { session, tokens } = await rooms.sessions.open({
    account: (text(data['ACCOUNT_NAME']) ?? 'local').toUpperCase(),
    user,
    role: text(request.query.get('roleName')) ?? rooms.settings.role,
    warehouse: text(request.query.get('warehouse')),
    database: text(request.query.get('databaseName')),
    schema: text(request.query.get('schemaName')),
    parameters: isObject(parameters) ? parameters : {},
  });
  const now = takeSnapshot(session);
  return success({
    token: tokens.sessionToken,
    validityInSeconds: seconds(rooms.settings.sessionTtlMs),
    masterToken: tokens.masterToken,
    masterValidityInSeconds: seconds(rooms.settings.masterTtlMs),
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

/** POST /session/authenticator-request */
export function refuseAuthenticator(request: WireRequest): Answer {
  const data = request.body['data'];
  const name = isObject(data) ? text(data['AUTHENTICATOR']) : undefined;
  throw unsupportedAuthenticator(name ?? 'that was asked for');
}

/** Whole seconds, as the driver reads a token's validity. */
export function seconds(ms: number): number {
  return Math.ceil(ms / 1000);
}

function refuseOtherAuthenticators(data: JsonObject): void {
  const name = text(data['AUTHENTICATOR']) ?? 'SNOWFLAKE';
  if (!PASSWORD_AUTHENTICATORS.has(name.toUpperCase())) {
    throw unsupportedAuthenticator(name);
  }
}

function unsupportedAuthenticator(name: string): Refusal {
  return new Refusal(
    200,
    '390103',
    `The local engine knows users by their password only: authenticator ${name} is not supported. Use SNOWFLAKE.`,
  );
}

/** @returns the user's name as Snowflake writes it, in capitals */
function authenticate(data: JsonObject, users: ReadonlyMap<string, string>): string {
  const name = (text(data['LOGIN_NAME']) ?? '').toUpperCase();
  const expected = [...users].find(([user]) => user.toUpperCase() === name)?.[1];
  const given = text(data['PASSWORD']);
  if (expected === undefined || given === undefined || !timingSafeEqual(digest(expected), digest(given))) {
    throw wrongPassword();
  }
  return name;
}

function digest(password: string): Buffer {
  return createHash('sha256').update(password).digest();
}
