// @ts-check
// Shows the built documentation on this machine: `npm run docs && npm run docs:serve`, with PORT for another port.
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';

import sirv from 'sirv';

const SITE = 'docs/api';

if (!existsSync(`${SITE}/index.html`)) {
  throw new Error(`There is nothing in ${SITE}: run \`npm run docs\` first.`);
}
const port = Number(process.env['PORT'] ?? 8080);
createServer(sirv(SITE, { dev: true })).listen(port, '127.0.0.1', () => {
  process.stdout.write(`http://127.0.0.1:${port}\n`);
});
