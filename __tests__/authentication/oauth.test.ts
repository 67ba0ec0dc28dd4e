import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, test } from '@jest/globals';

import { AuthenticationError, Session, SnowflakeConnection } from '../../src/index.js';
import { browserTest, testBrowser } from '../helpers/chromium.js';
import { rejection, testEngine } from '../helpers/engine.js';
import { startOauthServer } from '../helpers/oauth-server.js';

const oauth = await startOauthServer();
const local = testEngine({
  users: { service: { workload: { issuer: oauth.issuer, subject: 'service' } }, jo: {} },
  oauth: oauth.introspection,
  workloadIssuers: [{ issuer: oauth.issuer, jwksUrl: `${oauth.issuer}/jwks` }],
});
const browser = testBrowser();
let home: string;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'oauth-'));
});
afterAll(async () => {
  await oauth.stop();
  await rm(home, { recursive: true });
});

function options(more: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { user: _user, password: _password, ...server } = local.engine.connectionOptions;
  return { ...server, ...more };
}

async function whoAmI(more: Readonly<Record<string, unknown>>): Promise<unknown> {
  await using session = await Session.builder.configs(options(more)).create();
  const [row] = await session.sql('select current_user() as name').collect();
  return row?.['NAME'];
}

function refusal(more: Readonly<Record<string, unknown>>): Promise<unknown> {
  return rejection(Session.builder.configs(options(more)).create());
}

const service = {
  authenticator: 'oauth_client_credentials',
  oauth_client_id: 'service',
  oauth_client_secret: 'service-secret-4f1c',
  oauth_token_request_url: `${oauth.issuer}/token`,
};

function laptop(openBrowser: (address: string) => unknown): Readonly<Record<string, unknown>> {
  return {
    authenticator: 'oauth_authorization_code',
    oauth_client_id: 'laptop',
    oauth_client_secret: 'laptop-secret-4f1c',
    oauth_authorization_url: `${oauth.issuer}/auth`,
    oauth_token_request_url: `${oauth.issuer}/token`,
    openBrowser,
  };
}

/** Signs in and consents at the provider's own pages. */
async function signIn(address: string): Promise<void> {
  const page = await browser.newPage();
  await page.goto(address);
  await page.locator('input[name=login]').fill('jo');
  await page.locator('input[name=password]').fill('any');
  await page.locator('button[type=submit]').click();
  await page.getByRole('button', { name: 'Continue' }).click();
}

test('an access token signs in: as text, from a function, from a file', async () => {
  expect(await whoAmI({ authenticator: 'oauth', token: await oauth.serviceToken() })).toBe('SERVICE');
  expect(await whoAmI({ authenticator: 'OAuth', token: async () => oauth.serviceToken() })).toBe('SERVICE');
  const path = join(home, 'token');
  await writeFile(path, `${await oauth.serviceToken()}\n`, { mode: 0o600 });
  expect(await whoAmI({ authenticator: 'oauth', token_file_path: path })).toBe('SERVICE');
});

test('a function is asked for the token again at every login, and at a reset', async () => {
  let asked = 0;
  const token = async (): Promise<string> => {
    asked += 1;
    return oauth.serviceToken();
  };
  await using connection = new SnowflakeConnection('provider', options({ authenticator: 'oauth', token }));
  expect(await connection.query('select current_user() as name')).toEqual([{ NAME: 'SERVICE' }]);
  await connection.reset();
  expect(await connection.query('select current_user() as name')).toEqual([{ NAME: 'SERVICE' }]);
  expect(asked).toBe(2);
});

test('an expired token is told from one that was revoked, each with what to do', async () => {
  const [expiring, revoked] = [await oauth.serviceToken(), await oauth.serviceToken()];
  expect(await whoAmI({ authenticator: 'oauth', token: expiring })).toBe('SERVICE');
  await oauth.revoke(revoked, 'service');
  expect(await refusal({ authenticator: 'oauth', token: revoked })).toMatchObject({
    code: 'AUTHENTICATION_FAILED',
    serverCode: '390303',
    hint: expect.stringContaining('get a new one'),
  });
  const error = await oauth.afterExpiry(async () => refusal({ authenticator: 'oauth', token: expiring }));
  expect(error).toBeInstanceOf(AuthenticationError);
  expect(error).toMatchObject({ serverCode: '390318', hint: expect.stringContaining('give "token" as a function') });
});

test('client credentials sign in', async () => {
  expect(await whoAmI(service)).toBe('SERVICE');
  expect(await whoAmI({ ...service, oauth_scope: 'session:role:ANALYST' })).toBe('SERVICE');
});

