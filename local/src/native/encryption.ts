import { createCipheriv, createDecipheriv, pbkdf2Sync, randomBytes } from 'node:crypto';
import { BLOB, DuckDBBlobValue, VARCHAR, type DuckDBValue } from '@duckdb/node-api';
import { SnowflakeError } from '../errors.js';
import { bytesOf, native } from './native-json.js';
import type { NativeFunction } from './native-function.js';

/** How a value is encrypted: the parts of `AES-CBC/pad:PKCS`. */
interface Method {
  readonly mode: (typeof MODES)[number];
  readonly padded: boolean;
}

/** An encrypted value; only GCM has a tag. */
interface Sealed {
  readonly iv: Uint8Array;
  readonly ciphertext: Uint8Array;
  readonly tag: Uint8Array;
}

const MODES = ['ECB', 'CBC', 'GCM', 'CTR', 'OFB', 'CFB'] as const;
const TAG_SIZE = 16;

/** A function like these that answers NULL where it would fail. */
function attempt(evaluate: (args: readonly DuckDBValue[]) => DuckDBValue) {
  return (args: readonly DuckDBValue[]): DuckDBValue => {
    try {
      return evaluate(args);
    } catch {
      return null;
    }
  };
}

/** Encryption under a passphrase, and under a key. */
export const ENCRYPTION_NATIVES: readonly NativeFunction[] = [
  {
    ...native('sf_encrypt', [BLOB, VARCHAR, BLOB, VARCHAR], BLOB, ([value, passphrase, aad, written]) => {
      const method = methodOf(String(written));
      const iv = randomBytes(ivSize(method));
      const sealed = seal(method, bytesOf(value), keyOf(String(passphrase)), iv, bytesOf(aad));
      return new DuckDBBlobValue(Buffer.concat([sealed.iv, sealed.ciphertext, sealed.tag]));
    }),
    volatile: true,
  },
  native('sf_decrypt', [BLOB, VARCHAR, BLOB, VARCHAR], BLOB, decrypt),
  native('sf_try_decrypt', [BLOB, VARCHAR, BLOB, VARCHAR], BLOB, attempt(decrypt)),
  {
    ...native('sf_encrypt_raw', [BLOB, BLOB, BLOB, BLOB, VARCHAR], VARCHAR, ([value, key, iv, aad, written]) => {
      const method = methodOf(String(written));
      const given = bytesOf(iv);
      const vector = given.length === 0 ? randomBytes(ivSize(method)) : given;
      const sealed = seal(method, bytesOf(value), bytesOf(key), vector, bytesOf(aad));
      const fields = [
        ['ciphertext', sealed.ciphertext],
        ['iv', sealed.iv],
        ...(method.mode === 'GCM' ? ([['tag', sealed.tag]] as const) : []),
      ] as const;
      return `{${fields.map(([name, bytes]) => `"${name}":B"${Buffer.from(bytes).toString('hex').toUpperCase()}"`).join()}}`;
    }),
    volatile: true,
  },
  native('sf_decrypt_raw', [BLOB, BLOB, BLOB, BLOB, VARCHAR, BLOB], BLOB, decryptRaw),
  native('sf_try_decrypt_raw', [BLOB, BLOB, BLOB, BLOB, VARCHAR, BLOB], BLOB, attempt(decryptRaw)),
];

function decrypt([value, passphrase, aad, written]: readonly DuckDBValue[]): DuckDBValue {
  const method = methodOf(String(written));
  const bytes = bytesOf(value);
  const end = bytes.length - (method.mode === 'GCM' ? TAG_SIZE : 0);
  const sealed = {
    iv: bytes.subarray(0, ivSize(method)),
    ciphertext: bytes.subarray(ivSize(method), Math.max(end, ivSize(method))),
    tag: bytes.subarray(Math.max(end, 0)),
  };
  return open(method, sealed, keyOf(String(passphrase)), bytesOf(aad));
}

function decryptRaw([value, key, iv, aad, written, tag]: readonly DuckDBValue[]): DuckDBValue {
  const sealed = { iv: bytesOf(iv), ciphertext: bytesOf(value), tag: bytesOf(tag) };
  return open(methodOf(String(written)), sealed, bytesOf(key), bytesOf(aad));
}

