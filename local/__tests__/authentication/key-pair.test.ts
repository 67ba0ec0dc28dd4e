import { createSign, generateKeyPairSync, type KeyObject } from 'node:crypto';

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { LocalSnowflake } from 'snowpark-session-local';

import { fingerprintOf } from '../../src/identity/key-pair.js';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 });
const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
let engine: LocalSnowflake;

beforeAll(async () => {
  engine = await LocalSnowflake.start({ users: { jo: { rsaPublicKey: pem }, ann: 'pw' } });
});
afterAll(async () => engine.close());

interface Proof {
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly header?: Readonly<Record<string, unknown>>;
  readonly key?: KeyObject;
}

function prove({ claims = {}, header = {}, key = privateKey }: Proof): string {
  const now = Date.now();
  const subject = 'LOCAL.JO';
  const body = { iss: `${subject}.${fingerprintOf(publicKey)}`, sub: subject, iat: now, exp: now + 120_000, ...claims };
  const signed = [{ alg: 'RS256', typ: 'JWT', ...header }, body].map(encode).join('.');
  return `${signed}.${createSign('RSA-SHA256').update(signed).sign(key, 'base64url')}`;
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

async function logIn(token: string): Promise<unknown> {
  const response = await fetch(`${engine.url}/session/v1/login-request`, {
    method: 'POST',
    body: JSON.stringify({ data: { ACCOUNT_NAME: 'local', AUTHENTICATOR: 'SNOWFLAKE_JWT', TOKEN: token } }),
  });
  const answer = (await response.json()) as { success: boolean; code: string | null };
  return answer.success ? 'in' : answer.code;
}

const seconds = Math.floor(Date.now() / 1000);

test.each<readonly [string, Proof]>([
  ['in milliseconds, as the driver makes it', {}],
  ['in seconds, as the standard has it', { claims: { iat: seconds, exp: seconds + 60 } }],
])('a proof %s is taken', async (_what, proof) => {
  expect(await logIn(prove(proof))).toBe('in');
});

test.each<readonly [string, Proof]>([
  ['signed by another key', { key: stranger.privateKey }],
  ['that names another key', { claims: { iss: `LOCAL.JO.${fingerprintOf(stranger.publicKey)}` } }],
  ['for another account', { claims: { sub: 'OTHER.JO', iss: `OTHER.JO.${fingerprintOf(publicKey)}` } }],
  ['for a user without key', { claims: { sub: 'LOCAL.ANN', iss: `LOCAL.ANN.${fingerprintOf(publicKey)}` } }],
  ['for a user nobody knows', { claims: { sub: 'LOCAL.BOB', iss: `LOCAL.BOB.${fingerprintOf(publicKey)}` } }],
  ['that has expired', { claims: { iat: Date.now() - 200_000, exp: Date.now() - 80_000 } }],
  ['that is of the future', { claims: { iat: Date.now() + 200_000, exp: Date.now() + 300_000 } }],
  ['that counts for too long', { claims: { exp: Date.now() + 86_400_000 } }],
  ['without an end', { claims: { exp: undefined } }],
  ['without a signature', { header: { alg: 'none' } }],
  ['with another algorithm', { header: { alg: 'HS256' } }],
])('a proof %s is refused', async (_what, proof) => {
  expect(await logIn(prove(proof))).toBe('390144');
});

test.each(['', 'a', 'a.b.c', '..', 'e30.e30.', 'bnVsbA.bnVsbA.AA'])('%j is no proof', async (token) => {
  expect(await logIn(token)).toBe('390144');
});
