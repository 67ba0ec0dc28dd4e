import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { LocalSnowflake } from 'snowpark-session-local';
import { connect, destroy, ENDLESS, rejection, run, until } from './driver.js';
import { logIn, query, send } from './raw.js';

let engine: LocalSnowflake;

beforeAll(async () => {
  engine = await LocalSnowflake.start();
});

afterAll(() => engine.close());

function kinds(): readonly string[] {
  return engine.requests.map(({ kind }) => kind);
}

test('a heartbeat says that a session is alive', async () => {
  const connection = await connect(engine);
  expect(await connection.isValidAsync()).toBe(true);
  expect(kinds()).toContain('heartbeat');
  await destroy(connection);
});

test('a session is deleted once, what it runs is cancelled, and its token is gone', async () => {
  const { token } = await logIn(engine);
  const running = query(engine, token, ENDLESS);
  await until(() => engine.queries.at(-1)?.state === 'RUNNING');
  expect(await send(engine, '/session?delete=true', { token })).toMatchObject({ success: true });
  expect(await running).toMatchObject({ success: false, code: '000604', data: { sqlState: '57014' } });
  expect(await query(engine, token, 'select 1')).toMatchObject({ status: 200, code: '390111' });
  expect(await send(engine, '/session?delete=true', { token })).toMatchObject({ code: '390111' });
});

test('an expired session token is renewed by the driver, and the statement runs once', async () => {
  const connection = await connect(engine);
  engine.expireSessions();
  const before = engine.queries.length;
  expect(await run(connection, 'select 11')).toMatchObject({ rows: [[11]] });
  expect(engine.queries.length).toBe(before + 1);
  expect(kinds().slice(-3)).toEqual(['query', 'renew', 'query']);
  await destroy(connection);
});

test('many statements at once survive an expiry', async () => {
  const connection = await connect(engine);
  engine.expireSessions();
  const numbers = Array.from({ length: 8 }, (_, index) => index);
  const results = await Promise.all(numbers.map((number) => run(connection, `select ${number}`)));
  expect(results.map(({ rows }) => rows[0]?.[0])).toEqual(numbers);
  await destroy(connection);
});

test('when the master token has expired too, the session is over', async () => {
  const { token, masterToken } = await logIn(engine);
  const connection = await connect(engine);
  engine.expireSessions({ master: true });
  expect(await query(engine, token, 'select 1')).toMatchObject({ code: '390112' });
  const body = { requestType: 'RENEW', oldSessionToken: token };
  expect(await send(engine, '/session/token-request', { body, token: masterToken })).toMatchObject({ code: '390114' });
  expect(await rejection(run(connection, 'select 1'))).toMatchObject({ code: 407002 });
  // The next login sweeps out the sessions nobody can reach any more.
  await logIn(engine);
  expect(await query(engine, token, 'select 1')).toMatchObject({ code: '390111' });
});

test('tokens are good as long as the settings say', async () => {
  const brief = await LocalSnowflake.start({ sessionTtlMs: 1000 });
  const { token, masterToken, answer } = await logIn(brief);
  expect(answer.data).toMatchObject({ validityInSeconds: 1, masterValidityInSeconds: 14_400 });
  await new Promise((resolve) => setTimeout(resolve, 1050));
  expect(await query(brief, token, 'select 1')).toMatchObject({ code: '390112' });
  const renewed = await send(brief, '/session/token-request', { body: { requestType: 'RENEW' }, token: masterToken });
  expect(renewed).toMatchObject({ success: true, data: { validityInSecondsST: 1, validityInSecondsMT: 14_400 } });
  expect(await query(brief, String(renewed.data['sessionToken']), 'select 1')).toMatchObject({ success: true });
  await brief.close();
});

test('a session token opens no renewal, and a master token no query', async () => {
  const { token, masterToken } = await logIn(engine);
  expect(await send(engine, '/session/token-request', { body: { requestType: 'RENEW' }, token })).toMatchObject({
    code: '390104',
  });
  expect(await query(engine, masterToken, 'select 1')).toMatchObject({ code: '390104' });
});
