import { createPublicKey, type KeyObject } from 'node:crypto';

/** A user of the engine, and the ways in which it may sign in. */
export interface LocalUser {
  readonly password?: string;
  /** RSA public key, as PEM text or as `ALTER USER … SET RSA_PUBLIC_KEY` takes it: the base64 inside. */
  readonly rsaPublicKey?: string;
  /** A second one, for the time of a change. */
  readonly rsaPublicKey2?: string;
  /** Tokens that count until {@link LocalSnowflake.revokeTokens}. */
  readonly programmaticAccessTokens?: readonly string[];
  /** A second factor; a password alone is not enough then. */
  readonly mfa?: {
    /** The passcode that counts. */
    readonly passcode?: string;
    /** What the person answers on the phone. @defaultValue `'deny'` */
    readonly push?: 'approve' | 'deny';
  };
  /** The workload that is this user, as its OpenID Connect token names it. */
  readonly workload?: { readonly issuer: string; readonly subject: string };
  /** A disabled user cannot sign in at all. @defaultValue false */
  readonly disabled?: boolean;
}

/** A user as the engine keeps it. */
export interface User extends Omit<LocalUser, 'rsaPublicKey' | 'rsaPublicKey2'> {
  /** In capitals, as Snowflake writes names. */
  readonly name: string;
  /** As the options spell it. */
  readonly writtenName: string;
  readonly publicKeys: readonly KeyObject[];
}

const FIELDS: readonly string[] = [
  'password',
  'rsaPublicKey',
  'rsaPublicKey2',
  'programmaticAccessTokens',
  'mfa',
  'workload',
  'disabled',
];

/**
 * Completes and checks a user of the engine's options: a password alone, or an object.
 *
 * @throws TypeError, naming the user, when it cannot be
 */
export function readUser(name: string, written: unknown): User {
  const fail = (what: string): TypeError => new TypeError(`LocalSnowflake.start: users: "${name}" ${what}.`);
  if (name === '') {
    throw fail('needs a name that is not empty');
  }
  const options: unknown = typeof written === 'string' ? { password: written } : written;
  if (!isUserOptions(options)) {
    throw fail('must be a password, or an object with the ways in which the user signs in');
  }
  const unknown = Object.keys(options).filter((field) => !FIELDS.includes(field));
  if (unknown.length > 0) {
    throw fail(`has the unknown field ${unknown.join(', ')}; known are ${FIELDS.join(', ')}`);
  }
  if (options.password !== undefined && (typeof options.password !== 'string' || options.password === '')) {
    throw fail('needs a name and a password that are not empty');
  }
  const { rsaPublicKey, rsaPublicKey2, ...rest } = options;
  const texts = [rsaPublicKey, rsaPublicKey2].filter((text) => text !== undefined);
  try {
    return { ...rest, name: name.toUpperCase(), writtenName: name, publicKeys: texts.map(readPublicKey) };
  } catch {
    throw fail('has an rsaPublicKey that is no RSA public key');
  }
}

function isUserOptions(value: unknown): value is LocalUser {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function readPublicKey(text: string): KeyObject {
  const key = text.includes('-----BEGIN')
    ? createPublicKey(text)
    : createPublicKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'spki' });
  if (key.asymmetricKeyType !== 'rsa') {
    throw new TypeError('not RSA');
  }
  return key;
}
