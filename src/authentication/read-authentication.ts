import { readFile } from 'node:fs/promises';

import type { ParameterName } from '../config/parameters.js';
import { revealSecret, type SecretValue } from '../config/secret-value.js';
import type { ConnectionSettings } from '../config/settings.js';
import { ConfigurationError } from '../errors.js';
import { Secret } from '../secret.js';
import type { Authentication } from './authentication.js';
import { errorCode } from './error-code.js';
import { openPrivateKey, type PrivateKey } from './key-pair.js';

/**
 * Collects what the settings' way of signing in needs: asks functions for their secrets, reads files, opens keys.
 * What another way would need is not touched.
 *
 * @throws ConfigurationError when something is missing, a file cannot be read, a function fails, or a key is no key
 * that Snowflake takes.
 */
export async function readAuthentication(settings: ConnectionSettings): Promise<Authentication> {
  const { authenticator, values } = settings;
  const user = (): string => needed(settings, 'user', values.user);
  const password = (): Promise<Secret> => readSecret(settings, 'password', values.password);
  switch (authenticator) {
    case 'SNOWFLAKE':
    case 'USERNAME_PASSWORD_MFA': {
      const passcodeInPassword = values.passcode_in_password === true;
      return authenticator === 'SNOWFLAKE' && values.passcode === undefined && !passcodeInPassword
        ? { way: 'SNOWFLAKE', user: user(), password: await password() }
        : {
            way: 'USERNAME_PASSWORD_MFA',
            user: user(),
            password: await password(),
            passcode: await readOptional(values.passcode),
            passcodeInPassword,
          };
    }
    case 'SNOWFLAKE_JWT':
      return { way: authenticator, user: user(), key: await readPrivateKey(settings) };
    case 'PROGRAMMATIC_ACCESS_TOKEN':
      return { way: authenticator, token: (await readToken(settings)) ?? (await password()) };
    case 'OAUTH':
      return { way: authenticator, token: needed(settings, 'token', await readToken(settings)) };
    case 'OAUTH_AUTHORIZATION_CODE':
      return {
        way: authenticator,
        clientId: values.oauth_client_id,
        clientSecret: await readOptional(values.oauth_client_secret),
      };
    case 'OAUTH_CLIENT_CREDENTIALS':
      return {
        way: authenticator,
        clientId: needed(settings, 'oauth_client_id', values.oauth_client_id),
        clientSecret: await readSecret(settings, 'oauth_client_secret', values.oauth_client_secret),
      };
    case 'EXTERNALBROWSER':
      return { way: authenticator };
    case 'OKTA':
      return {
        way: authenticator,
        address: needed(settings, 'authenticator', values.authenticator),
        user: user(),
        password: await password(),
      };
    case 'WORKLOAD_IDENTITY': {
      const provider = needed(settings, 'workload_identity_provider', values.workload_identity_provider);
      return { way: authenticator, provider, token: provider === 'OIDC' ? await readToken(settings) : undefined };
    }
    case 'SESSION':
      return {
        way: authenticator,
        sessionToken: await readSecret(settings, 'session_token', values.session_token),
        masterToken: await readSecret(settings, 'master_token', values.master_token),
      };
    default:
      return authenticator satisfies never;
  }
}

async function readPrivateKey(settings: ConnectionSettings): Promise<PrivateKey> {
  const { private_key: text, private_key_file: file, private_key_password: passphrase } = settings.values;
  const parameter = text === undefined ? 'private_key_file' : 'private_key';
  const input =
    text === undefined
      ? await readFileOf(settings, 'private_key_file', needed(settings, 'private_key_file', file))
      : await revealSecret(text);
  const opened = openPrivateKey(input, passphrase === undefined ? undefined : await revealSecret(passphrase));
  if ('fault' in opened) {
    const { of, message } = opened.fault;
    throw problem(settings, of === 'key' ? parameter : 'private_key_password', message);
  }
  return opened.key;
}

/** The token, or the token file's text as it is now; undefined when neither is given. */
async function readToken(settings: ConnectionSettings): Promise<Secret | undefined> {
  const { token, token_file_path: path } = settings.values;
  if (token !== undefined || path === undefined) {
    return readOptional(token);
  }
  const text = (await readFileOf(settings, 'token_file_path', path)).toString('utf8').trim();
  if (text === '') {
    throw problem(settings, 'token_file_path', `the file ${path} is empty.`);
  }
  return new Secret(text);
}

async function readFileOf(settings: ConnectionSettings, parameter: ParameterName, path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    const reason = errorCode(error) ?? 'unknown reason';
    throw problem(settings, parameter, `the file ${path} cannot be read (${reason}).`);
  }
}

async function readSecret(
  settings: ConnectionSettings,
  parameter: ParameterName,
  secret: SecretValue | undefined,
): Promise<Secret> {
  return new Secret(await revealSecret(needed(settings, parameter, secret)));
}

async function readOptional(secret: SecretValue | undefined): Promise<Secret | undefined> {
  return secret === undefined ? undefined : new Secret(await revealSecret(secret));
}

function needed<T>(settings: ConnectionSettings, parameter: ParameterName, value: T | undefined): T {
  if (value === undefined) {
    throw problem(settings, parameter, 'is missing.');
  }
  return value;
}

function problem(settings: ConnectionSettings, parameter: ParameterName, message: string): ConfigurationError {
  const source = settings.explain().find((entry) => entry.parameter === parameter)?.source ?? 'not given';
  return new ConfigurationError([{ parameter, source, message }]);
}
