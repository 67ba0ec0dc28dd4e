import type { parse, stringify } from 'lossless-json';

/** JSON whose integers keep all their digits. */
export interface ExactJson {
  readonly parse: typeof parse;
  readonly stringify: typeof stringify;
}

let library: ExactJson | undefined;

/**
 * Loads `lossless-json`. Done on the way to a session: all JSON here belongs to one, and who only imports this package
 * need not pay for it.
 */
export async function loadExactJson(): Promise<void> {
  library ??= await import('lossless-json');
}

/** The library, once there has been a session. */
export function exactJson(): ExactJson {
  if (library === undefined) {
    throw new Error('loadExactJson() was not called.');
  }
  return library;
}
