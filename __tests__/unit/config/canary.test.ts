import { inspect } from 'node:util';

import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';

import { toDriverParameters, toDriverProcessParameters } from '../../../src/config/driver-options.js';
import { parameterNames, parameterOf, type ParameterName } from '../../../src/config/parameters.js';
import { resolveConnection } from '../../../src/config/resolve.js';
import { ProvidedSecret, revealSecret } from '../../../src/config/secret-value.js';
import type { ConnectionSettings } from '../../../src/config/settings.js';
import { sourcesOf, type World } from './sources.js';

const CANARY = 'canary-4f1c';
const CONNECTIONS = '/home/jo/.snowflake/connections.toml';
const secretNames = parameterNames.filter((name) => parameterOf(name).secret === true);
const usable = secretNames.filter((name) => parameterOf(name).effect.kind !== 'refused');

const written: string[] = [];
const undo: (() => void)[] = [];

beforeAll(() => {
  for (const stream of [process.stdout, process.stderr]) {
    const spy = jest.spyOn(stream, 'write').mockImplementation((text) => {
      written.push(String(text));
      return true;
    });
    undo.push(() => spy.mockRestore());
  }
});

afterAll(() => {
  for (const restore of undo) {
    restore();
  }
  expect(written.join('')).not.toContain(CANARY);
});

test('there are secrets to plant', () => {
  expect(secretNames).toEqual(
    expect.arrayContaining(['password', 'token', 'passcode', 'private_key', 'private_key_password', 'proxy_password']),
  );
});

const base = {
  account: 'acme',
  user: 'jo',
  authenticator: 'externalbrowser',
  proxy_host: 'p',
  proxy_port: 1,
  proxy_user: 'u',
};
const planted = Object.fromEntries(usable.map((name) => [name, canaryOf(name)]));

test('settings with every secret show none of them', async () => {
  const settings = resolve([{ ...base, ...planted }], {});
  expectClean([settings, settings.values, settings.explain(), settings.notes]);
  expectClean([toDriverParameters(settings), toDriverProcessParameters(settings)]);
  expect(
    settings
      .explain()
      .filter(({ value }) => value.includes('secret'))
      .map(({ parameter }) => parameter),
  ).toEqual(usable);
  expect(await revealSecret(passwordOf(settings))).toBe(canaryOf('password'));
});

test('functions that give secrets show neither themselves nor what they give', async () => {
  const calls = Object.fromEntries(usable.map((name) => [name, (): string => canaryOf(name)]));
  const settings = resolve([{ ...base, ...calls }], {});
  expectClean([settings, settings.values, settings.explain()]);
  expect(await revealSecret(passwordOf(settings))).toBe(canaryOf('password'));
});

