import { createHash, type KeyObject } from 'node:crypto';
import { isObject } from '../wire/body.js';
import { text } from '../wire/request.js';
import { invalidJwt } from './refusals.js';
import { readJwt, verifyJwt } from './jwt.js';
import type { User } from './user.js';

/** Longest time a proof may count. */
const LONGEST_LIFE_MS = 3_600_000;
/** How far clocks may be apart. */
const LEEWAY_MS = 60_000;
/** Above this a number of time counts milliseconds: in seconds it would be the year 5138. */
const LARGEST_SECONDS = 100_000_000_000;

/**
 * Checks the proof of a key pair: signed by one of the user's keys, for this account and user, and not too old.
 *
 * @throws Refusal 390144
 */
export function verifyKeyPair(
  token: string | undefined,
  account: string,
  findUser: (name: string) => User | undefined,
): User {
  const jwt = token === undefined ? undefined : readJwt(token);
  const subject = text(jwt?.claims['sub']);
  const user = subject?.startsWith(`${account}.`) === true ? findUser(subject.slice(account.length + 1)) : undefined;
  if (jwt === undefined || user === undefined || jwt.header['alg'] !== 'RS256' || !isObject(jwt.claims)) {
    throw invalidJwt();
  }
  const key = user.publicKeys.find((known) => jwt.claims['iss'] === `${subject}.${fingerprintOf(known)}`);
  if (key === undefined || !verifyJwt(jwt, key) || !countsNow(jwt.claims['iat'], jwt.claims['exp'])) {
    throw invalidJwt();
  }
  return user;
}

/** As `DESC USER` shows it. */
export function fingerprintOf(publicKey: KeyObject): string {
  const der = publicKey.export({ type: 'spki', format: 'der' });
  return `SHA256:${createHash('sha256').update(der).digest('base64')}`;
}

/** The driver counts both in milliseconds, other clients in seconds as the standard has it. */
function countsNow(issuedAt: unknown, expiresAt: unknown): boolean {
  if (typeof issuedAt !== 'number' || typeof expiresAt !== 'number') {
    return false;
  }
  const [from, to] = [toMilliseconds(issuedAt), toMilliseconds(expiresAt)];
  const now = Date.now();
  return from - LEEWAY_MS <= now && now < to && to - from <= LONGEST_LIFE_MS;
}

function toMilliseconds(time: number): number {
  return time > LARGEST_SECONDS ? time : time * 1000;
}
