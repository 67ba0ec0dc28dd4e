import { text } from '../wire/request.js';
import { findKey, readJwt, verifyJwt } from './jwt.js';
import { invalidWorkload } from './refusals.js';
import type { User } from './user.js';

/** The OpenID Connect provider whose tokens prove a workload's identity. */
export interface LocalWorkloadIssuer {
  /** As `iss` of a token names it. */
  readonly issuer: string;
  /** Where its keys are. */
  readonly jwksUrl: string;
}

const AUDIENCE = 'snowflakecomputing.com';
const ASK_LIMIT_MS = 5000;

/**
 * Checks the token of a workload against the issuer's keys, and finds the user it is.
 *
 * @throws Refusal 390144
 */
export async function verifyWorkload(
  token: string | undefined,
  issuers: readonly LocalWorkloadIssuer[],
  users: Iterable<User>,
): Promise<User> {
  const jwt = token === undefined ? undefined : readJwt(token);
  const issuer = issuers.find((known) => known.issuer === jwt?.claims['iss']);
  if (jwt === undefined || issuer === undefined) {
    throw invalidWorkload();
  }
  const key = findKey(await fetchKeys(issuer.jwksUrl), jwt.header['kid']);
  const { aud, exp, sub } = jwt.claims;
  const isForUs = [aud].flat().includes(AUDIENCE);
  if (key === undefined || !verifyJwt(jwt, key) || !isForUs || typeof exp !== 'number' || exp * 1000 <= Date.now()) {
    throw invalidWorkload();
  }
  for (const user of users) {
    if (user.workload?.issuer === issuer.issuer && user.workload.subject === text(sub)) {
      return user;
    }
  }
  throw invalidWorkload();
}

async function fetchKeys(address: string): Promise<unknown> {
  try {
    const response = await fetch(address, { signal: AbortSignal.timeout(ASK_LIMIT_MS) });
    return await response.json();
  } catch {
    throw invalidWorkload();
  }
}
