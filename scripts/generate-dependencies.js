// @ts-check
// Writes what the packages bring along into the README: `node scripts/generate-dependencies.js`. A test fails when it was
// forgotten.
import { readFileSync, writeFileSync } from 'node:fs';

import { renderDependencies } from './render-dependencies.js';

const MADE = /(<!-- Made by scripts\/generate-dependencies[^]*? -->\n\n)[^]*?(\n\n<!-- The end)/;

const readme = readFileSync('README.md', 'utf8');
writeFileSync(
  'README.md',
  readme.replace(MADE, (_all, head, tail) => `${head}${renderDependencies()}${tail}`),
);
