import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';

import { afterAll, beforeAll, expect, test } from '@jest/globals';

import { Session, SnowparkError } from '../../src/index.js';
import { rejection, testEngine } from '../helpers/engine.js';
import { makeOpensslKeys, PASSPHRASE } from '../helpers/openssl-keys.js';
import { contradictions } from './contradictions.js';
import { AUTHENTICATION, CONFIGURATION, type Failure, SECRET } from './failure.js';

const keys = makeOpensslKeys();
const other = makeOpensslKeys();
const home = mkdtempSync(join(tmpdir(), 'failures-'));
const local = testEngine({
  users: {
    plain: 'pw-plain',
    service: { rsaPublicKey: keys.publicKey.toString() },
    robot: { programmaticAccessTokens: ['pat-one', 'pat-revoked'] },
    phone: { password: 'pw-phone', mfa: { passcode: '123456', push: 'deny' } },
    gone: { password: 'pw-gone', disabled: true },
  },
});
const silent = createServer((socket) => socket.resume().on('error', () => undefined));
/** Half of the usual login_timeout: whoever does not say at once what is wrong comes with that. */
const LIMIT_MS = 30_000;
const unhandled: unknown[] = [];
const onUnhandled = (reason: unknown): unknown => unhandled.push(reason);

beforeAll(async () => {
  process.on('unhandledRejection', onUnhandled);
  // The first login of a process loads the driver.
  await (await local.open()).close();
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  process.off('unhandledRejection', onUnhandled);
  expect(unhandled).toEqual([]);
  await new Promise((resolve) => silent.close(resolve));
  rmSync(home, { recursive: true });
});

function secretFile(name: string, content: string | Buffer, mode = 0o600): string {
  const path = join(home, name);
  writeFileSync(path, content, { mode });
  return path;
}

const plain = { user: 'plain', password: 'pw-plain' };
const service = { user: 'service' };
const browser = { user: 'plain', authenticator: 'externalbrowser', disable_console_login: false };
const never = (): Promise<never> => new Promise(() => undefined);

