import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect, test } from '@jest/globals';

import { until } from '../helpers/engine.js';
import type { Project } from './project.js';

/** One fenced block of a page. */
export interface Block {
  readonly language: string;
  readonly code: string;
}

/** The fenced blocks of a page, in order. */
export function blocksOf(path: string): readonly Block[] {
  const page = readFileSync(path, 'utf8');
  return [...page.matchAll(/^```(\w*)\n([^]*?)^```$/gm)].map(([, language = '', code = '']) => ({ language, code }));
}

/** What a clone is told: the test command and the quick start are what runs this very test, and a test of its own. */
const IN_A_CLONE = ['npm ci && npm run quickstart', 'npm ci && npm test'];

/**
 * The README's first steps, word by word: its commands install the packages, its program is saved under the name it
 * gives and run, and what it prints is what the README says. The only difference is that the packages come as tarballs.
 */
export function readmeTests(project: Project): void {
  test('the first steps of the README lead where it says', async () => {
    const blocks = blocksOf('README.md');
    const commands = blocks.flatMap(({ language, code }) => (language === 'sh' ? code.trim().split('\n') : []));
    const printed: string[] = [];
    for (const command of commands.filter((line) => !IN_A_CLONE.includes(line))) {
      printed.push(await follow(project, command, blocks));
    }
    expect(printed.filter((text) => text !== '')).toEqual(
      blocks.filter(({ language }) => language === 'text').map(({ code }) => code),
    );
    expect(printed.some((text) => text !== '')).toBe(true);
  }, 180_000);
}

async function follow(project: Project, command: string, blocks: readonly Block[]): Promise<string> {
  const [program = '', ...words] = command.replace(/\s+#.*/, '').split(' ');
  if (program === 'npx') {
    await followProgram(project, words);
    return '';
  }
  if (program === 'npm') {
    const tarballs: Readonly<Record<string, string>> = {
      'snowpark-session': project.core.file,
      'snowpark-session-local': project.local.file,
    };
    await project.npm(...words.map((word) => tarballs[word] ?? word), '--prefer-offline');
    return '';
  }
  const [file = ''] = words;
  const saved = blocks.find(({ code }) => code.startsWith(`// ${file}\n`));
  if (program !== 'node' || saved === undefined) {
    throw new Error(`The README has a command that this test cannot follow: ${command}`);
  }
  await writeFile(join(project.folder, file), saved.code);
  const { stdout, stderr, exit } = await project.node([file]);
  expect([stderr, exit]).toEqual(['', 0]);
  return stdout;
}

/** The command line: what it prints is for other tests; here it is found where the install has put it, and all is well. */
async function followProgram(project: Project, [, command = '', ...words]: readonly string[]): Promise<void> {
  const env = { SNOWFLAKE_CONNECTIONS: 'reports = { local_testing = true }' };
  const program = join('node_modules', '.bin', 'snowpark-session');
  if (command === 'local') {
    const engine = project.start([program, command], env);
    await until(() => engine.output.stdout.includes('[local]'), 60_000);
    engine.kill('SIGTERM');
    expect((await engine.ended).exit).toBe(0);
    return;
  }
  const given = words.join(' ').match(/"[^"]*"|\S+/g) ?? [];
  const ended = await project.node([program, command, ...given.map((word) => word.replaceAll('"', ''))], env);
  expect([ended.stderr, ended.exit]).toEqual(['', 0]);
  expect(ended.stdout).not.toBe('');
}
