import type { DriverOptions, SignInDescription } from '../authentication/driver-options.js';
import { AuthenticationError, ConnectionError, type SnowparkError } from '../errors.js';
import { isSessionGone, type NativeErrorFields, readFields, toTransportError } from './errors.js';
import { loginHint } from './login-hints.js';

/** What of a login has to be known to explain why it failed. */
type FailedLogin = Pick<DriverOptions, 'host' | 'signIn'>;

/** Longest part of a message that is not Snowflake's own. */
const LONGEST_FOREIGN_TEXT = 300;

/** Translates what the driver says when a login fails. */
export function toLoginError(error: unknown, { host, signIn }: FailedLogin): SnowparkError {
  const fields = readFields(error);
  if (fields.name === 'OperationFailedError' && /^\d{6}$/.test(fields.code)) {
    return refused(fields.code, fields.message, signIn);
  }
  if (signIn.way === 'SESSION' && isSessionGone(error)) {
    return new AuthenticationError(`${host} does not know the session that was to be taken over.`, {
      serverCode: fields.code,
      hint: 'It has expired or was closed: give the tokens of one that is open, or sign in.',
    });
  }
  return (
    // Inside a failed request the driver hides what went wrong in a browser that it asked for once more.
    explainMessage(fields.causeMessage ?? '', signIn) ??
    explainMessage(fields.message, signIn) ??
    explainRequest(fields, host, signIn) ??
    toTransportError(fields, host) ??
    unexplained(fields, host, signIn)
  );
}

function refused(code: string, message: string, signIn: SignInDescription): AuthenticationError {
  return new AuthenticationError(`Snowflake refused the login: ${message}`, {
    serverCode: code,
    hint: loginHint(code, signIn),
  });
}

interface Explanation {
  readonly pattern: RegExp;
  readonly explain: (match: RegExpExecArray, signIn: SignInDescription) => SnowparkError;
}

/** What the driver says in plain text of its own, without any code. */
const EXPLANATIONS: readonly Explanation[] = [
  {
    pattern: /Error code: (\d{6}), (?:error )?message: (.*)/s,
    explain: ([, code = '', message = ''], signIn) => refused(code, message, signIn),
  },
  {
    pattern: /Browser action timed out after (\d+) ms/,
    explain: ([, ms]) =>
      failed(
        `Nobody signed in at the browser within authentication_timeout of ${Number(ms) / 1000} s.`,
        'Sign in at the address that was opened, or raise authentication_timeout.',
      ),
  },
  {
    pattern: /ErrorCode given_up/,
    // The driver lets logins of the same user share one browser; whose browser was closed may open its own.
    explain: () =>
      new ConnectionError('A login of the same user that this one waited for was given up.', { retryable: true }),
  },
  {
    pattern: /Error while getting oauth authorization code\. ErrorCode (\S+)\. Message: (.*)/s,
    explain: ([, word = '', message = '']) =>
      failed(`The OAuth provider gave no authorization: ${word} (${shorten(message)}).`, OAUTH_HINTS[word]),
  },
  {
    pattern: /"state" response parameter/,
    explain: () =>
      failed('The answer at the browser does not belong to this login: its state is another.', 'Sign in again.'),
  },
  {
    pattern: /(?:creating local server on port|using provided redirect url)/,
    explain: () =>
      failed(
        'The port on which the browser’s answer is awaited is taken.',
        'Free it, or change browser_redirect_port or oauth_redirect_uri.',
      ),
  },
  {
    pattern: /prefix of the SSO\/token URL|Authenticator, SSO, or token URL is invalid|provided Okta address/,
    explain: () =>
      failed(
        'Snowflake does not send this user to the Okta account in authenticator.',
        'Check authenticator and user.',
      ),
  },
  {
    pattern: /destination URL in the SAML assertion/,
    explain: () =>
      failed('Okta’s answer is meant for another Snowflake account.', 'Check account, and the application in Okta.'),
  },
  {
    pattern: /requires a recognized Snowflake host/,
    explain: () =>
      failed(
        'The driver gives a workload’s identity to Snowflake’s own hosts only.',
        'Check host; the variable SNOWFLAKE_WIF_ALLOWED_HOST_SUFFIXES allows more.',
      ),
  },
  {
    pattern: /Invalid file (permissions|owner)/,
    explain: ([, what]) =>
      failed(`The file with kept tokens has wrong ${what}.`, 'Remove it, or give it to this user alone: chmod 600.'),
  },
];

function explainMessage(message: string, signIn: SignInDescription): SnowparkError | undefined {
  for (const { pattern, explain } of EXPLANATIONS) {
    const match = pattern.exec(message);
    if (match !== null) {
      return explain(match, signIn);
    }
  }
  return undefined;
}

const OAUTH_HINTS: Readonly<Record<string, string>> = {
  access_denied: 'The person refused, or may not use this client.',
  invalid_client: 'Check oauth_client_id and oauth_client_secret.',
  invalid_grant: 'The code or refresh token has expired or was used before: sign in again.',
  invalid_request: 'Check oauth_redirect_uri and the registration of the client.',
  invalid_scope: 'Check oauth_scope and role: the provider does not grant this scope.',
  unauthorized_client: 'The client may not use this kind of login: change its registration at the provider.',
};

/** A request to Snowflake or an identity provider before the login itself. */
function explainRequest(
  fields: NativeErrorFields,
  host: string,
  { way, provider }: SignInDescription,
): SnowparkError | undefined {
  // The driver's client of OAuth providers hands on the error of the socket itself.
  if (fields.name !== 'AxiosError' && !/^(E[A-Z_]{3,}|.*CERT.*|.*SELF_SIGNED.*)$/.test(fields.code)) {
    return undefined;
  }
  const asked = provider ?? host;
  const { status, oauthError } = fields;
  if (status === undefined) {
    return toTransportError({ ...fields, name: 'NetworkError', causeCode: fields.code }, asked);
  }
  if (oauthError !== undefined) {
    return failed(`${asked} gave no token: ${oauthError}.`, OAUTH_HINTS[oauthError]);
  }
  if (status >= 500 || status === 429 || status === 408) {
    return new ConnectionError(`${asked} answered with HTTP status ${status}.`, { retryable: true });
  }
  const hint = way === 'OKTA' ? 'Check user and password at Okta; Okta must not ask for a second factor.' : undefined;
  return failed(`${asked} refused with HTTP status ${status}.`, hint ?? 'Check account, host and the provider.');
}

function unexplained(fields: NativeErrorFields, host: string, { way }: SignInDescription): AuthenticationError {
  const said = shorten([fields.name, fields.code, fields.message].filter((part) => part !== '').join(' '));
  return way === 'WORKLOAD_IDENTITY'
    ? failed(
        `The platform gave this workload no identity: ${said}`,
        'Check workload_identity_provider, and that the workload has an identity there.',
      )
    : failed(`The login to ${host} failed in the driver: ${said}`);
}

function failed(message: string, hint?: string): AuthenticationError {
  return new AuthenticationError(message, { hint });
}

function shorten(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length > LONGEST_FOREIGN_TEXT ? `${line.slice(0, LONGEST_FOREIGN_TEXT)}…` : line;
}
