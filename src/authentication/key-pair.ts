import { createPrivateKey, KeyObject } from 'node:crypto';

import type { PrivateKeyInput } from '../config/parameters.js';
import { ConfigurationError } from '../errors.js';

/**
 * A private key in the one form the driver takes: PKCS#8 PEM text, decrypted.
 *
 * @param key - A `KeyObject`, DER bytes, PEM text (also with `\n` written out), or base64 of PEM or DER.
 * @param passphrase - Of an encrypted key.
 * @throws ConfigurationError when it is no private key or the passphrase does not open it.
 */
export function toPem(key: PrivateKeyInput, passphrase: string | undefined): string {
  const object = key instanceof KeyObject ? key : readKey(key, passphrase);
  if (object.type !== 'private' || object.asymmetricKeyType !== 'rsa') {
    throw problem('must be a private RSA key; Snowflake takes no other kind.');
  }
  return object.export({ type: 'pkcs8', format: 'pem' }).toString();
}

function readKey(key: string | Uint8Array, passphrase: string | undefined): KeyObject {
  const withPassphrase = passphrase === undefined ? {} : { passphrase };
  try {
    const bytes = typeof key === 'string' ? toBytes(key) : Buffer.from(key);
    if (bytes.subarray(0, 5).toString() === '-----') {
      return createPrivateKey({ key: bytes, format: 'pem', ...withPassphrase });
    }
    return readDer(bytes, withPassphrase);
  } catch (error) {
    throw problem(explain(error, passphrase));
  }
}

function toBytes(text: string): Buffer {
  const trimmed = text.replaceAll('\\n', '\n').trim();
  return trimmed.startsWith('-----') ? Buffer.from(trimmed) : Buffer.from(trimmed, 'base64');
}

function readDer(der: Buffer, passphrase: { readonly passphrase?: string }): KeyObject {
  try {
    return createPrivateKey({ key: der, format: 'der', type: 'pkcs8', ...passphrase });
  } catch {
    return createPrivateKey({ key: der, format: 'der', type: 'pkcs1', ...passphrase });
  }
}

function explain(error: unknown, passphrase: string | undefined): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ERR_MISSING_PASSPHRASE' || code === 'ERR_OSSL_CRYPTO_INTERRUPTED_OR_CANCELLED') {
    return 'is encrypted: give private_key_passphrase too.';
  }
  return passphrase === undefined
    ? 'is not a private key in PEM or DER form.'
    : 'is not a private key in PEM or DER form, or private_key_passphrase does not open it.';
}

function problem(message: string): ConfigurationError {
  return new ConfigurationError([{ parameter: 'private_key', source: 'its text, file or function', message }]);
}
