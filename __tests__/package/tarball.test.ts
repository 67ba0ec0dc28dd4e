import { execFile } from 'node:child_process';
import { cp, mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { describe, expect, test } from '@jest/globals';

import { exampleTests } from './examples.js';
import { packedProject, REPOSITORY } from './project.js';
import { readmeTests } from './readme.js';

const run = promisify(execFile);
const project = packedProject();

test('the tarballs hold the build and what a reader needs, and nothing else', () => {
  const isBuilt = (path: string): boolean => /^dist\/[\w/-]+\.(js|d\.ts)$/.test(path);
  const besides = (files: readonly string[]): string[] => files.filter((path) => !isBuilt(path)).sort();
  expect(besides(project.core.files)).toEqual(['CHANGELOG.md', 'LICENSE', 'README.md', 'package.json']);
  expect(besides(project.local.files)).toEqual(['LICENSE', 'README.md', 'package.json']);
  for (const { files } of [project.core, project.local]) {
    expect(files).toEqual(expect.arrayContaining(['dist/index.js', 'dist/index.d.ts']));
  }
});

test('the tarballs stay small', () => {
  expect(project.core.size).toBeLessThan(400_000);
  expect(project.local.size).toBeLessThan(600_000);
});

test('publint finds nothing', async () => {
  await run('npx', ['publint', 'run', '--strict', project.core.file], { cwd: REPOSITORY });
  await run('npx', ['publint', 'run', '--strict', project.local.file], { cwd: REPOSITORY });
}, 120_000);

test.each(['core', 'local'] as const)(
  'the types of %s resolve for every ESM consumer',
  async (which) => {
    await run('npx', ['attw', '--profile', 'esm-only', project[which].file], { cwd: REPOSITORY });
  },
  120_000,
);

test('importing loads neither the driver nor the engine, prints nothing and writes nothing', async () => {
  const before = await readdir(project.folder);
  const { stdout, stderr } = await evaluate(
    `import 'snowpark-session';
     import module from 'node:module';
     const loaded = Object.keys(module._cache).filter((path) => /snowflake-sdk|duckdb/.test(path));
     if (loaded.length > 0) throw new Error(loaded.join());`,
  );
  expect([stdout, stderr]).toEqual(['', '']);
  expect(await readdir(project.folder)).toEqual(before);
});

test('without the engine, local_testing says how to install it', async () => {
  const { stdout } = await evaluate(
    `import { Session } from 'snowpark-session';
     try { await Session.builder.config('local_testing', true).create(); } catch (e) { console.log(e.name, e.message); }`,
  );
  expect(stdout).toContain('LocalEngineError');
  expect(stdout).toContain('npm install --save-dev snowpark-session-local');
});

test('the command runs from the installed package, and says how to install the engine', async () => {
  const command = join(project.folder, 'node_modules/.bin/snowpark-session');
  expect((await run(command, ['--version'], { cwd: project.folder })).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  await expect(run(command, ['local'], { cwd: project.folder, timeout: 60_000 })).rejects.toMatchObject({
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

describe('with the engine beside it', () => {
  // The README's own commands install it.
  readmeTests(project);

  test('import and require', async () => {
    const before = await readdir(project.folder);
    const imported = await evaluate(`import { Session } from 'snowpark-session';${JOB}`);
    expect([imported.stdout, imported.stderr]).toEqual(['[{"ANSWER":42}]\n', '']);

    const required = await project.node([
      '--input-type=commonjs',
      '--eval',
      `const { Session } = require('snowpark-session'); (async () => {${JOB}})();`,
    ]);
    expect(required.stdout).toBe('[{"ANSWER":42}]\n');
    expect(required.stderr).not.toContain('Error');
    expect(await readdir(project.folder)).toEqual(before);
  });

  test('the SDKs of the clouds are loaded with the first file of theirs', async () => {
    const clouds = await evaluate(`import { Session } from 'snowpark-session';${JOB}${CLOUDS}`);
    expect(clouds.stdout.split('\n').slice(1, 3)).toEqual(['0', 'https://account.blob.core.windows.net/?sig=x']);
  });

  test('the types under nodenext, and the typed examples', async () => {
    await mkdir(join(project.folder, 'src'), { recursive: true });
    await cp('__tests__/package/fixtures/consumer.mts', join(project.folder, 'src/consumer.mts'));
    for (const name of await readdir('examples')) {
      if (name.endsWith('.ts')) {
        await cp(join('examples', name), join(project.folder, 'src', name));
      }
    }
    await writeFile(
      join(project.folder, 'tsconfig.json'),
      JSON.stringify({
        compilerOptions: {
          strict: true,
          outDir: 'compiled',
          rootDir: 'src',
          module: 'nodenext',
          target: 'es2022',
          lib: ['es2023', 'esnext.disposable'],
          exactOptionalPropertyTypes: true,
          types: ['node'],
          typeRoots: [join(REPOSITORY, 'node_modules/@types')],
        },
        include: ['src'],
      }),
    );
    const { stdout, exit } = await project.node([
      join(REPOSITORY, 'node_modules/typescript/bin/tsc'),
      '-p',
      project.folder,
    ]);
    expect([stdout, exit]).toEqual(['', 0]);
  }, 180_000);

  exampleTests(project);
});

async function evaluate(code: string): ReturnType<typeof project.node> {
  return project.node(['--input-type=module', '--eval', code]);
}
