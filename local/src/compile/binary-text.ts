import type { CastMode } from './cast-mode.js';

/**
 * A BINARY read from text in a format; undefined for a format there is not.
 */
export function binaryOf(format: string, sql: string, mode: CastMode): string | undefined {
  switch (format.toUpperCase()) {
    case 'HEX':
      return mode === 'try' ? `sf_try_hex(${sql})` : `sf_from_hex(${sql})`;
    case 'BASE64':
      return mode === 'try' ? `sf_try_base64_decode(${sql}, '')` : `sf_base64_decode(${sql}, '')`;
    case 'UTF-8':
    case 'UTF8':
      return `encode(${sql})`;
    default:
      return undefined;
  }
}

/** DuckDB's function that writes a BINARY in a format. */
export function binaryWriter(format: string): string {
  return { HEX: 'hex', BASE64: 'to_base64', 'UTF-8': 'decode', UTF8: 'decode' }[format.toUpperCase()] ?? 'hex';
}
