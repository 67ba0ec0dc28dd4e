import { execFile, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

import { afterAll, beforeAll } from '@jest/globals';

const run = promisify(execFile);

export const REPOSITORY = resolve('.');

/** A packed package: the tarball, the files in it, and its size in bytes. */
export interface Packed {
  readonly file: string;
  readonly files: readonly string[];
  readonly size: number;
}

/** How a program ended. */
export interface Ended {
  readonly stdout: string;
  readonly stderr: string;
  readonly exit: number | NodeJS.Signals | null;
}

/** A program that has not ended yet. */
export interface Running {
  readonly output: { readonly stdout: string; readonly stderr: string };
  readonly ended: Promise<Ended>;
  readonly kill: (signal: NodeJS.Signals) => void;
}

/** An empty folder outside of the repository, in which the packed packages are installed as a new user would. */
export class Project {
  folder = '';
  core: Packed = { file: '', files: [], size: 0 };
  local: Packed = { file: '', files: [], size: 0 };

  async npm(...args: readonly string[]): Promise<string> {
    return npm(this.folder, ...args);
  }

  /** Runs a program of Node in the project and waits for its end, whatever that is. */
  async node(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ended> {
    return this.start(args, env).ended;
  }

  start(args: readonly string[], env: NodeJS.ProcessEnv): Running {
    const child = spawn(process.execPath, args, { cwd: this.folder, env: { ...process.env, ...env } });
    const output = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output.stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      output.stderr += text;
    });
    const ended = new Promise<Ended>((settle) => {
      child.once('close', (code, signal) => settle({ ...output, exit: signal ?? code }));
    });
    return { output, ended, kill: (signal) => void child.kill(signal) };
  }
}

async function npm(cwd: string, ...args: readonly string[]): Promise<string> {
  const { stdout } = await run('npm', [...args, '--no-audit', '--no-fund', '--loglevel=error'], { cwd });
  return stdout;
}

async function pack(folder: string, destination: string): Promise<Packed> {
  const [packed] = JSON.parse(
    await npm(folder, 'pack', '--json', '--ignore-scripts', '--pack-destination', destination),
  ) as [{ filename: string; size: number; files: { path: string }[] }];
  return {
    file: join(destination, packed.filename),
    files: packed.files.map(({ path }) => path),
    size: packed.size,
  };
}

/** Both packages packed, and the core installed, before the tests of a file. */
export function packedProject(): Project {
  const project = new Project();
  beforeAll(async () => {
    project.folder = await mkdtemp(join(tmpdir(), 'snowpark-session-package-'));
    await writeFile(join(project.folder, 'package.json'), '{ "name": "consumer", "private": true, "type": "module" }');
    project.core = await pack(REPOSITORY, project.folder);
    project.local = await pack(join(REPOSITORY, 'local'), project.folder);
    await project.npm('install', '--prefer-offline', project.core.file);
  }, 180_000);
  afterAll(async () => rm(project.folder, { recursive: true, force: true }));
  return project;
}
