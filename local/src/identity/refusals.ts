import { randomUUID } from 'node:crypto';
import { Refusal } from '../refusal.js';

/** The proof made with a private key does not hold. */
export function invalidJwt(): Refusal {
  return new Refusal(200, '390144', `JWT token is invalid. [${randomUUID()}]`);
}

/** The programmatic access token is none, or was revoked. */
export function invalidAccessToken(): Refusal {
  return new Refusal(200, '394400', 'Programmatic access token is invalid.');
}

/** The OAuth access token is none that counts. */
export function invalidOauthToken(): Refusal {
  return new Refusal(200, '390303', `Invalid OAuth access token. [${randomUUID()}]`);
}

/** The OAuth access token counted once. */
export function expiredOauthToken(): Refusal {
  return new Refusal(200, '390318', `OAuth access token expired. [${randomUUID()}]`);
}

/** The kept token of a browser login does not count any more. */
export function invalidIdToken(): Refusal {
  return new Refusal(200, '390195', 'The provided ID Token is invalid.');
}

/** The user is disabled. */
export function userDisabled(): Refusal {
  return new Refusal(200, '390101', 'User access disabled. Contact your local system administrator.');
}

/** The second factor was refused by the person. */
export function secondFactorDenied(): Refusal {
  return new Refusal(200, '390120', 'Second factor authentication was denied.');
}

/** The passcode is wrong. */
export function wrongPasscode(): Refusal {
  return new Refusal(200, '390127', 'Incorrect passcode was specified.');
}

/** The answer of the identity provider belongs to no login that was begun here. */
export function invalidSamlResponse(): Refusal {
  return new Refusal(200, '390133', 'The SAML response is invalid or matching user is not found.');
}

/** The workload's token does not hold, or is nobody's. */
export function invalidWorkload(): Refusal {
  return new Refusal(200, '390144', 'The workload identity could not be verified.');
}

/** A way of signing in that the engine does not know. */
export function unsupportedAuthenticator(name: string): Refusal {
  return new Refusal(200, '390103', `The local engine does not know the authenticator ${name}.`);
}
