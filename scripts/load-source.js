// @ts-check
// A module of the sources for a script: the build keeps all of them in a few files without names.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { build } from 'esbuild';

const root = join(import.meta.dirname, '..');

/**
 * @param {string} entry - Such as `src/config/parameters.ts`.
 * @returns {Promise<any>}
 */
export async function loadSource(entry) {
  const outfile = join(root, 'node_modules', '.cache', 'load-source', entry.replace(/ts$/, 'mjs'));
  await build({
    absWorkingDir: root,
    entryPoints: [entry],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    logLevel: 'warning',
  });
  return import(pathToFileURL(outfile).href);
}
