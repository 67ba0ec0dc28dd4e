import { castTo } from '../compile/casts.js';
import { combine, nullOf, type Typed } from '../compile/typed.js';
import { TEXT, VARIANT, binary, type SqlType } from '../types/sql-type.js';
import { maybe, scalar } from './define.js';
import { bytesOf } from './digests.js';
import type { FunctionCall, FunctionRule, FunctionTable } from './rule.js';

/** What stands for an argument that is left out or NULL. */
const NO_BYTES = `CAST('' AS BLOB)`;
const DEFAULT_METHOD = `'AES-GCM'`;

function bytes(call: FunctionCall, value: Typed | undefined): string {
  const plain = value ?? nullOf(binary());
  return plain.type.kind === 'binary' || plain.type.kind === 'null'
    ? castTo(call.compiler, plain, binary()).sql
    : bytesOf(call.compiler, plain);
}

function optional(sql: string, fallback: string): string {
  return `coalesce(${sql}, ${fallback})`;
}

/** (value, passphrase [, aad [, method]]): values and AAD may be text or binary. */
function underPassphrase(name: string): FunctionRule {
  return {
    kind: 'scalar',
    minimum: 2,
    maximum: 4,
    compile: (call) => {
      const args = call.args();
      const [value, passphrase = nullOf(), aad, method = nullOf()] = args;
      const sql = [
        bytes(call, value),
        castTo(call.compiler, passphrase, TEXT).sql,
        optional(bytes(call, aad), NO_BYTES),
        optional(castTo(call.compiler, method, TEXT).sql, DEFAULT_METHOD),
      ];
      return combine(`${name}(${sql.join(', ')})`, binary(), args, true);
    },
  };
}

/** (value, key, iv [, aad [, method [, tag]]]), all binary but the method. */
function underKey(name: string, maximum: number, result: SqlType): FunctionRule {
  return {
    kind: 'scalar',
    minimum: 3,
    maximum,
    compile: (call) => {
      const args = call.args();
      const [value, key, iv, aad, method = nullOf(), tag] = args;
      const sql = [
        bytes(call, value),
        bytes(call, key),
        optional(bytes(call, iv), NO_BYTES),
        optional(bytes(call, aad), NO_BYTES),
        optional(castTo(call.compiler, method, TEXT).sql, DEFAULT_METHOD),
        ...(maximum > 5 ? [optional(bytes(call, tag), NO_BYTES)] : []),
      ];
      return combine(`${name}(${sql.join(', ')})`, result, args, true);
    },
  };
}

/** Encryption and compression. */
export const CIPHER_FUNCTIONS: FunctionTable = {
  ENCRYPT: underPassphrase('sf_encrypt'),
  DECRYPT: underPassphrase('sf_decrypt'),
  TRY_DECRYPT: underPassphrase('sf_try_decrypt'),
  ENCRYPT_RAW: underKey('sf_encrypt_raw', 5, VARIANT),
  DECRYPT_RAW: underKey('sf_decrypt_raw', 6, binary()),
  TRY_DECRYPT_RAW: underKey('sf_try_decrypt_raw', 6, binary()),
  COMPRESS: maybe(
    scalar(
      'any, text',
      binary(),
      ([, method], { compiler }, [value]) => `sf_compress(${bytesOf(compiler, value)}, ${method})`,
    ),
  ),
  DECOMPRESS_BINARY: scalar('binary, text', binary(), 'sf_decompress($1, $2)'),
  DECOMPRESS_STRING: scalar('binary, text', TEXT, 'decode(sf_decompress($1, $2))'),
};
