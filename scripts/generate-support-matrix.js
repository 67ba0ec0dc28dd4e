// @ts-check
// Writes what the local engine supports into its guide. Run it after a build; a test fails when it was forgotten.
import { readFileSync, writeFileSync } from 'node:fs';

import { supportMatrix } from '../local/dist/support-matrix.js';

const GUIDE = 'docs/guides/local-engine.md';
const MADE = /(<!-- Made by [^]*? -->\n\n)[^]*?(\n\n<!-- The end)/;

const guide = readFileSync(GUIDE, 'utf8');
writeFileSync(
  GUIDE,
  guide.replace(MADE, (_all, head, tail) => `${head}${supportMatrix()}${tail}`),
);
