import { authenticatorNames, findAuthenticator, missingCredentials, type AuthenticatorName } from './authenticators.js';
import { quote } from './coerce.js';
import type { ResolvedValue } from './explanation.js';
import type { Findings } from './findings.js';
import type { ParameterName, ParameterValues } from './parameters.js';
import { suggest } from './suggest.js';
import { toParameterValues } from './values.js';

/** The way of signing in, and the values with it in its final spelling. */
export interface SignIn {
  readonly authenticator: AuthenticatorName;
  readonly values: readonly ResolvedValue[];
}

/** Decides how to sign in, and tells what is missing for it. */
export function resolveSignIn(given: readonly ResolvedValue[], findings: Findings): SignIn {
  const values = toParameterValues(given);
  const written = given.find(({ parameter, source }) => parameter === 'authenticator' && source !== 'default');
  const authenticator =
    written === undefined ? impliedAuthenticator(values) : readAuthenticator(written, values, findings);
  if (authenticator === undefined) {
    return { authenticator: 'SNOWFLAKE', values: given };
  }
  for (const { parameter, message } of missingCredentials(authenticator, values)) {
    findings.problem(parameter, 'not given', message);
  }
  return { authenticator, values: given.map((value) => withAuthenticator(value, authenticator)) };
}

function impliedAuthenticator(values: ParameterValues): AuthenticatorName {
  return hasKey(values) ? 'SNOWFLAKE_JWT' : 'SNOWFLAKE';
}

function readAuthenticator(
  { value, source }: ResolvedValue,
  values: ParameterValues,
  findings: Findings,
): AuthenticatorName | undefined {
  const text = String(value);
  const found = findAuthenticator(text);
  if (found === undefined) {
    const known = `${authenticatorNames.join(', ')}, or the https:// address of an Okta account`;
    findings.problem(
      'authenticator',
      source,
      `${quote(text)} is not known; use ${known}.${suggest(text, authenticatorNames)}`,
    );
    return undefined;
  }
  return found === 'SNOWFLAKE' && hasKey(values) ? preferKey(source, values, findings) : found;
}

/** Python's connector signs in with the key in this case; with a password as well, only the writer knows. */
function preferKey(source: string, values: ParameterValues, findings: Findings): AuthenticatorName {
  if (values.password !== undefined) {
    const advice = 'remove the key to sign in with the password, or write SNOWFLAKE_JWT to sign in with the key.';
    findings.problem(
      'authenticator',
      source,
      `is SNOWFLAKE, and both a password and a private key are given; ${advice}`,
    );
    return 'SNOWFLAKE';
  }
  findings.note(
    'authenticator',
    source,
    'is SNOWFLAKE, but a private key is given and no password: SNOWFLAKE_JWT is used.',
  );
  return 'SNOWFLAKE_JWT';
}

function withAuthenticator(value: ResolvedValue, authenticator: AuthenticatorName): ResolvedValue {
  if (value.parameter !== 'authenticator') {
    return value;
  }
  if (authenticator === 'OKTA') {
    return { ...value, value: String(value.value).trim() };
  }
  const implied = value.source === 'default' && authenticator === 'SNOWFLAKE_JWT';
  return { ...value, value: authenticator, source: implied ? 'a private key is given' : value.source };
}

function hasKey(values: ParameterValues): boolean {
  const names: readonly ParameterName[] = ['private_key', 'private_key_file'];
  return names.some((name) => values[name] !== undefined);
}
