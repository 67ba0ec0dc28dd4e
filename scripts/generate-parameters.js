/**
 * Writes what is made from the parameter table: the option types and the guide page.
 *
 * Run it with `node scripts/generate-parameters.js`. A test fails when it was forgotten.
 */

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { loadSource } from './load-source.js';
import { renderOptions } from './render-connection-options.js';
import { renderGuide } from './render-parameter-guide.js';

const root = join(import.meta.dirname, '..');

const { parameterTopics } = await loadSource('src/config/parameters.ts');
const { sessionParameterNames } = await loadSource('src/config/session-parameters.ts');
const guide = renderGuide(parameterTopics, sessionParameterNames);
writeFileSync(join(root, 'docs', 'guides', 'connection-parameters.md'), guide);
for (const [topic, rows] of Object.entries(parameterTopics)) {
  const { file, text } = renderOptions(topic, rows);
  writeFileSync(join(root, 'src', 'config', 'options', file), text);
}
