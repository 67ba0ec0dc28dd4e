import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

import { afterAll, beforeAll, expect, test } from '@jest/globals';

const run = promisify(execFile);
const REPOSITORY = resolve('.');

/** An empty folder outside the repository, with the packed packages installed as a new user would. */
let project: string;

async function npm(cwd: string, ...args: readonly string[]): Promise<string> {
  const { stdout } = await run('npm', [...args, '--no-audit', '--no-fund', '--loglevel=error'], { cwd });
  return stdout;
}

async function pack(folder: string): Promise<{ file: string; files: string[] }> {
  const [packed] = JSON.parse(
    await npm(folder, 'pack', '--json', '--ignore-scripts', '--pack-destination', project),
  ) as [{ filename: string; files: { path: string }[] }];
  return { file: join(project, packed.filename), files: packed.files.map(({ path }) => path) };
}

async function node(...args: readonly string[]): Promise<{ stdout: string; stderr: string }> {
  return run(process.execPath, [...args], { cwd: project });
}

let core: { file: string; files: string[] };
let local: { file: string; files: string[] };

beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), 'snowpark-session-package-'));
  await writeFile(join(project, 'package.json'), '{ "name": "consumer", "private": true }');
  core = await pack(REPOSITORY);
  local = await pack(join(REPOSITORY, 'local'));
  await npm(project, 'install', '--prefer-offline', core.file);
}, 180_000);

afterAll(async () => {
  await rm(project, { recursive: true, force: true });
});

test('the tarball holds the build and what a reader needs, and nothing else', () => {
  const stray = core.files.filter((path) => !/^dist\/.*\.(js|d\.ts)$/.test(path));
  expect(stray.sort()).toEqual(['CHANGELOG.md', 'LICENSE', 'README.md', 'package.json']);
  expect(local.files.filter((path) => !/^dist\/.*\.(js|d\.ts)$/.test(path)).sort()).toEqual(
    expect.arrayContaining(['LICENSE', 'package.json']),
  );
});

test('publint finds nothing', async () => {
  await run('npx', ['publint', 'run', '--strict', core.file], { cwd: REPOSITORY });
  await run('npx', ['publint', 'run', '--strict', local.file], { cwd: REPOSITORY });
});

test.each([['core'], ['local']])('the types of %s resolve for every ESM consumer', async (which) => {
  const { file } = which === 'core' ? core : local;
  await run('npx', ['attw', '--profile', 'esm-only', file], { cwd: REPOSITORY });
});

test('importing loads neither the driver nor the engine, prints nothing and writes nothing', async () => {
  const before = await readdir(project);
  const { stdout, stderr } = await node(
    '--input-type=module',
    '--eval',
    `import 'snowpark-session';
     import module from 'node:module';
     const loaded = Object.keys(module._cache).filter((path) => /snowflake-sdk|duckdb/.test(path));
     if (loaded.length > 0) throw new Error(loaded.join());`,
  );
  expect([stdout, stderr]).toEqual(['', '']);
  expect(await readdir(project)).toEqual(before);
});

test('without the engine, local_testing says how to install it', async () => {
  const { stdout } = await node(
    '--input-type=module',
    '--eval',
    `import { Session } from 'snowpark-session';
     try { await Session.builder.config('local_testing', true).create(); } catch (e) { console.log(e.name, e.message); }`,
  );
  expect(stdout).toContain('LocalEngineError');
  expect(stdout).toContain('npm install --save-dev snowpark-session-local');
});

test('the command runs from the installed package, and says how to install the engine', async () => {
  const command = join(project, 'node_modules/.bin/snowpark-session');
  expect((await run(command, ['--version'], { cwd: project })).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  await expect(run(command, ['local'], { cwd: project, timeout: 20_000 })).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining('npm install --save-dev snowpark-session-local'),
  });
});

const JOB = `
  const session = await Session.builder.config('local_testing', true).create();
  console.log(JSON.stringify(await session.sql('select 40 + ? as answer', [2]).collect()));
  await session.close();`;

/** The driver's own way to a stage at Azure, with the SDK that was not loaded so far. */
const CLOUDS = `
  const { createRequire } = await import('node:module');
  const require = createRequire(import.meta.resolve('snowpark-session'));
  const ofClouds = () => Object.keys(require.cache).filter((path) => /@azure|@aws-sdk|google-auth/.test(path));
  console.log(ofClouds().length);
  const AzureUtil = require('snowflake-sdk/dist/lib/file_transfer_agent/azure_util.js');
  const util = new AzureUtil({ getProxy: () => undefined });
  console.log(util.createClient({ creds: { AZURE_SAS_TOKEN: '?sig=x' }, endPoint: 'blob.core.windows.net', storageAccount: 'account' }).url);
  if (ofClouds().length === 0) throw new Error('the SDK was not loaded');`;

test('with the engine beside it: import, require, and types under nodenext', async () => {
  await npm(project, 'install', '--prefer-offline', local.file);
  const before = await readdir(project);

  const imported = await node('--input-type=module', '--eval', `import { Session } from 'snowpark-session';${JOB}`);
  expect([imported.stdout, imported.stderr]).toEqual(['[{"ANSWER":42}]\n', '']);

  const required = await node(
    '--input-type=commonjs',
    '--eval',
    `const { Session } = require('snowpark-session'); (async () => {${JOB}})();`,
  );
  expect(required.stdout).toBe('[{"ANSWER":42}]\n');
  expect(required.stderr).not.toContain('Error');
  expect(await readdir(project)).toEqual(before);

  const clouds = await node(
    '--input-type=module',
    '--eval',
    `import { Session } from 'snowpark-session';${JOB}${CLOUDS}`,
  );
  expect(clouds.stdout.split('\n').slice(1, 3)).toEqual(['0', 'https://account.blob.core.windows.net/?sig=x']);

  await mkdir(join(project, 'src'));
  await cp('__tests__/package/fixtures/consumer.mts', join(project, 'src/consumer.mts'));
  await writeFile(
    join(project, 'tsconfig.json'),
    JSON.stringify({
      compilerOptions: {
        strict: true,
        noEmit: true,
        module: 'nodenext',
        target: 'es2023',
        lib: ['es2023', 'esnext.disposable'],
        exactOptionalPropertyTypes: true,
        types: ['node'],
        typeRoots: [join(REPOSITORY, 'node_modules/@types')],
      },
      include: ['src'],
    }),
  );
  await node(join(REPOSITORY, 'node_modules/typescript/bin/tsc'), '-p', project);
}, 180_000);
