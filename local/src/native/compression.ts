import { deflateSync, inflateSync } from 'node:zlib';
import { BLOB, DuckDBBlobValue, VARCHAR } from '@duckdb/node-api';
import { compress as compressSnappy, uncompress as uncompressSnappy } from 'snappyjs';
import { SnowflakeError } from '../errors.js';
import { MAX_TEXT } from '../types/sql-type.js';
import { bytesOf, native } from './native-json.js';
import type { NativeFunction } from './native-function.js';

/** One way of compressing. */
interface Method {
  compress(bytes: Uint8Array, level: number | undefined): Uint8Array;
  decompress(bytes: Uint8Array): Uint8Array;
}

const METHODS: Readonly<Record<string, Method>> = {
  SNAPPY: {
    compress: (bytes) => compressSnappy(bytes),
    // A false length must not reserve gigabytes.
    decompress: (bytes) => uncompressSnappy(bytes, MAX_TEXT),
  },
  ZLIB: {
    compress: (bytes, level) => deflateSync(bytes, level === undefined ? {} : { level: Math.min(level, 9) }),
    decompress: (bytes) => inflateSync(bytes, { maxOutputLength: MAX_TEXT }),
  },
};

/** Compression of binary data. */
export const COMPRESSION_NATIVES: readonly NativeFunction[] = [
  native('sf_compress', [BLOB, VARCHAR], BLOB, ([bytes, written]) => {
    const { method, level } = methodOf(String(written));
    return new DuckDBBlobValue(method.compress(bytesOf(bytes), level));
  }),
  native('sf_decompress', [BLOB, VARCHAR], BLOB, ([bytes, written]) => {
    const { method } = methodOf(String(written));
    try {
      return new DuckDBBlobValue(method.decompress(bytesOf(bytes)));
    } catch {
      throw new SnowflakeError('001015', '22023', `Decompression failed: the input is no ${String(written)} data`);
    }
  }),
];

/** Reads `ZLIB` and `zlib(1)`; a level of 0 is the default one. */
function methodOf(written: string): { method: Method; level: number | undefined } {
  const [, name = '', digits = '0'] = /^\s*(\w+)\s*(?:\(\s*(\d+)\s*\)\s*)?$/.exec(written) ?? [];
  const method = METHODS[name.toUpperCase()];
  if (method === undefined) {
    throw ['ZSTD', 'BZ2'].includes(name.toUpperCase())
      ? new SnowflakeError('000002', '0A000', `Unsupported feature 'compression by ${name}' in local testing.`)
      : new SnowflakeError('001015', '22023', `Invalid compression method '${written}'`);
  }
  return { method, level: Number(digits) === 0 ? undefined : Number(digits) };
}
