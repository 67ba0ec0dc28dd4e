import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, test } from '@jest/globals';

import { toDriverOptions } from '../../src/authentication/to-driver-options.js';
import { systemSources } from '../../src/config/environment.js';
import { resolveConnection } from '../../src/config/resolve.js';
import { Session } from '../../src/index.js';
import { testEngine } from '../helpers/engine.js';
import { startOauthServer } from '../helpers/oauth-server.js';
import { makeOpensslKeys, PASSPHRASE } from '../helpers/openssl-keys.js';

const GUIDE = join(import.meta.dirname, '..', '..', 'docs', 'guides', 'authentication.md');
const guide = await readFile(GUIDE, 'utf8');
const entries = [...guide.matchAll(/```toml\n([^`]*)```/g)].map(([, text]) => text ?? '').join('\n');
const names = [...entries.matchAll(/^\[(\w+)\]$/gm)].map(([, name]) => name ?? '');

const keys = makeOpensslKeys();
const oauth = await startOauthServer();
const local = testEngine({
  users: {
    SERVICE: {
      rsaPublicKey: keys.publicKey.toString(),
      programmaticAccessTokens: ['pat-of-the-guide'],
      workload: { issuer: oauth.issuer, subject: 'service' },
    },
    JO: { password: 'pw-jo', mfa: { push: 'approve' } },
  },
  oauth: oauth.introspection,
  workloadIssuers: [{ issuer: oauth.issuer, jwksUrl: `${oauth.issuer}/jwks` }],
});

const snowflakeHome = process.env['SNOWFLAKE_HOME'];
let home: string;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'guide-'));
  process.env['SNOWFLAKE_HOME'] = join(home, '.snowflake');
  process.env['SNOWFLAKE_WIF_ALLOWED_HOST_SUFFIXES'] = '127.0.0.1';
  await mkdir(join(home, '.snowflake'), { mode: 0o700 });
  const keep = (name: string, text: string | Buffer): Promise<void> =>
    writeFile(join(home, '.snowflake', name), text, { mode: 0o600 });
  // The home directory of the system cannot be changed in here.
  await keep('connections.toml', entries.replaceAll('~/', `${home}/`));
  await keep('rsa_key.p8', keys.pkcs8Encrypted);
  await keep('pat', 'pat-of-the-guide\n');
  await keep('workload-token', await oauth.serviceToken('urn:snowflake'));
  await keep('session-token', await oauth.serviceToken());
});
afterAll(async () => {
  await oauth.stop();
  delete process.env['SNOWFLAKE_HOME'];
  Object.assign(process.env, snowflakeHome === undefined ? {} : { SNOWFLAKE_HOME: snowflakeHome });
  delete process.env['SNOWFLAKE_WIF_ALLOWED_HOST_SUFFIXES'];
  await rm(home, { recursive: true });
});

/** What the engine and the OAuth server of a test need besides the entry, and the secrets no entry holds. */
function besides(name: string): Readonly<Record<string, unknown>> {
  const { host, port, protocol } = local.engine.connectionOptions;
  const server = { host, port, protocol, credential_cache_dir: home };
  const more: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
    service: { private_key_passphrase: () => PASSPHRASE },
    oauth_service: {
      oauth_token_request_url: `${oauth.issuer}/token`,
      oauth_client_secret: () => 'service-secret-4f1c',
    },
    oauth_laptop: { oauth_client_secret: () => 'laptop-secret-4f1c' },
    oauth_token: { token: () => oauth.serviceToken() },
    container: { token_file_path: join(home, '.snowflake', 'session-token') },
    laptop: { disable_console_login: false, openBrowser: submitForm },
    second_factor: { password: () => 'pw-jo' },
    okta: { password: () => 'pw-jo' },
    password: { password: () => 'pw-jo' },
  };
  return { ...server, ...more[name] };
}

async function submitForm(address: string): Promise<void> {
  const asked = new URL(address).searchParams;
  await fetch(`${local.engine.url}/identity/login`, {
    method: 'POST',
    body: new URLSearchParams({
      user: 'jo',
      password: 'pw-jo',
      proof_key: asked.get('proof_key') ?? '',
      port: asked.get('browser_mode_redirect_port') ?? '',
    }),
  });
}

/** Ways that end outside of this machine; tests of their own walk them through a proxy, a browser or a metadata server. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  cloud: 'WORKLOAD_IDENTITY',
  okta: 'https://myorg.okta.com',
  oauth_laptop: 'OAUTH_AUTHORIZATION_CODE',
};

test('the table names every entry, and a password comes last', () => {
  expect(names).toHaveLength(12);
  expect(names.filter((name) => !guide.includes(`\`${name}\``))).toEqual([]);
  expect(names.at(-1)).toBe('password');
});

test.each(names.filter((name) => !Object.hasOwn(ELSEWHERE, name)))('the entry %s signs in', async (name) => {
  const builder = Session.builder.config('connection_name', name).configs(besides(name));
  await using session = await builder.create();
  const [row] = await session.sql('select current_user() as name').collect();
  expect(['SERVICE', 'JO']).toContain(row?.['NAME']);
});

test.each(Object.entries(ELSEWHERE))('the entry %s is complete', async (name, authenticator) => {
  const layers = [{ source: 'test', options: { connection_name: name, ...besides(name) } }];
  const { connection } = await toDriverOptions(resolveConnection(layers, systemSources()));
  expect(connection).toMatchObject({ authenticator, account: 'myorg-myaccount' });
});
