import { MAX_BINARY, TEXT, binary, number, text, type SqlType } from '../types/sql-type.js';
import { castTo } from '../compile/casts.js';
import type { Compiler } from '../compile/compiler.js';
import { nullOf, type Typed } from '../compile/typed.js';
import { maybe, scalar, type ResultType, type Template } from './define.js';
import type { FunctionRule, FunctionTable } from './rule.js';

/** Hash functions take a BINARY as it is and the UTF-8 bytes of all else. */
export function bytesOf(compiler: Compiler, value: Typed = nullOf()): string {
  return value.type.kind === 'binary' ? value.sql : `encode(${castTo(compiler, value, TEXT).sql})`;
}

function ofBytes(
  signature: string,
  result: SqlType,
  template: (bytes: string, rest: readonly string[]) => string,
): FunctionRule {
  const fill: Template = ([, ...rest], { compiler }, [value]) => template(bytesOf(compiler, value), rest);
  return scalar(signature, result, fill);
}

const MD5 = ofBytes('any', text(32), (bytes) => `md5(${bytes})`);
const SHA1 = ofBytes('any', text(40), (bytes) => `sha1(${bytes})`);
const SHA2 = ofBytes('any, integer=256', text(128), (bytes, [bits]) => `sf_sha2(hex(${bytes}), ${bits})`);

function md5Half(from: number): FunctionRule {
  return ofBytes('any', number(20), (bytes) => `CAST('0x' || substring(md5(${bytes}), ${from}, 16) AS UBIGINT)`);
}

/** A BINARY as long as its text allows, with so many bytes for a character. */
function decoded(bytes: number): ResultType {
  return (_, call) => {
    const [value] = call.args();
    return binary(
      value?.type.kind === 'text' ? Math.min(Math.ceil(value.type.length * bytes), MAX_BINARY) : MAX_BINARY,
    );
  };
}

/** Digests, and the encodings of binary data as text. */
export const DIGEST_FUNCTIONS: FunctionTable = {
  MD5,
  MD5_HEX: MD5,
  MD5_BINARY: ofBytes('any', binary(16), (bytes) => `unhex(md5(${bytes}))`),
  MD5_NUMBER_UPPER64: md5Half(1),
  MD5_NUMBER_LOWER64: md5Half(17),
  MD5_NUMBER: ofBytes(
    'any',
    number(38),
    // Its upper half carries the sign.
    (bytes) =>
      `(CAST(CAST('0x' || substring(md5(${bytes}), 1, 16) AS UBIGINT) AS HUGEINT)
        - CASE WHEN substring(md5(${bytes}), 1, 1) >= '8' THEN CAST(18446744073709551616 AS HUGEINT) ELSE 0 END)
        * CAST(18446744073709551616 AS HUGEINT) + CAST('0x' || substring(md5(${bytes}), 17, 16) AS UBIGINT)`,
  ),
  SHA1,
  SHA1_HEX: SHA1,
  SHA1_BINARY: ofBytes('any', binary(20), (bytes) => `unhex(sha1(${bytes}))`),
  SHA2,
  SHA2_HEX: SHA2,
  SHA2_BINARY: ofBytes('any, integer=256', binary(64), (bytes, [bits]) => `unhex(sf_sha2(hex(${bytes}), ${bits}))`),
  HEX_ENCODE: ofBytes('any, integer=1', TEXT, (bytes, [upper]) => `sf_hex_encode(${bytes}, ${upper})`),
  HEX_DECODE_STRING: scalar('text', TEXT, 'decode(sf_from_hex($1))'),
  HEX_DECODE_BINARY: scalar('text', decoded(1 / 2), 'sf_from_hex($1)'),
  TRY_HEX_DECODE_STRING: maybe(scalar('text', TEXT, 'sf_try_utf8(sf_try_hex($1))')),
  TRY_HEX_DECODE_BINARY: maybe(scalar('text', decoded(1 / 2), 'sf_try_hex($1)')),
  BASE64_ENCODE: ofBytes(
    "any, integer=0, text=''",
    TEXT,
    (bytes, [width, alphabet]) => `sf_base64_encode(hex(${bytes}), ${width}, ${alphabet})`,
  ),
  BASE64_DECODE_STRING: scalar("text, text=''", TEXT, 'decode(sf_base64_decode($1, $2))'),
  BASE64_DECODE_BINARY: scalar("text, text=''", decoded(3 / 4), 'sf_base64_decode($1, $2)'),
  TRY_BASE64_DECODE_STRING: maybe(scalar("text, text=''", TEXT, 'sf_try_utf8(sf_try_base64_decode($1, $2))')),
  TRY_BASE64_DECODE_BINARY: maybe(scalar("text, text=''", decoded(3 / 4), 'sf_try_base64_decode($1, $2)')),
};
