import { createHash } from 'node:crypto';

import { canonical } from '../session/canonical.js';

/** A text that is the same for the same value and tells nothing of it. */
export function hash(value: unknown): string {
  return createHash('sha256').update(canonical(value)).digest('base64url');
}
