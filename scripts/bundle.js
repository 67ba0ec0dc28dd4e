// @ts-check
// Writes the JavaScript of both packages into their `dist`, beside the declarations of `tsc -b`: one file for what an
// import needs at once, and one for each part that is loaded later. Reading many small files is most of what an import
// costs. Other packages stay imports.
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { build } from 'esbuild';

const root = join(import.meta.dirname, '..');

/** @param {string} folder */
function removeScripts(folder) {
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    // The names of parts change with what they hold.
    if (name.endsWith('.js')) {
      rmSync(join(folder, name));
    }
  }
}

/** @param {string} folder @param {string} parts @param {readonly string[]} entryPoints Those of one call share parts. */
async function bundle(folder, parts, ...entryPoints) {
  await build({
    absWorkingDir: folder,
    entryPoints: entryPoints.map((file) => join('src', file)),
    outbase: 'src',
    outdir: join(folder, 'dist'),
    bundle: true,
    splitting: true,
    chunkNames: `${parts}/[name]-[hash]`,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    packages: 'external',
    legalComments: 'none',
    logLevel: 'warning',
  });
}

const local = join(root, 'local');
removeScripts(join(root, 'dist'));
removeScripts(join(local, 'dist'));
await Promise.all([
  bundle(root, 'parts', 'index.ts'),
  // By itself: parts shared with the command line would cut what an import needs at once into many files.
  bundle(root, 'cli/parts', 'cli/main.ts'),
  // The thread of an engine runs the same code; twice it would make up half of the package.
  bundle(local, 'parts', 'index.ts', 'engine-worker.ts'),
]);
