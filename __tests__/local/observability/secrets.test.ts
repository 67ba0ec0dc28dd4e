import { generateKeyPairSync } from 'node:crypto';
import { createServer, type Server } from 'node:net';
import { inspect } from 'node:util';

import { afterAll, afterEach, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';

import { bindRows, connection, Session } from '../../../src/index.js';
import { rejection, testEngine } from '../../helpers/engine.js';
import { RecordingLogger } from '../../helpers/recording-logger.js';
import { Telemetry } from '../../helpers/telemetry.js';

const CANARY = 'canary-7d20';
const local = testEngine();
const telemetry = new Telemetry();
const logger = new RecordingLogger();
/** As much as can be asked for. */
const everything = {
  logger,
  log_level: 'debug',
  log_query_text: true,
  log_max_query_length: 10_000,
  tracer: telemetry.tracer,
  trace_query_text: true,
  trace_in_query_tag: true,
  meter: telemetry.meter,
} as const;
const lines: string[] = [];
/** What must not be anywhere: planted by a test, or made by the engine. */
const secrets = new Set([CANARY]);
let deaf: Server;

beforeAll(async () => {
  process.env['SNOWPARK_SESSION_LOG'] = 'debug';
  // Takes connections, and hangs up.
  deaf = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve) => deaf.listen(0, '127.0.0.1', resolve));
});

beforeEach(() => {
  for (const stream of [process.stdout, process.stderr]) {
    jest.spyOn(stream, 'write').mockImplementation((line) => lines.push(String(line)) > 0);
  }
});

afterEach(() => void jest.restoreAllMocks());

afterAll(async () => {
  delete process.env['SNOWPARK_SESSION_LOG'];
  deaf.close();
  await telemetry.close();
});

/** Everything that was told so far, as text. */
async function told(): Promise<string> {
  const spans = telemetry
    .takeSpans()
    .map(({ name, attributes, events, status }) => ({ name, attributes, events, status }));
  const metrics = await telemetry.histogram('db.client.operation.duration');
  expect(spans.length).toBeGreaterThan(0);
  expect(lines.join('')).toContain('snowpark-session debug login begins');
  return [
    ...lines.splice(0),
    JSON.stringify([logger.entries, spans, metrics]),
    inspect(logger.entries.splice(0), { depth: 20 }),
  ].join('\n');
}

function expectNoSecret(text: string): void {
  expect(text).toContain('session');
  for (const secret of secrets) {
    expect(text.includes(secret)).toBe(false);
  }
}

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const pem = privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: CANARY }).toString();
secrets.add(pem.split('\n')[3] ?? CANARY);
secrets.add(privateKey.export({ type: 'pkcs8', format: 'pem' }).toString().split('\n')[3] ?? CANARY);

test.each<readonly [string, Readonly<Record<string, unknown>>]>([
  ['a wrong password', { password: CANARY }],
  ['a wrong token', { authenticator: 'oauth', token: CANARY, password: undefined }],
  ['a wrong access token', { authenticator: 'programmatic_access_token', token: CANARY, password: undefined }],
  ['a key that is not known', { private_key: pem, private_key_file_pwd: CANARY, password: undefined }],
  ['a passcode', { authenticator: 'username_password_mfa', password: CANARY, passcode: CANARY }],
  ['a session that is not known', { session_token: CANARY, master_token: CANARY, password: undefined }],
])('a login that fails tells nothing of it: %s', async (_, options) => {
  const error = await rejection(
    Session.builder.configs({ ...local.engine.connectionOptions, ...options, ...everything }).create(),
  );
  expect(error).toMatchObject({ hint: expect.any(String), docsUrl: expect.any(String) });
  expectNoSecret(`session ${inspect(error, { depth: 20 })} ${JSON.stringify(error)}`);
  expectNoSecret(await told());
});

test('a server that hangs up, and tries again, tells nothing either', async () => {
  const { port } = deaf.address() as { readonly port: number };
  const options = { ...local.engine.connectionOptions, port, password: CANARY, login_timeout: 5, ...everything };
  const error = await rejection(Session.builder.configs(options).create());
  expect(error).toMatchObject({ name: 'ConnectionError' });
  expectNoSecret(`session ${inspect(error, { depth: 20 })} ${JSON.stringify(error)}`);
  const text = await told();
  expect(text).toContain('login.retry');
  expectNoSecret(text);
});

test('binds are told nowhere, however their statement ends', async () => {
  const session = await local.open(everything);
  await session.sql('create or replace table kept (a varchar, n number)').collect();
  await session
    .sql('select ? as a, :1 as b', [CANARY])
    .collect()
    .catch(() => undefined);
  await session.sql('select :name as a', { name: CANARY }).collect();
  await session.sql('insert into kept values (?, ?)', bindRows([[CANARY, 1]])).collect();
  await session.createDataFrame([{ A: CANARY }]).collect();
  await rejection(session.sql('select to_number(?)', [CANARY]).collect());
  await rejection(session.sql('select to_date(?)', [CANARY]).collect());
  await rejection(session.sql('select parse_json(?)', [`{"${CANARY}`]).collect());
  await rejection(session.sql('insert into kept values (?, ?)', bindRows([['a', CANARY]])).collect());
  await rejection(session.sql('select system$wait(60), ?', [CANARY]).collect({ timeoutMs: 50 }));
  await rejection(session.sql('select ?', [CANARY]).collect({ signal: AbortSignal.abort(new Error(CANARY)) }));
  await rejection(
    session.sql('select ? as a', [CANARY]).collect({
      schema: {
        '~standard': {
          version: 1,
          vendor: 'test',
          validate: (row) => ({ issues: [{ message: JSON.stringify(row) }] }),
        },
      },
    }),
  );
  const job = await session.sql('select ? as a', [CANARY]).collectNowait();
  await job.result();
  await session.close();
  const text = await told();
  expect(text).toContain('select to_number(?)');
  expectNoSecret(text);
});

test('tokens of a session, and rows that are written, are told nowhere', async () => {
  const shared = connection('secrets', { ...local.engine.connectionOptions, ...everything });
  await shared.withConnection(async (raw) => {
    const { services } = JSON.parse(raw.serialize()) as { readonly services: unknown };
    for (const [token] of JSON.stringify(services).matchAll(/(?<=Token":")[^"]{8,}/g)) {
      secrets.add(token);
    }
  });
  expect(secrets.size).toBeGreaterThan(4);
  await shared.execute('create or replace table written (a varchar, n number)');
  await shared.writeRows('written', [{ a: CANARY, n: 1 }], { onProgress: () => undefined });
  await rejection(shared.writeRows('written', [{ a: 'x', n: CANARY }]));
  await shared.query('select a from written where a = ?', { params: [CANARY], ttl: 60 });
  local.engine.expireSessions({ master: true });
  await shared.query('select a from written where a = ?', { params: [CANARY] }).catch(() => undefined);
  await shared.close();
  const text = await told();
  expect(text).toContain('session.expired');
  expectNoSecret(text);
});