const failing: readonly (readonly [string, readonly Record<string, unknown>[], World])[] = [
  ['a refused secret', [{ ...base, session_token: CANARY, master_token: CANARY, proxy: `http://u:${CANARY}@p` }], {}],
  ['unknown keys beside secrets', [{ ...base, ...planted, pasword: CANARY, zzz: { password: CANARY } }], {}],
  ['everything missing beside secrets', [{ ...planted }], {}],
  ['wrong types', [Object.fromEntries(secretNames.map((name) => [name, [canaryOf(name)]]))], {}],
  ['wrong types in objects', [Object.fromEntries(secretNames.map((name) => [name, { value: canaryOf(name) }]))], {}],
  ['a secret twice', [{ ...base, password: CANARY, pwd: `${CANARY}-2` }], {}],
  ['a key and a password', [{ ...base, authenticator: 'SNOWFLAKE', password: CANARY, private_key: CANARY }], {}],
  ['a password in an address', [{ ...base, server_url: `https://u:${CANARY}@acme.com` }], {}],
  ['a password in a host', [{ ...base, host: `u:${CANARY}@acme.com` }], {}],
  ['a password in an account', [{ ...base, account: `https://u:${CANARY}@acme.snowflakecomputing.com` }], {}],
  ['a password in the address of Okta', [{ ...base, authenticator: `https://u:${CANARY}@acme.okta.com` }], {}],
  ['a password in the proxy host', [{ ...base, proxy_host: `http://u:${CANARY}@proxy:8080` }], {}],
  ['a password in a redirect address', [{ ...base, oauth_redirect_uri: `http://u:${CANARY}@127.0.0.1` }], {}],
  [
    'a password in an OAuth address',
    [{ ...base, authenticator: 'oauth_client_credentials', oauth_token_request_url: `https://u:${CANARY}@x` }],
    {},
  ],
  ...[
    `[dev]\npassword = "${CANARY}" x\n`,
    `[dev]\npassword = "${CANARY}\n`,
    `[dev]\npassword = ${CANARY}\n`,
    `[dev]\ntoken = """${CANARY}\n`,
    `password = "${CANARY}"\npassword = "${CANARY}"\n`,
    `[dev]\npassword = "${CANARY}"\nuser = = \n`,
    `[dev\npassword = "${CANARY}"\n`,
    CANARY,
    `[dev]\npasswrod = "${CANARY}"\n`,
    `[dev]\naccount = 5\npassword = "${CANARY}"\n`,
    `[other]\npassword = "${CANARY}"\n`,
    `dev = "${CANARY}"\n`,
  ].flatMap((text): (readonly [string, readonly Record<string, unknown>[], World])[] => {
    const name = JSON.stringify(text.slice(0, 40).replaceAll(CANARY, '…'));
    return [
      [`the file ${name}`, [{ connection_name: 'dev' }], { files: { [CONNECTIONS]: text } }],
      [`the variable ${name}`, [{ connection_name: 'dev' }], { env: { SNOWFLAKE_CONNECTIONS: text } }],
    ];
  }),
];

test.each(failing)('no secret in the error of %s', (_name, calls, world) => {
  const error = errorOf(() => resolve(calls, world));
  expect(error).toMatchObject({ code: 'CONFIGURATION_INVALID' });
  expectClean([error]);
});

test('no secret in the errors of functions that fail', async () => {
  const origin = { parameter: 'password', source: 'call 1' };
  const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
  const fails: readonly (() => unknown)[] = [
    () => Promise.reject(Object.assign(new Error('denied'), { config: { headers: { token: CANARY } } })),
    () => Promise.reject(new Error('denied', { cause: new Error(CANARY) })),
    () => [CANARY],
    () => '',
    () => undefined,
    () => {
      // oxlint-disable-next-line typescript/only-throw-error -- callers do that, too
      throw CANARY;
    },
  ];
  for (const fail of fails) {
    const error = await new ProvidedSecret(fail, origin, isText).reveal().catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'CONFIGURATION_INVALID' });
    expectClean([error]);
  }
});

function canaryOf(name: ParameterName): string {
  return `${CANARY}-${name}`;
}

function passwordOf(settings: ConnectionSettings): NonNullable<typeof settings.values.password> {
  const { password } = settings.values;
  if (password === undefined) {
    throw new Error('the password is gone');
  }
  return password;
}

function resolve(calls: readonly Record<string, unknown>[], world: World): ConnectionSettings {
  return resolveConnection(
    calls.map((options, index) => ({ source: `call ${index + 1}`, options })),
    sourcesOf(world),
  );
}

function errorOf(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return error;
  }
}

/** Looks at values as logs, debuggers and error reporters do. */
function expectClean(values: readonly unknown[]): void {
  for (const value of values) {
    const views = [
      inspect(value, { depth: 20, showHidden: true, getters: true }),
      JSON.stringify(value),
      String(value),
      ...chainOf(value).flatMap((error) => [error.stack ?? '', error.message, JSON.stringify(Object.entries(error))]),
    ];
    expect(views.filter((view) => view?.includes(CANARY) ?? false)).toEqual([]);
  }
}

function chainOf(value: unknown): readonly Error[] {
  return value instanceof Error ? [value, ...chainOf(value.cause)] : [];
}
