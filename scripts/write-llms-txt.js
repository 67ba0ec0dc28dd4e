// @ts-check
// Writes llms.txt beside the site, after https://llmstxt.org: what the package is, and where each guide stands as
// Markdown. llms-full.txt has README and guides in one file.
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';

const SITE = 'docs/api';
/** @type {{ hostedBaseUrl: string, projectDocuments: readonly string[] }} */
const { hostedBaseUrl, projectDocuments } = JSON.parse(readFileSync('typedoc.json', 'utf8'));
/** @type {{ name: string, description: string }} */
const { name, description } = JSON.parse(readFileSync('package.json', 'utf8'));
const readme = readFileSync('README.md', 'utf8');

const guides = projectDocuments.map((path) => {
  const [, title = '', text = ''] = /^---\ntitle: (.*)\n[^]*?---\n\n?([^]*)$/.exec(readFileSync(path, 'utf8')) ?? [];
  cpSync(path, `${SITE}/guides/${basename(path)}`);
  return { text, line: `- [${title}](${hostedBaseUrl}guides/${basename(path)}): ${firstSentence(text)}` };
});

/** @param {string} text */
function firstSentence(text) {
  const paragraph = text.split(/\n{2,}/).find((part) => /^[\w`[]/.test(part)) ?? '';
  return /^[^]*?[.:](?=\s|$)/.exec(paragraph)?.[0].replaceAll(/\s+/g, ' ').replace(/:$/, '.') ?? '';
}

const head = `# ${name}\n\n> ${description}\n`;
const api = `- [Exported names](${hostedBaseUrl}modules/${name}.html): every class, function and type, with units and errors`;
writeFileSync(
  `${SITE}/llms.txt`,
  `${head}\n## Guides\n\n${guides.map(({ line }) => line).join('\n')}\n\n## API\n\n${api}\n\n## Optional\n\n- [All in one file](${hostedBaseUrl}llms-full.txt): README and guides\n`,
);
writeFileSync(`${SITE}/llms-full.txt`, [readme, ...guides.map(({ text }) => text)].join('\n\n'));
