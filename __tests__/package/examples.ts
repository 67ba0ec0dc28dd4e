import { readdirSync } from 'node:fs';
import { chmod, cp, mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { LocalSnowflake } from 'snowpark-session-local';

import { until } from '../helpers/engine.js';
import { makeOpensslKeys, PASSPHRASE } from '../helpers/openssl-keys.js';
import type { Ended, Project } from './project.js';

const keys = makeOpensslKeys();

/** The entries that the examples name. */
const ENTRIES = ['default', 'pets', 'reports'];

/** Objects on one line, as the comments in the examples have them. */
const ONE_LINE = `data:text/javascript,import u from 'node:util'; u.inspect.defaultOptions.breakLength = Infinity`;

/** Those whose outcome is more than what they print: tests of their own are below, or in __tests__/examples. */
const BELOW = ['cron-job', 'key-pair', 'lambda', 'service', 'stream-to-csv', 'readme', 'guides/show'];
const ELSEWHERE = ['errors', 'logging', 'progress', 'quickstart', 'time-zones', 'tracing'];

/**
 * Every example, copied to the project of a new user and run there against an engine: each `console.log` prints what the
 * comment behind it says.
 */
export function exampleTests(project: Project): void {
  describe('the example', () => {
    let engine: LocalSnowflake;
    let env: NodeJS.ProcessEnv;

    const run = async (file: string, ...more: readonly string[]): Promise<Ended> =>
      project.node(['--import', ONE_LINE, file, ...more], env);

    beforeAll(async () => {
      engine = await LocalSnowflake.start({
        users: { SERVICE: { rsaPublicKey: keys.publicKey.toString() }, PETS: 'secret-of-the-pets' },
      });
      await cp('examples', join(project.folder, 'examples'), { recursive: true });
      await project.npm('install', '--prefer-offline', 'fastify@5');
      const home = join(project.folder, 'home');
      await mkdir(home, { mode: 0o700 });
      await writeFile(join(home, 'connections.toml'), entries({ ...engine.connectionOptions, user: 'PETS' }));
      await chmod(join(home, 'connections.toml'), 0o600);
      env = { SNOWFLAKE_HOME: home, PETS_PASSWORD: 'secret-of-the-pets' };
    }, 180_000);

    beforeEach(async () => {
      // What the example before had running may only just be ending.
      await until(() => engine.queries.every(({ endedAt }) => endedAt !== undefined));
      await engine.reset();
      await engine.seed({
        tables: {
          pets: [
            { id: 1, name: 'Tom', born: new Date('2020-01-01') },
            { id: 2, name: 'Ada, the "second"', born: null },
          ],
        },
      });
    });

    afterAll(async () => engine.close());

    test.each(plainExamples())('%s prints what it says', async (path) => {
      const file = path.replace(/^(.*)\.ts$/, '../compiled/$1.js');
      const { stdout, stderr, exit } = await run(join('examples', file));
      const code = await readFile(join('examples', path), 'utf8');
      const prints = [...code.matchAll(/console\.log\(.*\);(?: \/\/ (.*))?$/gm)];
      const promised = prints.map(([, comment]) => comment ?? expect.anything());
      expect([stderr, exit]).toEqual(['', path === 'guides/on-signal.js' ? 'SIGTERM' : 0]);
      expect(stdout.trimEnd().split('\n')).toEqual(promised);
    });

    test('show.js prints the table of the guide', async () => {
      const { stdout, stderr } = await run('examples/guides/show.js');
      expect(stderr).toBe('');
      expect(await readFile('docs/guides/queries-and-rows.md', 'utf8')).toContain(`\`\`\`text\n${stdout}\`\`\``);
    });

    test('readme.ts reads the rows', async () => {
      const { stdout } = await run('compiled/readme.js');
      expect(stdout).toBe('1 Tom\n2 Ada, the "second"\n');
    });

    test('cron-job.js keeps the report, and fails with an exit code and no secret', async () => {
      const failed = await run('examples/cron-job.js');
      expect(failed.exit).toBe(1);
      expect(failed.stderr).toContain('SQL_FAILED');
      await engine.seed({ tables: { pet_report: [{ day: new Date('2020-01-01'), pets: 1 }] } });
      const { stdout, exit } = await run('examples/cron-job.js');
      expect([stdout, exit]).toEqual(['The report has 2 days.\n', 0]);
      expect(engine.queries.some(({ sql }) => sql.includes('APPNAME=nightly-report'))).toBe(true);
    });

    test('key-pair.js signs in with the mounted key, and says what is wrong with another', async () => {
      const secrets = await mkdtemp(join(project.folder, 'secrets-'));
      await writeFile(join(secrets, 'rsa_key.p8'), keys.pkcs8Encrypted, { mode: 0o400 });
      await writeFile(join(secrets, 'passphrase'), `${PASSPHRASE}\n`, { mode: 0o400 });
      const container = { SECRETS: secrets, SNOWFLAKE_ACCOUNT: 'local', SNOWFLAKE_URL: engine.url };
      const asked = async (user: string): Promise<Ended> =>
        project.node(['examples/key-pair.js'], { ...container, SNOWFLAKE_USER: user });
      expect(await asked('SERVICE')).toEqual({ stdout: 'SERVICE\n', stderr: '', exit: 0 });
      const refused = await asked('PETS');
      expect(refused.exit).toBe(1);
      expect(refused.stderr).toContain('SHA256:');
      expect(refused.stderr).not.toContain(PASSPHRASE);
    });

    test('lambda.js logs in once for many calls', async () => {
      const logins = (): number => engine.requests.filter(({ kind }) => kind === 'login').length;
      const before = logins();
      const { stdout, stderr } = await run(
        '--input-type=module',
        '--eval',
        `import { handler } from './examples/lambda.js';
         for (const name of ['Tom', 'Nobody']) console.log((await handler({ name })).body);
         process.exit();`,
      );
      expect([stdout, stderr]).toEqual(['[{"ID":1,"NAME":"Tom"}]\n[]\n', '']);
      expect(logins() - before).toBe(1);
    });

    test('stream-to-csv.js writes the file', async () => {
      const { stderr, exit } = await run('examples/stream-to-csv.js', 'pets.csv');
      expect([stderr, exit]).toEqual(['', 0]);
      const [head, tom, ada] = (await readFile(join(project.folder, 'pets.csv'), 'utf8')).split('\n');
      expect(head).toBe('ID,NAME,BORN');
      expect(tom).toMatch(/^1,Tom,2020-01-01/);
      expect(ada).toBe('2,"Ada, the ""second""",');
    });

    test('service.js answers over HTTP, and ends in order at SIGTERM', async () => {
      const before = engine.requests.length;
      const service = project.start(['examples/service.js'], { ...env, PORT: '0' });
      await until(() => service.output.stdout.includes('http://'), 60_000);
      const address = service.output.stdout.trim();
      const ask = async (path: string, body?: object): Promise<unknown> => {
        const request = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
        const answer = await fetch(address + path, { ...request, headers: { 'content-type': 'application/json' } });
        return [answer.status, await answer.json()];
      };
      expect(await ask('/health')).toEqual([200, { healthy: true }]);
      expect(await ask('/pets/1')).toEqual([200, { ID: 1, NAME: 'Tom' }]);
      expect(await ask('/pets/9')).toEqual([404, { error: 'There is no pet 9.' }]);
      expect(await ask('/pets', { id: 9, name: 'Kit' })).toEqual([201, { ID: 9, NAME: 'Kit' }]);
      const last = ask('/pets/2');
      service.kill('SIGTERM');
      await last.catch(() => undefined);
      const { stderr, exit } = await service.ended;
      expect([stderr, exit]).toEqual(['', 0]);
      expect(engine.requests.slice(before).map(({ kind }) => kind)).toContain('delete');
    });
  });
}

/** Those that are run as they are. */
function plainExamples(): readonly string[] {
  const names = readdirSync('examples', { recursive: true, encoding: 'utf8' });
  return names.filter((path) => {
    const name = path.replace(/\.\w+$/, '');
    return /\.(mjs|js|ts)$/.test(path) && !path.includes('.test.') && ![...BELOW, ...ELSEWHERE].includes(name);
  });
}

function entries(options: object): string {
  const lines = Object.entries({ ...options, password: 'secret-of-the-pets' }).map(
    ([name, value]) => `${name} = ${JSON.stringify(value)}`,
  );
  return ENTRIES.map((entry) => `[${entry}]\n${lines.join('\n')}\n`).join('\n');
}
