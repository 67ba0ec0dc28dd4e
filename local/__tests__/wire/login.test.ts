import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { LocalSnowflake } from 'snowpark-session-local';
import { connect, destroy, rejection, run } from './driver.js';
import { logIn, send } from './raw.js';

let engine: LocalSnowflake;

beforeAll(async () => {
  engine = await LocalSnowflake.start();
});

afterAll(() => engine.close());

test('the connection options are all a client needs', () => {
  expect(engine.url).toBe(`http://127.0.0.1:${engine.connectionOptions.port}`);
  expect(engine.connectionOptions).toEqual({
    account: 'local',
    user: 'LOCAL_USER',
    password: expect.stringMatching(/^[\w-]{43}$/),
    host: '127.0.0.1',
    port: expect.any(Number),
    protocol: 'http',
    database: 'LOCAL',
    schema: 'PUBLIC',
    warehouse: 'COMPUTE_WH',
    role: 'ACCOUNTADMIN',
  });
});

test('a login tells the session and what the driver must know', async () => {
  const { answer } = await logIn(engine);
  expect(answer).toMatchObject({ status: 200, success: true, code: null });
  expect(Number.isSafeInteger(answer.data['sessionId'])).toBe(true);
  expect(answer.data['sessionInfo']).toMatchObject({ databaseName: 'LOCAL', schemaName: 'PUBLIC' });
  expect(answer.data['parameters']).toEqual(
    expect.arrayContaining([
      { name: 'CLIENT_STAGE_ARRAY_BINDING_THRESHOLD', value: 65_280 },
      { name: 'BINARY_OUTPUT_FORMAT', value: 'HEX' },
      expect.objectContaining({ name: 'TIMEZONE' }),
      expect.objectContaining({ name: 'TIMESTAMP_OUTPUT_FORMAT' }),
    ]),
  );
});

test.each([
  ['a wrong password', { password: 'not-this-one' }],
  ['an unknown user', { username: 'NOBODY' }],
])('%s is refused with 390100', async (_what, wrong) => {
  const error = await rejection(connect(engine, wrong));
  expect(error).toMatchObject({ code: '390100', message: 'Incorrect username or password was specified.' });
});

test('names of users are the same in any case', async () => {
  const connection = await connect(engine, { username: 'local_user' });
  await destroy(connection);
});

test('an authenticator that nobody knows is refused by its name', async () => {
  const { answer } = await logIn(engine, { AUTHENTICATOR: 'KERBEROS', TOKEN: 'secret-token' });
  expect(answer).toMatchObject({ status: 200, success: false, code: '390103' });
  expect(answer.message).toContain('KERBEROS');
  expect(JSON.stringify(answer)).not.toContain('secret-token');
  const sso = await send(engine, '/session/authenticator-request', {
    body: { data: { AUTHENTICATOR: 'KERBEROS' } },
  });
  expect(sso).toMatchObject({ success: false, code: '390191' });
});

test('users can be named, and each has a password of its own', async () => {
  const own = await LocalSnowflake.start({ users: { ann: 'a1', bob: 'b2' } });
  expect(own.connectionOptions).toMatchObject({ user: 'ann', password: 'a1' });
  await destroy(await connect(own, { username: 'BOB', password: 'b2' }));
  expect(await rejection(connect(own, { username: 'BOB', password: 'a1' }))).toMatchObject({ code: '390100' });
  await own.close();
});

test('two engines at once know nothing of each other', async () => {
  const other = await LocalSnowflake.start();
  expect(other.connectionOptions.password).not.toBe(engine.connectionOptions.password);
  const [here, there] = await Promise.all([connect(engine), connect(other)]);
  expect(await Promise.all([run(here, 'select 1'), run(there, 'select 2')])).toMatchObject([
    { rows: [[1]] },
    { rows: [[2]] },
  ]);
  expect(other.queries.map(({ sql }) => sql)).toEqual(['select 2']);
  const { token } = await logIn(engine);
  expect(await send(other, '/session/heartbeat', { token })).toMatchObject({ code: '390104' });
  await Promise.all([destroy(here), destroy(there)]);
  await other.close();
});

test('the request log holds no password and no token', async () => {
  const { token, masterToken } = await logIn(engine);
  const written = JSON.stringify(engine.requests);
  for (const secret of [engine.connectionOptions.password, token, masterToken]) {
    expect(written).not.toContain(secret);
  }
  expect(engine.requests.at(-1)).toMatchObject({ method: 'POST', path: '/session/v1/login-request', kind: 'login' });
});
