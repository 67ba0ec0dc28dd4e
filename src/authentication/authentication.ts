import { readFile } from 'node:fs/promises';

import type { AuthenticatorName } from '../config/authenticators.js';
import { driverParameter, toDriverParameters, toDriverProcessParameters } from '../config/driver-options.js';
import type { ParameterName } from '../config/parameters.js';
import { revealSecret } from '../config/secret-value.js';
import type { ConnectionSettings } from '../config/settings.js';
import { ConfigurationError } from '../errors.js';
import type { DriverOptions } from './driver-options.js';
import { toPem } from './key-pair.js';

/** A parameter whose value is a secret that the driver sends. */
type Credential = Extract<
  ParameterName,
  'password' | 'passcode' | 'token' | 'private_key' | 'private_key_password' | 'oauth_client_secret' | 'proxy_password'
>;

/** Which secrets belong to which way of signing in; a secret of another way never reaches the driver. */
const credentials: Readonly<Record<AuthenticatorName, readonly Credential[]>> = {
  SNOWFLAKE: ['password', 'passcode'],
  USERNAME_PASSWORD_MFA: ['password', 'passcode'],
  OKTA: ['password'],
  SNOWFLAKE_JWT: ['private_key'],
  PROGRAMMATIC_ACCESS_TOKEN: ['token', 'password'],
  OAUTH: ['token'],
  OAUTH_AUTHORIZATION_CODE: ['oauth_client_secret'],
  OAUTH_CLIENT_CREDENTIALS: ['oauth_client_secret'],
  EXTERNALBROWSER: [],
  WORKLOAD_IDENTITY: ['token'],
};

/** What holds for every connection we open, whatever the settings. */
const ALWAYS = {
  // Retries of the login are ours: the driver's run for minutes and cannot be stopped.
  sfRetryMaxLoginRetries: 0,
  // Its default of 10 rows costs a turn of the stream for every ten.
  rowStreamHighWaterMark: 1024,
} as const;

/** How long a result may send neither row nor byte: longer than the driver's longest pause between two tries. */
const RESULT_STALL_MS = 60_000;

/**
 * Everything the driver needs for one login. Secrets are opened here and nowhere else.
 *
 * @throws ConfigurationError when a function that gives a secret fails, or a key or token cannot be read.
 */
export async function toDriverOptions(settings: ConnectionSettings): Promise<DriverOptions> {
  const names: readonly Credential[] = [...credentials[settings.authenticator], 'proxy_password'];
  const secrets = await Promise.all(names.map((name) => openSecret(name, settings)));
  return {
    connection: { ...toDriverParameters(settings), ...Object.fromEntries(secrets.flat()), ...ALWAYS },
    process: toDriverProcessParameters(settings),
    host: new URL(settings.endpoint.url).host,
    stallMs: RESULT_STALL_MS,
    resultReader: settings.values.result_reader ?? 'auto',
  };
}

type DriverPair = readonly [name: string, value: unknown];

async function openSecret(name: Credential, settings: ConnectionSettings): Promise<readonly DriverPair[]> {
  const value = await revealCredential(name, settings);
  const pair = value === undefined ? undefined : driverParameter(name, value);
  return pair === undefined ? [] : [pair];
}

async function revealCredential(name: Credential, { values }: ConnectionSettings): Promise<string | undefined> {
  if (name === 'private_key') {
    const passphrase = values.private_key_password;
    const key =
      values.private_key === undefined
        ? await readFileOf('private_key_file', values.private_key_file)
        : await revealSecret(values.private_key);
    return key === undefined
      ? undefined
      : toPem(key, passphrase === undefined ? undefined : await revealSecret(passphrase));
  }
  if (name === 'token' && values.token === undefined) {
    return (await readFileOf('token_file_path', values.token_file_path))?.trim();
  }
  const secret = values[name];
  return secret === undefined ? undefined : revealSecret(secret);
}

async function readFileOf(parameter: ParameterName, path: string | undefined): Promise<string | undefined> {
  if (path === undefined) {
    return undefined;
  }
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
    throw new ConfigurationError([{ parameter, source: path, message: `The file cannot be read (${reason}).` }]);
  }
}
