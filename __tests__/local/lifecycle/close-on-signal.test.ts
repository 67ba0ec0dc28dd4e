import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

import { expect, test } from '@jest/globals';

import { testEngine, until } from '../../helpers/engine.js';

const local = testEngine();
const BUILD = new URL('../../../dist/index.js', import.meta.url).href;

interface Service {
  readonly end: (signal?: NodeJS.Signals) => Promise<unknown[]>;
  /** Writes a line to its standard input. */
  readonly tell: () => void;
}

/** Starts a service of its own process, on the build, that opens a connection and a session and then runs `body`. */
async function serve(body: string): Promise<Service> {
  const source = `
    import { closeOnSignal, connection, Session } from ${JSON.stringify(BUILD)};
    const options = ${JSON.stringify(local.engine.connectionOptions)};
    const one = connection('service', options);
    const session = await Session.builder.configs(options).create();
    await one.query('select 1');
    ${body}
    console.log('ready');`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', source], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const exit = once(child, 'exit');
  await once(createInterface(child.stdout), 'line');
  return {
    async end(signal) {
      if (signal !== undefined) {
        child.kill(signal);
      }
      return exit;
    },
    tell: () => void child.stdin.write('\n'),
  };
}

const STAY = 'setInterval(() => undefined, 1_000);';

function deleted(): number {
  return local.engine.requests.filter(({ kind }) => kind === 'delete').length;
}

test.each(['SIGTERM', 'SIGINT'] as const)(
  '%s closes everything, and then ends the process as it should',
  async (signal) => {
    const before = deleted();
    const service = await serve(`closeOnSignal(); ${STAY}`);
    expect(await service.end(signal)).toEqual([null, signal]);
    expect(deleted() - before).toBe(2);
  },
);

test('without it a signal ends the process as ever, and nothing is closed', async () => {
  const before = deleted();
  const service = await serve(STAY);
  expect(await service.end('SIGTERM')).toEqual([null, 'SIGTERM']);
  expect(deleted()).toBe(before);
});

test('a query that runs is given its time, then cancelled', async () => {
  const service = await serve(`
    closeOnSignal(['SIGTERM'], { drainTimeoutMs: 100 });
    one.query('select system$wait(30)').catch(() => undefined); ${STAY}`);
  await until(() => local.engine.queries.some(({ state }) => state === 'RUNNING'));
  expect(await service.end('SIGTERM')).toEqual([null, 'SIGTERM']);
  expect(local.engine.queries.some(({ state }) => state === 'RUNNING')).toBe(false);
});

test('another listener decides how the process ends', async () => {
  const before = deleted();
  const service = await serve(`closeOnSignal();
    process.on('SIGTERM', () => process.stdin.once('data', () => process.exit(7))); ${STAY}`);
  const ended = service.end('SIGTERM');
  await until(() => deleted() - before === 2);
  service.tell();
  expect(await ended).toEqual([7, null]);
});

test('what is open keeps no finished process alive', async () => {
  const started = performance.now();
  const service = await serve('closeOnSignal();');
  expect(await service.end()).toEqual([0, null]);
  // The engine keeps connections for 65 s.
  expect(performance.now() - started).toBeLessThan(40_000);
});
