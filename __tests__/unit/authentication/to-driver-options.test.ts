import { generateKeyPairSync } from 'node:crypto';
import { inspect } from 'node:util';

import { expect, test } from '@jest/globals';

import { toDriverOptions } from '../../../src/authentication/to-driver-options.js';
import { resolveConnection } from '../../../src/config/resolve.js';
import { sourcesOf } from '../config/sources.js';

const pem = generateKeyPairSync('rsa', { modulusLength: 2048 })
  .privateKey.export({ type: 'pkcs8', format: 'pem' })
  .toString();

const CREDENTIALS = [
  'authenticator',
  'username',
  'password',
  'passcode',
  'passcodeInPassword',
  'privateKey',
  'token',
  'oauthClientId',
  'oauthClientSecret',
  'workloadIdentityProvider',
  'sessionToken',
  'masterToken',
] as const;

type Options = Readonly<Record<string, unknown>>;

/** Every secret at once, so that each way shows which of them it hands over. */
const everything: Options = {
  account: 'acme',
  user: 'jo',
  password: 'pw',
  passcode: '1',
  token: 't',
  oauth_client_id: 'id',
  oauth_client_secret: 'cs',
};
const jo = { username: 'jo' };

const ways: readonly (readonly [Options, Options])[] = [
  [{ passcode: undefined }, { authenticator: 'SNOWFLAKE', ...jo, password: 'pw' }],
  [{}, { authenticator: 'USERNAME_PASSWORD_MFA', ...jo, password: 'pw', passcode: '1' }],
  [
    { authenticator: 'username_password_mfa', passcode: undefined, passcode_in_password: true },
    { authenticator: 'USERNAME_PASSWORD_MFA', ...jo, password: 'pw', passcodeInPassword: true },
  ],
  [
    { authenticator: 'snowflake_jwt', private_key: pem },
    { authenticator: 'SNOWFLAKE_JWT', ...jo, privateKey: pem },
  ],
  [{ authenticator: 'programmatic_access_token' }, { authenticator: 'PROGRAMMATIC_ACCESS_TOKEN', ...jo, token: 't' }],
  [
    { authenticator: 'programmatic_access_token', token: undefined },
    { authenticator: 'PROGRAMMATIC_ACCESS_TOKEN', ...jo, token: 'pw' },
  ],
  [{ authenticator: 'oauth' }, { authenticator: 'OAUTH', ...jo, token: 't' }],
  [
    { authenticator: 'oauth_authorization_code' },
    { authenticator: 'OAUTH_AUTHORIZATION_CODE', ...jo, oauthClientSecret: 'cs' },
  ],
  [
    { authenticator: 'oauth_client_credentials', oauth_token_request_url: 'https://idp.example.com/t' },
    { authenticator: 'OAUTH_CLIENT_CREDENTIALS', ...jo, oauthClientSecret: 'cs' },
  ],
  [{ authenticator: 'externalbrowser' }, { authenticator: 'EXTERNALBROWSER', ...jo }],
  [{ authenticator: 'https://acme.okta.com' }, { authenticator: 'https://acme.okta.com', ...jo, password: 'pw' }],
  [
    { authenticator: 'workload_identity', workload_identity_provider: 'oidc' },
    { authenticator: 'WORKLOAD_IDENTITY', ...jo, workloadIdentityProvider: 'OIDC', token: 't' },
  ],
  [
    { authenticator: 'workload_identity', workload_identity_provider: 'aws' },
    { authenticator: 'WORKLOAD_IDENTITY', ...jo, workloadIdentityProvider: 'AWS' },
  ],
  [
    { session_token: 's', master_token: 'm' },
    { authenticator: 'SNOWFLAKE', ...jo, sessionToken: 's', masterToken: 'm' },
  ],
];

function resolve(options: Options): ReturnType<typeof resolveConnection> {
  return resolveConnection([{ source: 'test', options: { ...everything, ...options } }], sourcesOf({}));
}

test.each(ways)('%j hands over what this way needs, and no other secret', async (options, expected) => {
  const { connection } = await toDriverOptions(resolve(options));
  const credentials = CREDENTIALS.filter((name) => connection[name] !== undefined);
  expect(Object.fromEntries(credentials.map((name) => [name, connection[name]]))).toEqual({
    oauthClientId: 'id',
    ...expected,
  });
});

test('a taken-over session is noted to stay as it is', () => {
  const settings = resolve({ session_token: 's', master_token: 'm', role: 'ANALYST' });
  expect(settings.authenticator).toBe('SESSION');
  expect(settings.notes.map(({ message }) => message).join('\n')).toMatch(/role .*has its own/);
});

test('a function is asked at every login, and what it gives never shows in the settings', async () => {
  let asked = 0;
  const settings = resolve({ passcode: undefined, password: () => `pw-${(asked += 1)}` });
  const [first, second] = [await toDriverOptions(settings), await toDriverOptions(settings)];
  expect([first.connection['password'], second.connection['password']]).toEqual(['pw-1', 'pw-2']);
  expect(inspect(settings, { depth: 9 })).not.toContain('pw-1');
});

test('browser logins name the port with the host: the driver looks at nothing else there', async () => {
  const options = { authenticator: 'externalbrowser', host: 'snow.example.com', port: 8443 };
  expect((await toDriverOptions(resolve(options))).connection).toMatchObject({ host: 'snow.example.com:8443' });
});