const failures: Readonly<Record<string, Failure>> = {
  ...contradictions(keys, secretFile('twice', keys.pkcs8)),
  // Keys and tokens that are none.
  'a key that is no key': {
    options: { ...service, private_key: SECRET },
    code: CONFIGURATION,
    says: /damaged|neither PEM text/,
  },
  'an encrypted key without passphrase': {
    options: { ...service, private_key: keys.pkcs8Encrypted },
    code: CONFIGURATION,
    says: /missing: the key is encrypted/,
  },
  'a wrong passphrase': {
    options: { ...service, private_key: keys.pkcs8Encrypted, private_key_passphrase: SECRET },
    code: CONFIGURATION,
    says: /private_key_password .*does not open the key/,
  },
  'a passphrase too many': {
    options: { ...service, private_key: keys.pkcs8, private_key_passphrase: PASSPHRASE },
    code: CONFIGURATION,
    says: /not encrypted; remove it/,
  },
  'a public key': {
    options: { ...service, private_key: keys.publicKey },
    code: CONFIGURATION,
    says: /is a public key; give the private one/,
  },
  'a certificate in a key file': {
    options: { ...service, private_key_file: secretFile('cert', keys.certificate) },
    code: CONFIGURATION,
    says: /private_key_file .*is a certificate/,
  },
  'an elliptic key': {
    options: { ...service, private_key: keys.elliptic },
    code: CONFIGURATION,
    says: /takes RSA keys only/,
  },
  'a short key': { options: { ...service, private_key: keys.short }, code: CONFIGURATION, says: /1024 bits/ },
  'a key file that is not there': {
    options: { ...service, private_key_file: '/nowhere/key.p8' },
    code: CONFIGURATION,
    says: /\/nowhere\/key.p8 does not exist/,
  },
  'an empty token file': {
    options: { authenticator: 'oauth', token_file_path: secretFile('empty', ' \n') },
    code: CONFIGURATION,
    says: /is empty/,
  },
  'a function that fails': {
    options: { ...plain, password: () => Promise.reject(new Error('vault is sealed')) },
    code: CONFIGURATION,
    says: /the function that gives it failed: Error: vault is sealed/,
  },
  'a function that gives nothing': {
    options: { ...plain, password: () => undefined },
    code: CONFIGURATION,
    says: /it must return the secret/,
  },
  'a function that never ends': {
    options: { ...plain, password: never, login_timeout: 0.3 },
    code: 'LOGIN_TIMEOUT',
    says: /login_timeout of 0.3 s/,
  },
  // What the server refuses.
  'a wrong password': {
    options: { ...plain, password: SECRET },
    code: AUTHENTICATION,
    serverCode: '390100',
    says: /Check user and password/,
  },
  'an unknown user': {
    options: { user: 'nobody', password: SECRET },
    code: AUTHENTICATION,
    serverCode: '390100',
    says: /Check user and password/,
  },
  'a disabled user': {
    options: { user: 'gone', password: 'pw-gone' },
    code: AUTHENTICATION,
    serverCode: '390101',
    says: /locked or disabled/,
  },
  'the key of somebody else': {
    options: { ...service, private_key: other.pkcs8 },
    code: AUTHENTICATION,
    serverCode: '390144',
    says: /fingerprint SHA256:[\w+/]{43}= with RSA_PUBLIC_KEY_FP of DESC USER/,
  },
  'the right key of another user': {
    options: { user: 'plain', private_key: keys.pkcs8 },
    code: AUTHENTICATION,
    serverCode: '390144',
    says: /check account and user/,
  },
  'a wrong PAT': {
    options: { authenticator: 'programmatic_access_token', token: SECRET },
    code: AUTHENTICATION,
    serverCode: '394400',
    says: /expired or been revoked/,
  },
  'an OAuth token nobody issued': {
    options: { authenticator: 'oauth', token: SECRET },
    code: AUTHENTICATION,
    serverCode: '390303',
    says: /check who issued it/,
  },
  'a wrong passcode': {
    options: { user: 'phone', password: 'pw-phone', passcode: '999999' },
    code: AUTHENTICATION,
    serverCode: '390127',
    says: /Check passcode/,
  },
  'a wrong passcode in the password': {
    options: { user: 'phone', password: 'pw-phone999999', passcode_in_password: true },
    code: AUTHENTICATION,
    serverCode: '390100',
    says: /Check user and password/,
  },
  'a question that is denied on the phone': {
    options: { user: 'phone', password: 'pw-phone' },
    code: AUTHENTICATION,
    serverCode: '390120',
    says: /second factor was denied/,
  },
  'a session nobody knows': {
    options: { session_token: SECRET, master_token: SECRET },
    code: AUTHENTICATION,
    says: /taken over|not known here/,
  },
  // Browsers and providers.
  'a browser that cannot be opened': {
    options: { ...browser, openBrowser: () => Promise.reject(new Error('no display')) },
    code: AUTHENTICATION,
    says: /could not be opened.*no display/,
  },
  'nobody at the browser': {
    options: { ...browser, openBrowser: () => undefined, authentication_timeout: 1 },
    code: AUTHENTICATION,
    says: /authentication_timeout of 1 s/,
  },
  'a token server that is not there': {
    options: {
      authenticator: 'oauth_client_credentials',
      oauth_client_id: 'a',
      oauth_client_secret: SECRET,
      oauth_token_request_url: 'http://127.0.0.1:1/token',
    },
    code: 'CONNECTION_FAILED',
    says: /Could not reach 127.0.0.1:1/,
  },
  'a workload at a host that is not Snowflake’s': {
    options: { authenticator: 'workload_identity', workload_identity_provider: 'oidc', token: SECRET },
    code: AUTHENTICATION,
    says: /Snowflake’s own hosts only/,
  },
};

test('there are enough of them', () => {
  expect(Object.keys(failures).length).toBeGreaterThanOrEqual(50);
});

test.each(Object.entries(failures))('%s', async (_what, { options, code, says, serverCode }) => {
  const { user: _user, password: _password, ...server } = local.engine.connectionOptions;
  const printed: string[] = [];
  const write = (message: string): unknown => printed.push(message);
  const logger = { debug: write, info: write, warn: write, error: write };
  const started = performance.now();
  const error = await rejection(Session.builder.configs({ ...server, ...options, logger }).create());
  expect(performance.now() - started).toBeLessThan(LIMIT_MS);
  expect(error).toBeInstanceOf(SnowparkError);
  expect(error).toMatchObject({ code, message: expect.stringMatching(says) });
  expect(error).toMatchObject(serverCode === undefined ? {} : { serverCode });
  const shown = [inspect(error, { depth: 20, showHidden: true }), JSON.stringify(error), ...printed].join('\n');
  for (const secret of [SECRET, PASSPHRASE, 'pw-', 'pat-', keys.pkcs8.toString().split('\n')[3] ?? '?']) {
    expect(shown).not.toContain(secret);
  }
});

test('a host that says nothing is given up in time, whatever the way', async () => {
  const address = silent.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const ways: readonly Readonly<Record<string, unknown>>[] = [
    plain,
    { ...service, private_key: keys.pkcs8 },
    { authenticator: 'oauth', token: SECRET },
    { session_token: SECRET, master_token: SECRET },
    { user: 'plain', password: 'pw-plain', authenticator: 'username_password_mfa' },
  ];
  for (const way of ways) {
    const { user: _user, password: _password, ...server } = local.engine.connectionOptions;
    const started = performance.now();
    const error = await rejection(Session.builder.configs({ ...server, port, ...way, login_timeout: 0.3 }).create());
    expect(performance.now() - started).toBeLessThan(LIMIT_MS);
    expect(error).toMatchObject({ code: 'LOGIN_TIMEOUT' });
  }
});
