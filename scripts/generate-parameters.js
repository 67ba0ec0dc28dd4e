/**
 * Writes what is made from the parameter table: the option types and the guide page.
 *
 * Run it with `node scripts/generate-parameters.js`. A test fails when it was forgotten.
 */

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { build } from 'esbuild';

import { renderOptions } from './render-connection-options.js';
import { renderGuide } from './render-parameter-guide.js';

const root = join(import.meta.dirname, '..');

const { parameterTopics } = await load('src/config/parameters.ts');
const { sessionParameterNames } = await load('src/config/session-parameters.ts');
const guide = renderGuide(parameterTopics, sessionParameterNames);
writeFileSync(join(root, 'docs', 'guides', 'connection-parameters.md'), guide);
for (const [topic, rows] of Object.entries(parameterTopics)) {
  const { file, text } = renderOptions(topic, rows);
  writeFileSync(join(root, 'src', 'config', 'options', file), text);
}

/**
 * A module of the sources; the build keeps them in one file.
 *
 * @param {string} entry
 */
async function load(entry) {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    bundle: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    write: false,
  });
  const [{ text } = { text: '' }] = outputFiles;
  return import(`data:text/javascript,${encodeURIComponent(text)}`);
}
