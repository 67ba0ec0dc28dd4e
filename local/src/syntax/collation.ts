import { unsupported } from '../compile/faults.js';

/** Collations that compare byte by byte, as the engine always does. */
const BINARY: ReadonlySet<string> = new Set(['', 'utf8', 'bin']);

/** @throws SnowflakeError 000002 for a collation under which texts would compare in another way. */
export function refuseCollation(name: string): void {
  if (!BINARY.has(name.toLowerCase())) {
    throw unsupported(`COLLATE '${name}'`);
  }
}
