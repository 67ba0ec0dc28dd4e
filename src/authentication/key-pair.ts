import { createHash, createPrivateKey, createPublicKey, KeyObject } from 'node:crypto';

import type { PrivateKeyInput } from '../config/parameters.js';
import { Secret } from '../secret.js';
import { errorCode } from './error-code.js';
import { readKeyText, type KeyText } from './key-text.js';

/** A private key that was opened and checked. */
export interface PrivateKey {
  /** PKCS#8 PEM text, decrypted: the one form the driver takes. */
  readonly pem: Secret;
  /** Of the public half, as `DESC USER` shows it: `SHA256:` and base64. */
  readonly fingerprint: string;
  /** What it was given as, such as `PEM, encrypted`. */
  readonly form: string;
  readonly bits: number;
}

/** Why a key cannot be used. */
export interface KeyFault {
  /** Which of the two is at fault. */
  readonly of: 'key' | 'passphrase';
  /** A sentence to follow the parameter's name; it holds nothing of the key. */
  readonly message: string;
}

/** Snowflake refuses shorter ones. */
const SHORTEST_KEY_BITS = 2048;

const MISSING_PASSPHRASE: ReadonlySet<string> = new Set([
  'ERR_MISSING_PASSPHRASE',
  'ERR_OSSL_CRYPTO_INTERRUPTED_OR_CANCELLED',
]);

/**
 * Opens a private key in any of its forms: a `KeyObject`, PEM text (also with `\n` written out), DER bytes, base64 of
 * either; PKCS#8 and PKCS#1, encrypted or not.
 */
export function openPrivateKey(
  input: PrivateKeyInput,
  passphrase: string | undefined,
): { readonly key: PrivateKey } | { readonly fault: KeyFault } {
  const opened =
    input instanceof KeyObject ? { object: input, form: 'KeyObject' } : openText(readKeyText(input), passphrase);
  if ('fault' in opened) {
    return opened;
  }
  if (input instanceof KeyObject && passphrase !== undefined) {
    return superfluousPassphrase;
  }
  const { object, form } = opened;
  const message = describeUnfit(object);
  if (message !== undefined) {
    return { fault: { of: 'key', message } };
  }
  const pem = new Secret(object.export({ type: 'pkcs8', format: 'pem' }).toString());
  return { key: { pem, fingerprint: fingerprintOf(object), form, bits: bitsOf(object) } };
}

type Opened = { readonly object: KeyObject; readonly form: string } | { readonly fault: KeyFault };

const superfluousPassphrase = {
  fault: { of: 'passphrase', message: 'is given, but the key is not encrypted; remove it, or give the encrypted key.' },
} as const;

function openText(text: KeyText, passphrase: string | undefined): Opened {
  if ('mistake' in text) {
    return { fault: { of: 'key', message: text.mistake } };
  }
  // Without the passphrase first: Node ignores one that is not needed, and nobody would learn of it.
  const plain = tryForms(text);
  if ('object' in plain) {
    return passphrase === undefined ? { ...plain, form: text.format.toUpperCase() } : superfluousPassphrase;
  }
  if (!MISSING_PASSPHRASE.has(plain.code)) {
    return { fault: { of: 'key', message: 'is damaged, or no private key in PKCS#8 or PKCS#1 form.' } };
  }
  if (passphrase === undefined) {
    return { fault: { of: 'passphrase', message: 'is missing: the key is encrypted.' } };
  }
  const decrypted = tryForms(text, passphrase);
  return 'object' in decrypted
    ? { ...decrypted, form: `${text.format.toUpperCase()}, encrypted` }
    : { fault: { of: 'passphrase', message: 'does not open the key.' } };
}

function tryForms(text: Exclude<KeyText, { mistake: string }>, passphrase?: string): Attempt {
  const open = passphrase === undefined ? {} : { passphrase };
  if (text.format === 'pem') {
    return attempt(() => createPrivateKey({ key: text.bytes, format: 'pem', ...open }));
  }
  const modern = attempt(() => createPrivateKey({ key: text.bytes, format: 'der', type: 'pkcs8', ...open }));
  if ('object' in modern || MISSING_PASSPHRASE.has(modern.code) || passphrase !== undefined) {
    return modern;
  }
  return attempt(() => createPrivateKey({ key: text.bytes, format: 'der', type: 'pkcs1' }));
}

type Attempt = { readonly object: KeyObject } | { readonly code: string };

function attempt(open: () => KeyObject): Attempt {
  try {
    return { object: open() };
  } catch (error) {
    return { code: errorCode(error) ?? '' };
  }
}

/** Why Snowflake would not take a key, though it is a key. */
function describeUnfit(object: KeyObject): string | undefined {
  if (object.type !== 'private') {
    return `is a ${object.type} key; give the private one. The public one belongs to the user in Snowflake.`;
  }
  if (object.asymmetricKeyType !== 'rsa') {
    return `is a key of type ${object.asymmetricKeyType ?? 'unknown'}; Snowflake takes RSA keys only.`;
  }
  const bits = bitsOf(object);
  return bits < SHORTEST_KEY_BITS
    ? `has ${bits} bits (${fingerprintOf(object)}); Snowflake takes RSA keys of ${SHORTEST_KEY_BITS} bits or more.`
    : undefined;
}

function bitsOf(object: KeyObject): number {
  return object.asymmetricKeyDetails?.modulusLength ?? 0;
}

function fingerprintOf(privateKey: KeyObject): string {
  const der = createPublicKey(privateKey).export({ type: 'spki', format: 'der' });
  return `SHA256:${createHash('sha256').update(der).digest('base64')}`;
}
