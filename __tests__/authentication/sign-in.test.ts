import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { LocalUser } from 'snowpark-session-local';

import { Session } from '../../src/index.js';
import { rejection, testEngine } from '../helpers/engine.js';
import { makeOpensslKeys, PASSPHRASE } from '../helpers/openssl-keys.js';

const keys = makeOpensslKeys();
const users: Readonly<Record<string, LocalUser | string>> = {
  plain: 'pw-plain',
  service: { rsaPublicKey: keys.publicKey.toString() },
  rotated: { rsaPublicKey2: keys.publicKey.toString().replaceAll(/-----.*-----|\n/g, '') },
  robot: { programmaticAccessTokens: ['pat-one', 'pat-two'] },
  phone: { password: 'pw-phone', mfa: { passcode: '123456', push: 'approve' } },
  quiet: { password: 'pw-quiet', mfa: { passcode: '123456' } },
};
const local = testEngine({ users });
let home: string;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'sign-in-'));
});
afterAll(async () => rm(home, { recursive: true }));

/** What every way needs: where, and nothing of who. */
function server(): Readonly<Record<string, unknown>> {
  const { user: _user, password: _password, ...rest } = local.engine.connectionOptions;
  return rest;
}

async function whoAmI(options: Readonly<Record<string, unknown>>): Promise<unknown> {
  await using session = await Session.builder.configs({ ...server(), ...options }).create();
  const [row] = await session.sql('select current_user() as name').collect();
  return row?.['NAME'];
}

async function secretFile(name: string, content: string | Buffer): Promise<string> {
  const path = join(home, name);
  await writeFile(path, content);
  await chmod(path, 0o600);
  return path;
}

const keyForms: readonly (readonly [string, Readonly<Record<string, unknown>>])[] = [
  ['PEM text', { private_key: keys.pkcs8.toString() }],
  ['PEM text with written line ends', { private_key: keys.pkcs8.toString().replaceAll('\n', '\\n') }],
  ['PKCS#1', { private_key: keys.pkcs1.toString() }],
  ['base64 of DER', { private_key: keys.pkcs8Der.toString('base64') }],
  ['DER bytes', { private_key: keys.pkcs1Der }],
  ['encrypted PKCS#8', { private_key: keys.pkcs8Encrypted.toString(), private_key_passphrase: PASSPHRASE }],
  ['encrypted PKCS#1', { private_key: keys.pkcs1Encrypted.toString(), private_key_file_pwd: PASSPHRASE }],
  ['a function', { private_key: async () => keys.pkcs8 }],
  ['SNOWFLAKE_JWT in lower case', { private_key: keys.pkcs8, authenticator: 'snowflake_jwt' }],
];

test.each(keyForms)('a key as %s signs in; the engine checks the signature', async (_form, options) => {
  expect(await whoAmI({ user: 'service', ...options })).toBe('SERVICE');
});

test('a key file signs in, under each name of the option, text or DER', async () => {
  const pem = await secretFile('key.p8', keys.pkcs8Encrypted);
  const der = await secretFile('key.der', keys.pkcs8Der);
  expect(await whoAmI({ user: 'service', private_key_file: pem, private_key_file_pwd: PASSPHRASE })).toBe('SERVICE');
  expect(await whoAmI({ user: 'service', private_key_path: pem, privateKeyPass: PASSPHRASE })).toBe('SERVICE');
  expect(await whoAmI({ user: 'service', private_key_file: der })).toBe('SERVICE');
});

test('the second public key of a user counts too', async () => {
  expect(await whoAmI({ user: 'rotated', private_key: keys.pkcs8 })).toBe('ROTATED');
});

test.each(['SNOWFLAKE', 'snowflake', 'Snowflake_Password', undefined])('a password, authenticator %s', async (name) => {
  const authenticator = name === undefined ? {} : { authenticator: name };
  expect(await whoAmI({ user: 'plain', password: 'pw-plain', ...authenticator })).toBe('PLAIN');
});

test('a programmatic access token signs in: as token, from a function, a file, or in the password’s place', async () => {
  const authenticator = 'programmatic_access_token';
  const path = await secretFile('token', 'pat-two\n');
  expect(await whoAmI({ authenticator, token: 'pat-one' })).toBe('ROBOT');
  expect(await whoAmI({ authenticator, token: async () => 'pat-one' })).toBe('ROBOT');
  expect(await whoAmI({ authenticator, token_file_path: path })).toBe('ROBOT');
  expect(await whoAmI({ authenticator, user: 'robot', password: 'pat-two' })).toBe('ROBOT');
});

test('the second factor: passcode, passcode in the password, and a question on the phone', async () => {
  const phone = { user: 'phone', password: 'pw-phone', authenticator: 'username_password_mfa' };
  expect(await whoAmI({ ...phone, passcode: '123456' })).toBe('PHONE');
  expect(await whoAmI({ ...phone, passcode: async () => '123456' })).toBe('PHONE');
  expect(await whoAmI({ user: 'phone', password: 'pw-phone', passcode: '123456' })).toBe('PHONE');
  expect(await whoAmI({ ...phone, password: 'pw-phone123456', passcode_in_password: true })).toBe('PHONE');
  expect(await whoAmI(phone)).toBe('PHONE');
});

test('the token of a second factor takes the passcode’s place, until it ends', async () => {
  const quiet = {
    user: 'quiet',
    password: 'pw-quiet',
    authenticator: 'username_password_mfa',
    client_request_mfa_token: true,
    credential_cache_dir: home,
  };
  expect(await whoAmI({ ...quiet, passcode: '123456' })).toBe('QUIET');
  expect(await whoAmI(quiet)).toBe('QUIET');
  local.engine.revokeTokens();
  expect(await rejection(whoAmI(quiet))).toMatchObject({ code: 'AUTHENTICATION_FAILED', serverCode: '390120' });
});

test('a session that was taken over and closed by its owner is told as such', async () => {
  const { sessionToken, masterToken } = await openSession();
  await fetch(`${local.engine.url}/session?delete=true`, {
    method: 'POST',
    headers: { authorization: `Snowflake Token="${sessionToken}"` },
  });
  const taken = { ...server(), session_token: sessionToken, master_token: masterToken };
  const error = await rejection(Session.builder.configs(taken).create());
  expect(error).toMatchObject({ code: 'AUTHENTICATION_FAILED', hint: expect.stringContaining('sign in') });
});

test('an open session is taken over by its tokens, and renewed when they have expired', async () => {
  const { sessionToken, masterToken } = await openSession();
  await using session = await Session.builder
    .configs({ ...server(), session_token: sessionToken, master_token: masterToken, query_tag: 'taken' })
    .create();
  expect(await session.sql('select current_user() as name').collect()).toEqual([{ NAME: 'PLAIN' }]);
  local.engine.expireSessions();
  expect(await session.sql('select 1 as one').collect()).toEqual([{ ONE: 1 }]);
});

async function openSession(): Promise<{ readonly sessionToken: string; readonly masterToken: string }> {
  const response = await fetch(`${local.engine.url}/session/v1/login-request`, {
    method: 'POST',
    body: JSON.stringify({ data: { ACCOUNT_NAME: 'LOCAL', LOGIN_NAME: 'plain', PASSWORD: 'pw-plain' } }),
  });
  const { data } = (await response.json()) as { data: { token: string; masterToken: string } };
  return { sessionToken: data.token, masterToken: data.masterToken };
}