test('a wrong client secret is told as such, and stays secret', async () => {
  const error = await refusal({ ...service, oauth_client_secret: 'planted-secret' });
  expect(error).toMatchObject({
    code: 'AUTHENTICATION_FAILED',
    message: expect.stringContaining(`${new URL(oauth.issuer).host} gave no token: invalid_client`),
    hint: 'Check oauth_client_id and oauth_client_secret.',
  });
  expect(JSON.stringify(error) + String((error as Error).stack)).not.toContain('planted-secret');
});

test('a token of the platform signs the workload in, and is checked by the issuer’s keys', async () => {
  // The driver gives such tokens to Snowflake's own hosts only, unless it is told of more.
  process.env['SNOWFLAKE_WIF_ALLOWED_HOST_SUFFIXES'] = '127.0.0.1';
  try {
    const workload = { authenticator: 'workload_identity', workload_identity_provider: 'oidc' };
    const token = await oauth.serviceToken('urn:snowflake');
    expect(await whoAmI({ ...workload, token })).toBe('SERVICE');
    const [head, body, signature = ''] = token.split('.');
    const forged = `${head}.${body}.${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`;
    expect(await refusal({ ...workload, token: forged })).toMatchObject({ serverCode: '390144' });
  } finally {
    delete process.env['SNOWFLAKE_WIF_ALLOWED_HOST_SUFFIXES'];
  }
});

browserTest('a person signs in at the provider: with PKCE and a state', async () => {
  let asked = new URL('http://none');
  const session = await whoAmI(
    laptop(async (address) => {
      asked = new URL(address);
      await signIn(address);
    }),
  );
  expect(session).toBe('JO');
  expect(asked.searchParams.get('code_challenge_method')).toBe('S256');
  expect(asked.searchParams.get('code_challenge')).toMatch(/^[\w-]{43}$/);
  expect(asked.searchParams.get('state')).toMatch(/^[\w-]{20,}$/);
  expect(asked.searchParams.get('scope')).toBe('session:role:ACCOUNTADMIN');
});

browserTest('a person who refuses is told to have refused', async () => {
  const error = await refusal(
    laptop(async (address) => {
      const page = await browser.newPage();
      await page.goto(address);
      await page.getByText('Cancel').click();
      await page.waitForURL(/^http:\/\/127\.0\.0\.1:\d+\/\?error=/);
      expect(await page.textContent('h1')).toBe('Signing in failed');
      expect(await page.textContent('p')).toContain('access_denied');
    }),
  );
  expect(error).toMatchObject({
    code: 'AUTHENTICATION_FAILED',
    message: expect.stringContaining('access_denied'),
    hint: 'The person refused, or may not use this client.',
  });
});

browserTest('a kept refresh token takes the browser’s place once the access token has expired', async () => {
  const kept = { user: 'jo', client_store_temporary_credential: true, credential_cache_dir: home };
  expect(await whoAmI({ ...laptop(signIn), ...kept })).toBe('JO');
  const never = (): never => {
    throw new Error('the browser was asked for');
  };
  expect(await whoAmI({ ...laptop(never), ...kept })).toBe('JO');
  expect(await oauth.afterExpiry(async () => whoAmI({ ...laptop(never), ...kept }))).toBe('JO');

  const { refresh, access } = await keptTokens();
  await oauth.revoke(refresh, 'laptop');
  await oauth.revoke(access, 'laptop');
  expect(await refusal({ ...laptop(never), ...kept })).toMatchObject({
    code: 'AUTHENTICATION_FAILED',
    message: expect.stringContaining('the browser was asked for'),
  });
});

test('an answer with another state is not taken', async () => {
  const error = await refusal(
    laptop(async (address) => {
      const back = new URL(new URL(address).searchParams.get('redirect_uri') ?? '');
      back.search = new URLSearchParams({ code: 'stolen', state: 'another' }).toString();
      await fetch(back);
    }),
  );
  expect(error).toMatchObject({
    code: 'AUTHENTICATION_FAILED',
    message: expect.stringContaining('does not belong to this login'),
  });
});

async function keptTokens(): Promise<{ readonly refresh: string; readonly access: string }> {
  const [file = ''] = (await readdir(home)).filter((name) => name.startsWith('credential_cache'));
  const { tokens } = JSON.parse(await readFile(join(home, file), 'utf8')) as { tokens: Record<string, string> };
  const find = (kind: string): string => Object.entries(tokens).find(([key]) => key.includes(kind))?.[1] ?? '';
  return { refresh: find('OauthRefreshToken'), access: find('OauthAccessToken') };
}
