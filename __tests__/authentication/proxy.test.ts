import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';

import { browserTest, testBrowser } from '../helpers/chromium.js';
import { testEngine } from '../helpers/engine.js';
import { PROXY_PASSWORD, PROXY_USER, testProxy } from '../helpers/proxy.js';
import { signInElsewhere, type SignInOutcome } from '../helpers/sign-in-process.js';

const SNOWFLAKE = 'acme.snowflakecomputing.com';
const OKTA = 'acme.okta.com';
const users = { jo: 'pw-jo' };
const secure = testEngine({ users, tls: { names: [SNOWFLAKE, OKTA] } });
const plain = testEngine({ users });
const proxy = testProxy();
const browser = testBrowser();
let home: string;
let trust: Readonly<Record<string, string>>;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'proxy-'));
  const path = join(home, 'ca.pem');
  await writeFile(path, secure.engine.certificate ?? '');
  trust = { NODE_EXTRA_CA_CERTS: path };
  proxy.mapTo([SNOWFLAKE, OKTA], secure.engine.connectionOptions.port);
});
beforeEach(() => {
  proxy.passed.length = 0;
  proxy.refused.length = 0;
});
afterAll(async () => rm(home, { recursive: true }));

const throughProxy = (): Readonly<Record<string, unknown>> => ({
  proxy_host: '127.0.0.1',
  proxy_port: proxy.port,
  proxy_user: PROXY_USER,
  proxy_password: PROXY_PASSWORD,
});
// Certificates are looked up at hosts that are not of this machine.
const offline = { disable_ocsp_checks: true };
const snowflake = { account: 'acme', user: 'jo', password: 'pw-jo', database: 'LOCAL', ...offline };
const secureOptions = (): Readonly<Record<string, unknown>> => ({ ...secure.engine.connectionOptions, ...offline });

function expectSecretless(outcome: SignInOutcome): void {
  expect(JSON.stringify(outcome)).not.toContain(PROXY_PASSWORD);
  expect(JSON.stringify(outcome)).not.toContain('pw-jo');
}

test('a certificate nobody vouches for is refused, with what to do', async () => {
  const outcome = await signInElsewhere(secureOptions());
  expect(outcome.error).toMatchObject({
    name: 'ConnectionError',
    code: 'CONNECTION_FAILED',
    message: expect.stringContaining('is not trusted (DEPTH_ZERO_SELF_SIGNED_CERT)'),
    hint: expect.stringContaining('NODE_EXTRA_CA_CERTS'),
  });
  expect(outcome).toMatchObject({ printed: '', exitCode: 0 });
});

test('the same certificate is taken when Node is given it', async () => {
  const outcome = await signInElsewhere(secureOptions(), { env: trust });
  expect(outcome).toEqual({ name: 'JO', printed: '', exitCode: 0 });
});

test('HTTPS goes through the proxy, with its user and password', async () => {
  const outcome = await signInElsewhere({ ...snowflake, ...throughProxy() }, { env: trust });
  expect(outcome).toEqual({ name: 'JO', printed: '', exitCode: 0 });
  expect(new Set(proxy.passed)).toEqual(new Set([`${SNOWFLAKE}:443`]));
});

test('the proxy of the variables is used, and use_proxy_env false goes without', async () => {
  const env = { ...trust, HTTPS_PROXY: `http://${PROXY_USER}:${PROXY_PASSWORD}@127.0.0.1:${proxy.port}` };
  expect(await signInElsewhere(snowflake, { env })).toEqual({ name: 'JO', printed: '', exitCode: 0 });
  expect(new Set(proxy.passed)).toEqual(new Set([`${SNOWFLAKE}:443`]));
  proxy.passed.length = 0;
  const direct = { ...secureOptions(), use_proxy_env: false };
  expect(await signInElsewhere(direct, { env })).toEqual({ name: 'JO', printed: '', exitCode: 0 });
  expect(proxy.passed).toEqual([]);
});

