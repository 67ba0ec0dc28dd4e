// @ts-check
// Writes what the local engine supports into its guide. A test fails when it was forgotten.
import { readFileSync, writeFileSync } from 'node:fs';

import { loadSource } from './load-source.js';

const GUIDE = 'docs/guides/local-engine.md';
const MADE = /(<!-- Made by [^]*? -->\n\n)[^]*?(\n\n<!-- The end)/;

const { supportMatrix } = await loadSource('local/src/support-matrix.ts');
const guide = readFileSync(GUIDE, 'utf8');
writeFileSync(
  GUIDE,
  guide.replace(MADE, (_all, head, tail) => `${head}${supportMatrix()}${tail}`),
);
