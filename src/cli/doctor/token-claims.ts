/** What a JSON Web Token says of itself that is no secret. Its signature is not looked at. */
export interface TokenClaims {
  readonly issuer: string | undefined;
  readonly expiresAt: Date | undefined;
  readonly notBefore: Date | undefined;
}

/** Reads a token; undefined when it is none that can be read. */
export function readTokenClaims(token: string): TokenClaims | undefined {
  const [, payload, signature, ...rest] = token.split('.');
  if (payload === undefined || signature === undefined || rest.length > 0) {
    return undefined;
  }
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString());
    return typeof claims === 'object' && claims !== null ? readClaims({ ...claims }) : undefined;
  } catch {
    return undefined;
  }
}

function readClaims(claims: Readonly<Record<string, unknown>>): TokenClaims {
  const { iss, exp, nbf } = claims;
  // An issuer is an address or a name; anything longer is none, and is not repeated.
  const isName = typeof iss === 'string' && iss.length < 200;
  return { issuer: isName ? iss : undefined, expiresAt: readSeconds(exp), notBefore: readSeconds(nbf) };
}

function readSeconds(seconds: unknown): Date | undefined {
  const date = typeof seconds === 'number' ? new Date(seconds * 1000) : undefined;
  return date === undefined || Number.isNaN(date.getTime()) ? undefined : date;
}
