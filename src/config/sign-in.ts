import {
  authenticatorNames,
  described,
  findAuthenticator,
  missingCredentials,
  unusedCredentials,
  type AuthenticatorName,
} from './authenticators.js';
import { quote } from './coerce.js';
import type { ResolvedValue } from './explanation.js';
import type { Findings } from './findings.js';
import type { ParameterName, ParameterValues } from './parameters.js';
import { suggest } from './suggest.js';
import { toParameterValues } from './values.js';

const KEYS: readonly ParameterName[] = ['private_key', 'private_key_file'];

/** The way of signing in, and the values with it in its final spelling. */
export interface SignIn {
  readonly authenticator: AuthenticatorName;
  readonly values: readonly ResolvedValue[];
}

/** Decides how to sign in, and tells what is missing for it. */
export function resolveSignIn(given: readonly ResolvedValue[], findings: Findings): SignIn {
  const values = toParameterValues(given);
  const written = given.find(({ parameter, source }) => parameter === 'authenticator' && source !== 'default');
  const authenticator = takesOver(values)
    ? 'SESSION'
    : written === undefined
      ? impliedAuthenticator(values)
      : readAuthenticator(written, given, findings);
  if (authenticator === undefined) {
    return { authenticator: 'SNOWFLAKE', values: given };
  }
  for (const { parameter, message } of missingCredentials(authenticator, values)) {
    findings.missing(parameter, message + tokenHint(written, values));
  }
  noteUnused(authenticator, given, findings);
  if (authenticator === 'SESSION') {
    noteOfSession(given, findings);
  }
  return { authenticator, values: given.map((value) => withAuthenticator(value, authenticator)) };
}

/** A token says nothing of how it is to be used, so none is guessed. */
function tokenHint(written: ResolvedValue | undefined, values: ParameterValues): string {
  const hasToken = values.token !== undefined || values.token_file_path !== undefined;
  return written === undefined && hasToken
    ? ' To sign in with the token, set "authenticator" to PROGRAMMATIC_ACCESS_TOKEN or OAUTH.'
    : '';
}

function noteUnused(authenticator: AuthenticatorName, given: readonly ResolvedValue[], findings: Findings): void {
  const written = given.filter(({ rank }) => rank !== undefined);
  const unused = unusedCredentials(
    authenticator,
    written.map(({ parameter }) => parameter),
  );
  for (const { parameter, source } of written.filter((value) => unused.includes(value.parameter))) {
    findings.note(parameter, source, `is not used, because ${described(authenticator)} does not look at it.`);
  }
}

/** A session that is taken over stays as it is. */
function noteOfSession(given: readonly ResolvedValue[], findings: Findings): void {
  const names: readonly ParameterName[] = ['authenticator', 'user', 'warehouse', 'database', 'schema', 'role'];
  for (const { parameter, source } of given.filter(
    ({ parameter: name, rank }) => rank !== undefined && names.includes(name),
  )) {
    findings.note(parameter, source, 'is not used, because the session that is taken over has its own.');
  }
}

/** As in Snowflake's own drivers, the tokens of an open session go before any authenticator. */
function takesOver(values: ParameterValues): boolean {
  return values.session_token !== undefined || values.master_token !== undefined;
}

function impliedAuthenticator(values: ParameterValues): AuthenticatorName {
  return hasKey(values) ? 'SNOWFLAKE_JWT' : 'SNOWFLAKE';
}

function readAuthenticator(
  { value, source }: ResolvedValue,
  given: readonly ResolvedValue[],
  findings: Findings,
): AuthenticatorName | undefined {
  const text = String(value);
  if (/^https:.*@/i.test(text)) {
    findings.problem('authenticator', source, 'holds a user or password; give them as "user" and "password".');
    return undefined;
  }
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
  return found === 'SNOWFLAKE' && hasKey(toParameterValues(given)) ? chooseBetween(given, source, findings) : found;
}

/**
 * SNOWFLAKE asks for a password login, but there is a key. Python's connector signs in with the key; a password that
 * stands above the key, or a password beside it, says otherwise.
 */
function chooseBetween(given: readonly ResolvedValue[], source: string, findings: Findings): AuthenticatorName {
  const password = rankOf(given, ['password']);
  const key = rankOf(given, KEYS);
  if (password === key) {
    const advice = 'remove the key to sign in with the password, or write SNOWFLAKE_JWT to sign in with the key.';
    findings.problem(
      'authenticator',
      source,
      `is SNOWFLAKE, and both a password and a private key are given; ${advice}`,
    );
  }
  if (password >= key) {
    return 'SNOWFLAKE';
  }
  findings.note('authenticator', source, 'is SNOWFLAKE, but a private key is given: SNOWFLAKE_JWT is used.');
  return 'SNOWFLAKE_JWT';
}

/** Position of the strongest of some parameters; -1 when none is given. */
function rankOf(given: readonly ResolvedValue[], names: readonly ParameterName[]): number {
  return Math.max(-1, ...given.filter(({ parameter }) => names.includes(parameter)).map(({ rank }) => rank ?? -1));
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
  return KEYS.some((name) => values[name] !== undefined);
}
