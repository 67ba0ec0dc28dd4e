import { afterAll, beforeAll, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { LocalSnowflake } from 'snowpark-session-local';
import { logIn, query, type RawSession, send } from './raw.js';

let engine: LocalSnowflake;
let session: RawSession;

beforeAll(async () => {
  engine = await LocalSnowflake.start();
  session = await logIn(engine);
});

afterAll(() => engine.close());

/** A body with the fields the engine reads, each of them anything at all. */
const body = fc.record(
  {
    data: fc.jsonValue(),
    sqlText: fc.oneof(fc.constant('select 1'), fc.jsonValue()),
    bindings: fc.oneof(fc.dictionary(fc.string(), fc.jsonValue()), fc.jsonValue()),
    parameters: fc.oneof(fc.dictionary(fc.string(), fc.jsonValue()), fc.jsonValue()),
    requestId: fc.jsonValue(),
    requestType: fc.jsonValue(),
    describeOnly: fc.jsonValue(),
    asyncExec: fc.jsonValue(),
  },
  { requiredKeys: [] },
);

const path = fc.constantFrom(
  '/session/v1/login-request',
  '/session/token-request',
  '/session/heartbeat',
  '/session/authenticator-request',
  '/session?delete=false',
  '/queries/v1/query-request',
  '/queries/v1/abort-request',
  '/queries/01b00000-0000-0000-0000-000000000000/abort-request',
  '/telemetry/send',
);

test('whatever is sent, the answer is one the driver can read, and the engine goes on', async () => {
  await fc.assert(
    fc.asyncProperty(path, body, fc.boolean(), async (to, sent, asMaster) => {
      const token = asMaster ? session.masterToken : session.token;
      const { status, success, code } = await send(engine, to, { body: sent as Record<string, unknown>, token });
      expect([200, 400, 401]).toContain(status);
      expect(success ? code === null || code === '333334' : /^\d{6}$/.test(String(code))).toBe(true);
    }),
    { numRuns: 300 },
  );
  expect(await query(engine, session.token, 'select 1')).toMatchObject({ data: { rowset: [['1']] } });
});
