import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** One RSA key in every form OpenSSL writes, and what people confuse with it. */
export interface OpensslKeys {
  readonly pkcs8: Buffer;
  readonly pkcs1: Buffer;
  readonly pkcs8Encrypted: Buffer;
  readonly pkcs1Encrypted: Buffer;
  readonly pkcs8Der: Buffer;
  readonly pkcs1Der: Buffer;
  readonly pkcs8EncryptedDer: Buffer;
  readonly publicKey: Buffer;
  readonly certificate: Buffer;
  readonly request: Buffer;
  readonly elliptic: Buffer;
  readonly short: Buffer;
  /** As OpenSSL computes it. */
  readonly fingerprint: string;
}

export const PASSPHRASE = 'open sesame 4f1c';

/** Makes the keys with the `openssl` of this machine. */
export function makeOpensslKeys(): OpensslKeys {
  const directory = mkdtempSync(join(tmpdir(), 'openssl-keys-'));
  const file = (name: string): string => join(directory, name);
  const openssl = (...args: readonly string[]): Buffer =>
    execFileSync('openssl', args, { stdio: ['ignore', 'pipe', 'ignore'] });
  const secret = ['-passout', `pass:${PASSPHRASE}`];
  try {
    openssl('genrsa', '-out', file('key'), '2048');
    const rsa = ['rsa', '-in', file('key')];
    const pkcs8 = ['pkcs8', '-topk8', '-in', file('key')];
    const encrypted = [...pkcs8, '-v2', 'aes-256-cbc', ...secret];
    const subject = ['-key', file('key'), '-subj', '/CN=jo'];
    const spki = openssl(...rsa, '-pubout', '-outform', 'DER');
    return {
      pkcs8: readFileSync(file('key')),
      pkcs1: openssl(...rsa, '-traditional'),
      pkcs8Encrypted: openssl(...encrypted),
      pkcs1Encrypted: openssl(...rsa, '-traditional', '-aes256', ...secret),
      pkcs8Der: openssl(...pkcs8, '-nocrypt', '-outform', 'DER'),
      pkcs1Der: openssl(...rsa, '-traditional', '-outform', 'DER'),
      pkcs8EncryptedDer: openssl(...encrypted, '-outform', 'DER'),
      publicKey: openssl(...rsa, '-pubout'),
      certificate: openssl('req', '-x509', ...subject),
      request: openssl('req', '-new', ...subject),
      elliptic: openssl('genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256'),
      short: openssl('genrsa', '1024'),
      fingerprint: `SHA256:${createHash('sha256').update(spki).digest('base64')}`,
    };
  } finally {
    rmSync(directory, { recursive: true });
  }
}
