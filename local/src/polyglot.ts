import v8 from 'node:v8';
import type * as Sdk from '@polyglot-sql/sdk';

type Polyglot = typeof Sdk;

let loading: Promise<Polyglot> | undefined;

/**
 * Loads the parser once per process.
 *
 * Its WebAssembly is large: optimising it takes every core for seconds and starves DuckDB's threads, so V8 is told to
 * keep to its quick compiler while the module is instantiated.
 */
export function loadPolyglot(): Promise<Polyglot> {
  loading ??= importPolyglot();
  return loading;
}

async function importPolyglot(): Promise<Polyglot> {
  v8.setFlagsFromString('--liftoff-only');
  try {
    return await import('@polyglot-sql/sdk');
  } finally {
    v8.setFlagsFromString('--no-liftoff-only');
  }
}
