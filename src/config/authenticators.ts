import { isParameterName, parameterTopics, type ParameterName, type ParameterValues } from './parameters.js';
import { quote } from './coerce.js';

/** Every way of signing in that has a name, in Snowflake's spelling. */
export const authenticatorNames = [
  'SNOWFLAKE',
  'SNOWFLAKE_JWT',
  'PROGRAMMATIC_ACCESS_TOKEN',
  'OAUTH',
  'OAUTH_AUTHORIZATION_CODE',
  'OAUTH_CLIENT_CREDENTIALS',
  'EXTERNALBROWSER',
  'USERNAME_PASSWORD_MFA',
  'WORKLOAD_IDENTITY',
] as const;

/** A way of signing in; `OKTA` stands for an `https://` address, `SESSION` for the tokens of an open session. */
export type AuthenticatorName = (typeof authenticatorNames)[number] | 'OKTA' | 'SESSION';

/** Something that must be given, as the names of which one is enough. */
type Need = readonly ParameterName[];

const USER: Need = ['user'];
const PASSWORD: Need = ['password'];
const TOKEN: Need = ['token', 'token_file_path'];
const SESSION_TOKENS: Need = ['session_token', 'master_token'];

const needs: Readonly<Record<AuthenticatorName, readonly Need[]>> = {
  SNOWFLAKE: [USER, PASSWORD],
  SNOWFLAKE_JWT: [USER, ['private_key', 'private_key_file']],
  PROGRAMMATIC_ACCESS_TOKEN: [['token', 'token_file_path', 'password']],
  OAUTH: [TOKEN],
  OAUTH_AUTHORIZATION_CODE: [],
  OAUTH_CLIENT_CREDENTIALS: [['oauth_client_id'], ['oauth_client_secret'], ['oauth_token_request_url']],
  EXTERNALBROWSER: [],
  USERNAME_PASSWORD_MFA: [USER, PASSWORD],
  WORKLOAD_IDENTITY: [['workload_identity_provider']],
  OKTA: [USER, PASSWORD],
  SESSION: SESSION_TOKENS.map((name) => [name]),
};

const OAUTH_CLIENT = Object.keys(parameterTopics.oauth).filter(isParameterName);

/** Which credentials each way of signing in looks at. */
const uses: Readonly<Record<AuthenticatorName, readonly ParameterName[]>> = {
  SNOWFLAKE: ['password', 'passcode', 'passcode_in_password'],
  SNOWFLAKE_JWT: ['private_key', 'private_key_file', 'private_key_password'],
  PROGRAMMATIC_ACCESS_TOKEN: ['token', 'token_file_path', 'password'],
  OAUTH: TOKEN,
  OAUTH_AUTHORIZATION_CODE: OAUTH_CLIENT,
  OAUTH_CLIENT_CREDENTIALS: OAUTH_CLIENT,
  EXTERNALBROWSER: [],
  USERNAME_PASSWORD_MFA: ['password', 'passcode', 'passcode_in_password'],
  WORKLOAD_IDENTITY: TOKEN,
  OKTA: PASSWORD,
  SESSION: SESSION_TOKENS,
};

/** The given credentials that an authenticator does not look at. */
export function unusedCredentials(
  authenticator: AuthenticatorName,
  given: readonly ParameterName[],
): readonly ParameterName[] {
  const all = new Set(Object.values(uses).flat());
  return given.filter((name) => all.has(name) && !uses[authenticator].includes(name));
}

/** The authenticator's name, whatever its letter case; undefined when there is none of that name. */
export function findAuthenticator(written: string): AuthenticatorName | undefined {
  const name = written.trim().toUpperCase();
  if (name === 'SNOWFLAKE_PASSWORD') {
    return 'SNOWFLAKE';
  }
  if (name.startsWith('HTTPS://')) {
    return URL.canParse(written.trim()) ? 'OKTA' : undefined;
  }
  return authenticatorNames.find((known) => known === name);
}

/** What is missing for an authenticator, and why, once for each need. */
export function missingCredentials(
  authenticator: AuthenticatorName,
  values: ParameterValues,
): readonly { readonly parameter: ParameterName; readonly message: string }[] {
  return needs[authenticator]
    .filter((need) => need.every((name) => values[name] === undefined))
    .map(([parameter = 'user', ...others]) => ({
      parameter,
      message: `; ${described(authenticator)} needs it${others.map((name) => `, or ${quote(name)}`).join('')}.`,
    }));
}

/** A way of signing in, in words. */
export function described(authenticator: AuthenticatorName): string {
  if (authenticator === 'OKTA') {
    return 'signing in through Okta';
  }
  return authenticator === 'SESSION' ? 'taking over an open session' : `authenticator ${authenticator}`;
}