/** The same key for a passphrase each time, and in every engine; it is no key of Snowflake's. */
function keyOf(passphrase: string): Uint8Array {
  return pbkdf2Sync(passphrase, 'snowpark-session-local', 1000, 32, 'sha256');
}

function methodOf(written: string): Method {
  const [, mode = 'GCM', padding = 'PKCS'] =
    /^\s*AES(?:-(\w+))?\s*(?:\/\s*pad\s*:\s*(PKCS|NONE)\s*)?$/i.exec(written) ?? [];
  const known = MODES.find((name) => name === mode.toUpperCase());
  if (known === undefined || !/^\s*AES/i.test(written)) {
    throw new SnowflakeError('001015', '22023', `Invalid encryption method '${written}'`);
  }
  return { mode: known, padded: padding.toUpperCase() === 'PKCS' };
}

function ivSize({ mode }: Method): number {
  return mode === 'ECB' ? 0 : mode === 'GCM' ? 12 : 16;
}

function seal(method: Method, value: Uint8Array, key: Uint8Array, iv: Uint8Array, aad: Uint8Array): Sealed {
  checkSizes(method, key, iv, aad);
  const vector = method.mode === 'ECB' ? null : iv;
  if (method.mode === 'GCM') {
    const cipher = createCipheriv(gcm(key), key, iv);
    cipher.setAAD(aad);
    const ciphertext = Buffer.concat([cipher.update(value), cipher.final()]);
    return { iv, ciphertext, tag: cipher.getAuthTag() };
  }
  const cipher = createCipheriv(`aes-${key.length * 8}-${method.mode.toLowerCase()}`, key, vector);
  cipher.setAutoPadding(method.padded);
  try {
    return { iv, ciphertext: Buffer.concat([cipher.update(value), cipher.final()]), tag: Buffer.alloc(0) };
  } catch {
    throw new SnowflakeError('001015', '22023', 'Encryption failed: without padding the value must be whole blocks');
  }
}

function open(method: Method, sealed: Sealed, key: Uint8Array, aad: Uint8Array): DuckDBValue {
  checkSizes(method, key, sealed.iv, aad);
  try {
    if (method.mode === 'GCM') {
      const decipher = createDecipheriv(gcm(key), key, sealed.iv, { authTagLength: TAG_SIZE });
      decipher.setAAD(aad);
      decipher.setAuthTag(sealed.tag);
      return new DuckDBBlobValue(Buffer.concat([decipher.update(sealed.ciphertext), decipher.final()]));
    }
    const vector = method.mode === 'ECB' ? null : sealed.iv;
    const decipher = createDecipheriv(`aes-${key.length * 8}-${method.mode.toLowerCase()}`, key, vector);
    decipher.setAutoPadding(method.padded);
    return new DuckDBBlobValue(Buffer.concat([decipher.update(sealed.ciphertext), decipher.final()]));
  } catch {
    const message = 'Decryption failed. Check encrypted data, key, AAD, or AEAD tag.';
    throw new SnowflakeError('100311', '22023', message);
  }
}

function gcm(key: Uint8Array): 'aes-128-gcm' | 'aes-192-gcm' | 'aes-256-gcm' {
  return key.length === 16 ? 'aes-128-gcm' : key.length === 24 ? 'aes-192-gcm' : 'aes-256-gcm';
}

function checkSizes(method: Method, key: Uint8Array, iv: Uint8Array, aad: Uint8Array): void {
  if (![16, 24, 32].includes(key.length)) {
    throw new SnowflakeError('001015', '22023', `Invalid key: it must have 16, 24 or 32 bytes, not ${key.length}`);
  }
  if (method.mode !== 'ECB' && iv.length !== ivSize(method)) {
    const text = `Invalid initialization vector: it must have ${ivSize(method)} bytes, not ${iv.length}`;
    throw new SnowflakeError('001015', '22023', text);
  }
  if (method.mode !== 'GCM' && aad.length > 0) {
    throw new SnowflakeError('001015', '22023', `Additional authenticated data is not supported by ${method.mode}`);
  }
}
