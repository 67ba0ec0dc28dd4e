import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

import { expect, test } from '@jest/globals';

const SRC = 'src';

/** Lowest first; a room imports only from itself and from lower ones. */
const FLOORS = [
  'ground',
  'diagnostics',
  'config',
  'authentication',
  'driver',
  'query',
  'session',
  'connections',
  'index',
  'cli',
];

const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => join(SRC, file));

function roomOf(file: string): string {
  const [first = '', ...rest] = relative(SRC, file).split('/');
  if (rest.length > 0) {
    return first;
  }
  return first === 'index.ts' ? 'index' : 'ground';
}

function importsOf(file: string): string[] {
  const text = readFileSync(file, 'utf8');
  return [...text.matchAll(/(?:from|import\()\s*'([^']+)'/g)].map(([, target = '']) => target);
}

test('there are rooms to look at', () => {
  expect(files.length).toBeGreaterThan(40);
  expect(importsOf('src/session/session.ts')).toContain('./open-session.js');
});

test.each(files)('%s imports only from its own floor and lower ones', (file) => {
  const own = FLOORS.indexOf(roomOf(file));
  expect(own).toBeGreaterThan(-1);
  for (const target of importsOf(file).filter((path) => path.startsWith('.'))) {
    expect([target, FLOORS.indexOf(roomOf(join(dirname(file), target))) <= own]).toEqual([target, true]);
  }
});

test.each([
  ['snowflake-sdk', 'src/driver/snowflake.ts'],
  ['smol-toml', 'src/config/connections-file.ts'],
  ['p-retry', 'src/session/retry.ts'],
])('%s is imported by one file', (name, only) => {
  expect(files.filter((file) => importsOf(file).includes(name))).toEqual([only]);
});

test('nothing of the core imports the local engine by name', () => {
  expect(files.filter((file) => importsOf(file).some((target) => target.startsWith('snowpark-session-local')))).toEqual(
    [],
  );
});

test('no file is over 300 lines', () => {
  expect(files.filter((file) => readFileSync(file, 'utf8').split('\n').length > 301)).toEqual([]);
});