test('no_proxy goes past the proxy, as an option and as a variable', async () => {
  const option = { ...secureOptions(), ...throughProxy(), no_proxy: ['localhost', '127.0.0.1'] };
  expect(await signInElsewhere(option, { env: trust })).toMatchObject({ name: 'JO' });
  const env = { ...trust, HTTPS_PROXY: `http://127.0.0.1:${proxy.port}`, NO_PROXY: 'localhost,127.0.0.1' };
  expect(await signInElsewhere(secureOptions(), { env })).toMatchObject({ name: 'JO' });
  expect([proxy.passed, proxy.refused]).toEqual([[], []]);
});

test('a wrong proxy password is told as the proxy’s', async () => {
  const outcome = await signInElsewhere({ ...snowflake, ...throughProxy(), proxy_password: 'wrong' }, { env: trust });
  expect(outcome.error).toMatchObject({
    code: 'CONNECTION_FAILED',
    message: expect.stringContaining('The proxy on the way to acme.snowflakecomputing.com wants another user'),
    hint: expect.stringContaining('proxy_password'),
  });
  expect(proxy.refused.length).toBeGreaterThan(0);
  expectSecretless(outcome);
});

test('a proxy that is not there is told as such', async () => {
  const outcome = await signInElsewhere({ ...snowflake, ...throughProxy(), proxy_port: 1 }, { env: trust });
  expect(outcome.error).toMatchObject({
    code: 'CONNECTION_FAILED',
    message: expect.stringContaining('ECONNREFUSED at 127.0.0.1:1'),
    hint: expect.stringContaining('proxy'),
  });
  expectSecretless(outcome);
});

test('plain HTTP is for this machine: past the proxy of the variables, and none can be named', async () => {
  const { connectionOptions } = plain.engine;
  const env = { HTTP_PROXY: `http://127.0.0.1:${proxy.port}`, http_proxy: `http://127.0.0.1:${proxy.port}` };
  expect(await signInElsewhere(connectionOptions as never, { env })).toEqual({ name: 'JO', printed: '', exitCode: 0 });
  expect([proxy.passed, proxy.refused]).toEqual([[], []]);
  const named = await signInElsewhere({ ...connectionOptions, ...throughProxy() });
  expect(named.error).toMatchObject({
    code: 'CONFIGURATION_INVALID',
    message: expect.stringContaining('cannot be used with http'),
  });
  expectSecretless(named);
});

test('Okta without a browser: Snowflake and Okta are asked, and the assertion signs in', async () => {
  const okta = { ...snowflake, ...throughProxy(), authenticator: `https://${OKTA}` };
  expect(await signInElsewhere(okta, { env: trust })).toEqual({ name: 'JO', printed: '', exitCode: 0 });
  expect(new Set(proxy.passed)).toEqual(new Set([`${SNOWFLAKE}:443`, `${OKTA}:443`]));
  const wrong = await signInElsewhere({ ...okta, password: 'wrong-pw' }, { env: trust });
  expect(wrong.error).toMatchObject({
    code: 'AUTHENTICATION_FAILED',
    message: `${OKTA} refused with HTTP status 401. Check user and password at Okta; Okta must not ask for a second factor.`,
  });
  expectSecretless(wrong);
});

browserTest('the identity provider’s page is asked for at the server, and a person signs in there', async () => {
  const { password: _password, ...server } = secureOptions();
  const page = await browser.newPage();
  const outcome = await signInElsewhere(
    { ...server, user: 'jo', authenticator: 'externalbrowser' },
    {
      env: trust,
      openBrowser: async (address) => {
        await page.goto(address);
        await page.getByLabel('Password').fill('pw-jo');
        await page.getByRole('button', { name: 'Sign in' }).click();
      },
    },
  );
  expect(outcome).toEqual({ name: 'JO', printed: '', exitCode: 0 });
  expect(secure.engine.requests.some(({ kind }) => kind === 'authenticator')).toBe(true);
});
