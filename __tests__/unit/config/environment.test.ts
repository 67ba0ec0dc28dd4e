import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, test } from '@jest/globals';

import { systemSources } from '../../../src/config/environment.js';
import { resolveConnection } from '../../../src/config/resolve.js';
import { ConfigurationError } from '../../../src/errors.js';

let directory = '';
let file = '';

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'snowpark-session-config-'));
  file = join(directory, 'connections.toml');
  writeFileSync(file, '[dev]\naccount = "acme"\nuser = "jo"\npassword = "p"\n', { mode: 0o600 });
  symlinkSync(file, join(directory, 'link.toml'));
});

afterAll(() => rmSync(directory, { recursive: true }));

test('what is not there is undefined, and what is there is read', () => {
  const { readFile, fileStatus } = systemSources();
  for (const path of [join(directory, 'no'), join(file, 'below-a-file')]) {
    expect([readFile(path), fileStatus(path)]).toEqual([undefined, undefined]);
  }
  expect(readFile(file)).toContain('[dev]');
  expect(fileStatus(directory)?.kind).toBe('directory');
  expect(() => readFile(directory)).toThrow('EISDIR');
});

test('permissions are those of the file behind a link', () => {
  const { fileStatus, homeDir, platform, userId } = systemSources();
  expect(fileStatus(join(directory, 'link.toml'))).toEqual(fileStatus(file));
  expect([homeDir, platform]).toEqual([homedir(), process.platform]);
  if (process.platform !== 'win32') {
    expect(fileStatus(file)).toEqual({ kind: 'file', mode: 0o600, owner: userId });
  }
});

test('a file is read anew at every call', () => {
  const resolve = (): unknown =>
    resolveConnection(
      [{ source: 'call', options: { connection_name: 'dev', connections_file_path: file } }],
      systemSources(),
    ).values.role;
  expect(resolve()).toBeUndefined();
  writeFileSync(file, '[dev]\naccount = "acme"\nuser = "jo"\npassword = "p"\nrole = "R"\n', { mode: 0o600 });
  expect(resolve()).toBe('R');
});

test('a directory in place of a file is a problem, not a crash', () => {
  const path = join(directory, 'folder.toml');
  mkdirSync(path);
  const options = { connection_name: 'dev', connections_file_path: path };
  expect(() => resolveConnection([{ source: 'call', options }], systemSources())).toThrow(ConfigurationError);
});
