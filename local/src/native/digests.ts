import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import { BIGINT, BLOB, DuckDBBlobValue, VARCHAR } from '@duckdb/node-api';
import { SnowflakeError } from '../errors.js';
import { bytesOf, native } from './native-json.js';
import type { NativeFunction } from './native-function.js';

/** Digests and encodings that DuckDB has no equal of. Bytes come in as hexadecimal digits. */
export const DIGEST_NATIVES: readonly NativeFunction[] = [
  native('sf_sha2', [VARCHAR, BIGINT], VARCHAR, ([hex, bits]) => sha2(String(hex), Number(bits))),
  native('sf_try_utf8', [BLOB], VARCHAR, ([bytes]) => {
    const buffer = bytesOf(bytes);
    return isUtf8(buffer) ? buffer.toString('utf8') : null;
  }),
  native('sf_base64_encode', [VARCHAR, BIGINT, VARCHAR], VARCHAR, ([hex, width, alphabet]) =>
    encodeBase64(Buffer.from(String(hex), 'hex'), Number(width), String(alphabet)),
  ),
  native('sf_base64_decode', [VARCHAR, VARCHAR], BLOB, ([text, alphabet]) => {
    const bytes = decodeBase64(String(text), String(alphabet));
    if (bytes === undefined) {
      const message = `The following string is not a legal base64-encoded value: '${String(text)}'`;
      throw new SnowflakeError('100116', '22000', message);
    }
    return bytes;
  }),
  native('sf_try_base64_decode', [VARCHAR, VARCHAR], BLOB, ([text, alphabet]) => {
    return decodeBase64(String(text), String(alphabet)) ?? null;
  }),
];

function sha2(hex: string, bits: number): string {
  if (![224, 256, 384, 512].includes(bits)) {
    throw new SnowflakeError('001015', '22023', `invalid digest size ${bits} for SHA2: must be 224, 256, 384 or 512`);
  }
  return createHash(`sha${bits}`).update(Buffer.from(hex, 'hex')).digest('hex');
}

/** An alphabet names the characters for 62, 63 and the padding; those left out stay as they are. */
function lettersOf(alphabet: string): readonly [string, string, string] {
  const [plus = '+', slash = '/', padding = '='] = Array.from(alphabet);
  return [plus, slash, padding];
}

function encodeBase64(bytes: Buffer, width: number, alphabet: string): string {
  const [plus, slash, padding] = lettersOf(alphabet);
  const text = bytes
    .toString('base64')
    .replace(/[+/=]/g, (letter) => (letter === '+' ? plus : letter === '/' ? slash : padding));
  return width > 0 ? (text.match(new RegExp(`.{1,${width}}`, 'g')) ?? []).join('\n') : text;
}

function decodeBase64(text: string, alphabet: string): DuckDBBlobValue | undefined {
  const [plus, slash, padding] = lettersOf(alphabet);
  const plain = Array.from(text.replace(/\s/g, ''))
    .map((letter) => (letter === plus ? '+' : letter === slash ? '/' : letter === padding ? '=' : letter))
    .join('');
  const legal = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}(?:==)?|[A-Za-z0-9+/]{3}=?)?$/.test(plain);
  return legal ? new DuckDBBlobValue(Buffer.from(plain, 'base64')) : undefined;
}
