import { canonical } from '../session/canonical.js';

/** A text that is the same for the same value and tells nothing of it. */
export function hash(value: unknown): string {
  // Taken when it is needed: it is a good part of what importing this package would cost.
  const { createHash } = process.getBuiltinModule('node:crypto');
  return createHash('sha256').update(canonical(value)).digest('base64url');
}
