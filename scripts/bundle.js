// @ts-check
// Writes the JavaScript of both packages into their `dist`, beside the declarations of `tsc -b`: one file for what an
// import needs at once, and one for each part that is loaded later. Reading many small files is most of what an import
// costs. Other packages stay imports.
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { build } from 'esbuild';

const root = join(import.meta.dirname, '..');

/** @param {string} folder @param {readonly string[]} entryPoints */
async function bundle(folder, entryPoints) {
  const outdir = join(folder, 'dist');
  for (const name of readdirSync(outdir, { recursive: true, encoding: 'utf8' })) {
    // The names of parts change with what they hold.
    if (name.endsWith('.js')) {
      rmSync(join(outdir, name));
    }
  }
  await build({
    absWorkingDir: folder,
    entryPoints: entryPoints.map((entry) => join('src', entry)),
    outbase: 'src',
    outdir,
    bundle: true,
    splitting: true,
    chunkNames: 'parts/[name]-[hash]',
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    packages: 'external',
    legalComments: 'none',
    logLevel: 'warning',
  });
}

await Promise.all([bundle(root, ['index.ts']), bundle(join(root, 'local'), ['index.ts'])]);
