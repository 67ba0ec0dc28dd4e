import { createPublicKey, type JsonWebKey, type KeyObject, verify } from 'node:crypto';
import { isObject, type JsonObject } from '../wire/body.js';

/** A JSON web token, taken apart; nobody has checked its signature yet. */
export interface Jwt {
  readonly header: JsonObject;
  readonly claims: JsonObject;
  readonly signed: Buffer;
  readonly signature: Buffer;
}

/** Takes a token apart; undefined when it is none. */
export function readJwt(token: string): Jwt | undefined {
  const [header = '', claims = '', signature = '', ...rest] = token.split('.');
  const [head, body] = [parse(header), parse(claims)];
  if (head === undefined || body === undefined || signature === '' || rest.length > 0) {
    return undefined;
  }
  return {
    header: head,
    claims: body,
    signed: Buffer.from(`${header}.${claims}`),
    signature: Buffer.from(signature, 'base64url'),
  };
}

/** Whether this key made the signature, in the way the standard calls RS256. */
export function verifyJwt(jwt: Jwt, key: KeyObject): boolean {
  return jwt.header['alg'] === 'RS256' && verify('RSA-SHA256', jwt.signed, key, jwt.signature);
}

/** The key of a key set with this identifier. */
export function findKey(keySet: unknown, keyId: unknown): KeyObject | undefined {
  const keys: unknown = isObject(keySet) ? keySet['keys'] : undefined;
  const found: unknown = Array.isArray(keys) ? keys.find((key) => isObject(key) && key['kid'] === keyId) : undefined;
  return isObject(found) && found['kty'] === 'RSA'
    ? createPublicKey({ key: found as JsonWebKey, format: 'jwk' })
    : undefined;
}

function parse(part: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
