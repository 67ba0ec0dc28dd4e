import type { SignInDescription } from '../authentication/driver-options.js';

type Hint = string | ((signIn: SignInDescription) => string);

const BARRED = 'The user is locked or disabled: ask an administrator, who sees in DESC USER which of them.';

/** What to do about the login errors people meet, by the server's code. */
const HINTS: Readonly<Record<string, Hint>> = {
  '390100': 'Check user and password.',
  '390101': BARRED,
  '390102': BARRED,
  '390104': 'The session is not known here: check that both tokens belong to it and that it is still open.',
  '390111': 'The session was closed: sign in anew.',
  '390112': 'The session token has expired and could not be renewed: sign in anew.',
  '390114': 'The master token has expired too: sign in anew.',
  '390120': 'The second factor was denied: confirm the login when asked, or give a passcode.',
  '390126': 'Nobody answered the question for the second factor: try again, or give a passcode.',
  '390127': 'Check passcode: each counts for a short time, and once.',
  '390144': ({ fingerprint }) =>
    `The key pair was refused: compare the key’s fingerprint ${fingerprint ?? ''} with RSA_PUBLIC_KEY_FP of DESC USER, ` +
    'check account and user, and check the clock of this machine.',
  '390186': 'Check role: it does not exist, or is not granted to the user.',
  '390189': 'Check role: it does not exist, or is not granted to the user.',
  '390195': 'The kept token of the browser login does not count any more: sign in at the browser.',
  '390303': 'The OAuth token is not valid for this account: check who issued it and for whom, and get a new one.',
  '390318': ({ way }) =>
    way === 'OAUTH'
      ? 'The OAuth token has expired: get a new one, or give "token" as a function, which is asked at every login.'
      : 'The OAuth token has expired: sign in anew.',
  '390422': 'This network address is not allowed: check the account and user network policies.',
  '394300': 'Snowflake wants a second factor or another way of signing in: a password alone is not enough.',
  '394400': 'The programmatic access token is not valid: check that it has not expired or been revoked.',
};

/** What to do about a login that the server refused with this code; undefined when nothing is known. */
export function loginHint(code: string, signIn: SignInDescription): string | undefined {
  const hint = HINTS[code];
  return typeof hint === 'function' ? hint(signIn) : hint;
}
